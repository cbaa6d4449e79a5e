#include "machine/tasks.h"

#include <pthread.h>

#include "base/log.h"

namespace machine {
namespace {

// How late a task may be handed out whose time has come without a signal.
constexpr auto kTick = std::chrono::seconds(1);

// How many tasks wait in memory at most, beyond those that run; the others wait in the journal.
constexpr std::int64_t kQueueLimit = 1000;

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
  dispatcher_.emplace(Reconciler::Options{.name = "tasks " + options_.queue, .every = kTick},
                      [this](std::stop_token) { return hand_out(); });
  for (int slot = 0; slot < options_.slots; ++slot) {
    threads_.emplace_back([this](std::stop_token stop) { work(stop); });
  }
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

// Moves what is due from the journal into the queue, once each, as far as there is room.
base::Result<void> Tasks::hand_out() {
  std::int64_t room = repeat_and_count_room();
  latest_us_ = std::max(latest_us_, base::to_micros(clock_.now()));
  if (room > 0) enqueue(TRY(due_since(latest_us_, room)), room);
  if (room > 0) enqueue(TRY(new_tasks(latest_us_, room)), room);
  return {};
}

// Queues the failed tasks whose time has come. Only the dispatcher queues, so the room stays.
std::int64_t Tasks::repeat_and_count_room() {
  std::lock_guard lock(mutex_);
  while (!failed_.empty() && failed_.begin()->first <= clock_.now()) {
    queue_.push_back(std::move(failed_.extract(failed_.begin()).mapped()));
    work_.notify_one();
  }
  const std::int64_t room = kQueueLimit - std::ssize(queue_);
  more_waits_ = room <= 0;
  return room;
}

void Tasks::enqueue(const std::vector<Task>& tasks, std::int64_t& room) {
  std::lock_guard lock(mutex_);
  queue_.insert(queue_.end(), tasks.begin(), tasks.end());
  room -= std::ssize(tasks);
  more_waits_ = room <= 0;
  work_.notify_all();
}

std::size_t Tasks::held() const {
  std::lock_guard lock(mutex_);
  return queue_.size() + running_.size() + failed_.size();
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
  if (more_waits_ && std::ssize(queue_) <= kQueueLimit / 2) {
    more_waits_ = false;
    dispatcher_->signal();
  }
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
  if (result.ok()) return;
  failed_.emplace(clock_.now() + options_.retry_after, execution.task);
  if (!execution.stop.stop_requested()) {
    spdlog::warn("task {} '{}': {}; it will be tried again", execution.task.kind, execution.task.subject,
                 result.error().message);
  }
}

}  // namespace machine
