#include "services/glue/job_runner.h"

#include <condition_variable>
#include <thread>

#include "base/log.h"
#include "services/glue/job_run_events.h"
#include "services/glue/run_report.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace tables = api::glue::tables;

namespace {

constexpr auto kLookAtClock = std::chrono::milliseconds(100);

base::Error interrupted() {
  return base::refusal("Interrupted", 409,
                       "The server ended while the run was under way. Nothing of the run was written.");
}

base::Error stopped() {
  return base::refusal("Stopped", 409, "The run was stopped.");
}

base::Error timed_out(int minutes) {
  return base::refusal("Timeout", 409, fmt::format("Job run exceeded its timeout of {} minutes", minutes));
}

base::Result<StoredRun> require_run(store::Connection& journal, const std::string& id) {
  auto run = TRY(JobRunsStore::run(journal, id));
  if (!run) return base::failure("the journal has no job run {}", id);
  return *std::move(run);
}

}  // namespace

// Requests a stop when the time is over, from a thread of its own. It looks at the clock every so often: one
// that a test drives, or an operator sets, wakes nobody.
class JobRunner::Deadline {
 public:
  Deadline(const base::Clock& clock, base::Timestamp at, std::stop_source stop)
      : thread_([this, &clock, at, stop = std::move(stop)](std::stop_token done) mutable {
          watch(clock, at, done);
          if (passed_) stop.request_stop();
        }) {}

  bool passed() const { return passed_; }

 private:
  void watch(const base::Clock& clock, base::Timestamp at, const std::stop_token& done) {
    std::unique_lock lock(mutex_);
    while (!done.stop_requested() && !passed_) {
      passed_ = clock.now() >= at;
      if (!passed_) wake_.wait_for(lock, done, kLookAtClock, [] { return false; });
    }
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::atomic<bool> passed_ = false;
  std::jthread thread_;
};

JobRunner::JobRunner(Collaborators collaborators, Options options)
    : to_(collaborators),
      options_(options),
      tasks_(to_.journal, to_.clock, {.queue = "glue", .slots = options.threads}) {
  tasks_.define(
      kTask,
      {.is_current = [this](store::Snapshot& snapshot,
                            const machine::Task& task) { return is_current(snapshot, task); },
       .execute = [this](const machine::Task& task, std::stop_token stop) { return execute(task, stop); }});
}

base::Result<void> JobRunner::add(store::Transaction& transaction, const StoredRun& stored) {
  TRY(JobRunsStore::add(transaction, stored));
  TRY(to_.outbox.append(transaction, state_change(stored.run)));
  return tasks_.add(transaction, {.kind = kTask, .subject = stored.run.id});
}

base::Result<void> JobRunner::stop_run(store::Transaction& transaction, JobRun run) {
  const RunTransition& transition = kCancel.can_apply(run) ? kCancel : kStop;
  TRY(transition.apply(run, {.at = to_.clock.now()}));
  return save(transaction, run);
}

std::optional<engine::Progress> JobRunner::progress(const std::string& run_id) const {
  std::lock_guard lock(mutex_);
  const auto found = progress_.find(run_id);
  return found == progress_.end() ? std::nullopt : std::optional(found->second);
}

base::Result<void> JobRunner::save(store::Transaction& transaction, const JobRun& run) {
  TRY(JobRunsStore::update(transaction, run));
  return to_.outbox.append(transaction, state_change(run));
}

base::Result<bool> JobRunner::is_current(store::Snapshot& snapshot, const machine::Task& task) {
  const auto stored = TRY(JobRunsStore::run(snapshot, task.subject));
  return stored && !is_over(stored->run.state);
}

// One execution of a run's task is under way at a time. So a run that is found RUNNING or STOPPING here lost
// its executor: to a crash, or to a journal that could not be written.
base::Result<void> JobRunner::execute(const machine::Task& task, std::stop_token stop) {
  StoredRun stored =
      TRY(to_.journal.read([&](store::Snapshot& snapshot) { return require_run(snapshot, task.subject); }));
  switch (stored.run.state) {
    case JobRunState::Starting:
      return run(task, std::move(stored), stop);
    case JobRunState::Running:
      return fail(task, kFail, interrupted());
    case JobRunState::Stopping:
      return fail(task, kStopped, stopped());
    default:
      return {};
  }
}

base::Result<void> JobRunner::run(const machine::Task& task, StoredRun stored, std::stop_token stop) {
  const auto slot = to_.slots.acquire(stop);
  if (!slot) return base::failure("no slot was free before the stop");
  if (!TRY(admit(task.subject))) return {};

  const auto declared = TRY(from_stored<api::glue::JobRun>(tables::kJobRun, stored.declared));
  std::stop_source end;
  const std::stop_callback asked(stop, [&] { end.request_stop(); });
  const base::Timestamp timeout_at = to_.clock.now() + std::chrono::minutes(declared.timeout.value_or(0));
  const Deadline deadline(to_.clock, timeout_at, end);
  auto output = attempt(stored, declared, end.get_token());

  auto ended = output.ok() ? succeed(task, *output) : base::Result<void>(output.error());
  if (ended.ok()) return {};
  if (deadline.passed()) return fail(task, kTimeOut, timed_out(declared.timeout.value_or(0)));
  const bool world_ends = stop.stop_requested() && TRY(to_.journal.read([&](store::Snapshot& snapshot) {
                                                     return require_run(snapshot, task.subject);
                                                   })).run.state == JobRunState::Running;
  if (world_ends) return std::move(ended).error();  // the next start of the server says so
  return fail(task, kFail, ended.error());
}

// STARTING to RUNNING; false when a stop came first.
base::Result<bool> JobRunner::admit(const std::string& run_id) {
  return to_.journal.write([&](store::Transaction& transaction) -> base::Result<bool> {
    StoredRun stored = TRY(require_run(transaction, run_id));
    if (!kAdmit.can_apply(stored.run)) return false;
    TRY(kAdmit.apply(stored.run, {.at = to_.clock.now()}));
    TRY(save(transaction, stored.run));
    return true;
  });
}

base::Result<JobOutput> JobRunner::attempt(const StoredRun& stored, const api::glue::JobRun& declared,
                                           std::stop_token stop) {
  const auto job = TRY(from_stored<api::glue::Job>(tables::kJob, stored.job));
  const WorkerType* type = find_worker_type(declared.worker_type.value_or(""));
  ASSERT(type != nullptr, "a run is started with a worker type that is known");
  const std::string& id = stored.run.id;
  const auto note = [&](const engine::Progress& progress) {
    std::lock_guard lock(mutex_);
    progress_[id] = progress;
  };
  note({});
  JobAttempt attempt({to_.journal, to_.lake, to_.engine, to_.clock}, stored.run, job, declared);
  auto output = attempt.work(worker_limits(*type, declared.number_of_workers.value_or(1), options_.machine),
                             stop, note);
  std::lock_guard lock(mutex_);
  progress_.erase(id);
  return output;
}

// All that a successful run brings about becomes visible here, in one transaction, or nothing does.
base::Result<void> JobRunner::succeed(const machine::Task& task, JobOutput& output) {
  TRY(to_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    StoredRun stored = TRY(require_run(transaction, task.subject));
    if (!kSucceed.can_apply(stored.run)) return stopped();
    const base::Timestamp now = to_.clock.now();
    TRY(publish_output(transaction, stored.run, output, now));
    TRY(JobRunsStore::keep_nodes(transaction, stored.run.id, to_json(output.nodes)));
    return end_run(transaction, task, stored, kSucceed, {.at = now, .detail = output.detail()});
  }));
  if (output.staged) output.staged->published();
  return {};
}

// Any other end. A run that somebody stopped meanwhile is STOPPED, whatever else went wrong. The run shows
// its own faults; those of the world (a full disk, a broken worker) are for the operator's eyes too.
base::Result<void> JobRunner::fail(const machine::Task& task, const RunTransition& transition,
                                   const base::Error& why) {
  if (why.fault == base::Error::Fault::World) spdlog::error("job run {}: {}", task.subject, why.message);
  const bool more_helps = why.code == "OutOfMemory";
  const std::string message = why.message + (more_helps ? " A larger worker type has more memory." : "");
  return to_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    StoredRun stored = TRY(require_run(transaction, task.subject));
    const base::Timestamp now = to_.clock.now();
    if (kStopped.can_apply(stored.run)) return end_run(transaction, task, stored, kStopped, {.at = now});
    return end_run(transaction, task, stored, transition, {.at = now, .message = message});
  });
}

base::Result<void> JobRunner::end_run(store::Transaction& transaction, const machine::Task& task,
                                      StoredRun& stored, const RunTransition& transition,
                                      const RunEvent& event) {
  TRY(transition.apply(stored.run, event));
  TRY(save(transaction, stored.run));
  if (const auto next = next_attempt(stored.run, event.at))
    TRY(add(transaction, {.run = *next, .declared = stored.declared, .job = stored.job}));
  return tasks_.finish(transaction, task);
}

}  // namespace services::glue
