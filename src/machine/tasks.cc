#include "machine/tasks.h"

#include <pthread.h>

#include "base/log.h"

namespace machine {
namespace {

// How late a task may be handed out whose time has come without a signal.
constexpr auto kTick = std::chrono::seconds(1);

// How many tasks wait in memory at most, beyond those that run; the others wait in the journal.
constexpr std::int64_t kQueueLimit = 1000;

constexpr base::Timestamp kNever = base::Timestamp::max();

}  // namespace

Tasks::Tasks(store::Journal& journal, const base::Clock& clock, Options options)
    : journal_(journal), clock_(clock), options_(std::move(options)) {
  ASSERT(options_.slots >= 1, "a queue has a slot");
}

void Tasks::define(std::string kind, Kind behaviour) {
  ASSERT(threads_.empty(), "kinds are defined before the start");
  const bool is_new = kinds_.emplace(std::move(kind), std::move(behaviour)).second;
  ASSERT(is_new, "a kind of task is defined once");
}

void Tasks::start() {
  for (int slot = 0; slot < options_.slots; ++slot) {
    threads_.emplace_back([this](std::stop_token stop) { work(stop); });
  }
  dispatcher_.emplace(Reconciler::Options{.name = "tasks " + options_.queue, .every = kTick},
                      [this](std::stop_token) { return hand_out(); });
}

void Tasks::stop() {
  if (dispatcher_) dispatcher_->stop();
  for (std::jthread& thread : threads_) thread.request_stop();
  {
    std::lock_guard lock(mutex_);
    for (auto& [id, execution] : running_) execution.stop.request_stop();
  }
  threads_.clear();
}

void Tasks::interrupt(std::string_view kind, std::string_view subject) {
  std::lock_guard lock(mutex_);
  for (auto& [id, execution] : running_) {
    if (execution.task.kind == kind && execution.task.subject == subject) execution.stop.request_stop();
  }
}

// Moves what is due from the journal into the queue, once each. The lock is held while the journal is read: a
// task that settles meanwhile would look as if nobody had it.
base::Result<void> Tasks::hand_out() {
  std::lock_guard lock(mutex_);
  for (const Task& task : TRY(due_tasks(kQueueLimit + std::ssize(claimed_)))) {
    const auto claim = claimed_.find(task.id);
    if (claim != claimed_.end() && claim->second > clock_.now()) continue;
    claimed_[task.id] = kNever;
    queue_.push_back(task);
  }
  work_.notify_all();
  return {};
}

void Tasks::work(std::stop_token stop) {
  pthread_setname_np(pthread_self(), ("task " + options_.queue).substr(0, 15).c_str());
  while (const std::optional<Execution> execution = next(stop)) settle(*execution, process(*execution));
}

// The next task, noted as running; nothing when it is time to stop.
std::optional<Tasks::Execution> Tasks::next(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  work_.wait(lock, stop, [&] { return !queue_.empty(); });
  if (stop.stop_requested()) return std::nullopt;
  Execution execution{.task = std::move(queue_.front()), .stop = {}};
  queue_.pop_front();
  running_.emplace(execution.task.id, execution);
  return execution;
}

base::Result<void> Tasks::process(const Execution& execution) {
  const Task& task = execution.task;
  const auto kind = kinds_.find(task.kind);
  if (kind == kinds_.end()) return base::failure("nobody executes tasks of the kind '{}'", task.kind);
  const bool is_current =
      TRY(journal_.read([&](store::Snapshot& snapshot) { return kind->second.is_current(snapshot, task); }));
  if (is_current) TRY(kind->second.execute(task, execution.stop.get_token()));
  return remove(task);
}

void Tasks::settle(const Execution& execution, const base::Result<void>& result) {
  std::lock_guard lock(mutex_);
  running_.erase(execution.task.id);
  if (result.ok()) {
    claimed_.erase(execution.task.id);
  } else {
    claimed_[execution.task.id] = clock_.now() + options_.retry_after;
    if (!execution.stop.stop_requested()) {
      spdlog::warn("task {} '{}': {}; it will be tried again", execution.task.kind, execution.task.subject,
                   result.error().message);
    }
  }
}

}  // namespace machine
