#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "machine/tasks.h"
#include "runtime/slots.h"
#include "services/glue/job_attempt.h"
#include "services/glue/job_runs_store.h"
#include "services/glue/worker_types.h"
#include "store/outbox.h"

namespace services::glue {

// Runs job runs. A run is a task of the journal from its start to its end, so a crash loses none: after a
// restart those in STARTING run, those in RUNNING become FAILED (and are retried when retries are left),
// those in STOPPING become STOPPED. A run waits in STARTING for one of the server's slots; at most `threads`
// runs wait for it at once, the others in the journal. Owned by server/, which starts it once everything
// stands; thread-safe.
class JobRunner {
 public:
  struct Collaborators {
    store::Journal& journal;
    store::Outbox& outbox;
    lake::Lake& lake;
    engine::Engine& engine;
    runtime::Slots& slots;
    const base::Clock& clock;
  };
  struct Options {
    int threads = 2;
    Machine machine = this_machine();
  };

  JobRunner(Collaborators collaborators, Options options);

  void start() { tasks_.start(); }
  void stop() { tasks_.stop(); }  // interrupts what runs; the journal knows what became of it

  // Says that a run is on its way: by the time it is planned, a worker is there.
  void warm_up() { to_.engine.warm_up(); }

  // A new run, in the transaction that decides that there is one.
  base::Result<void> add(store::Transaction& transaction, const StoredRun& run);

  // A stop that was asked for, of a run that is not over: STOPPED at once when no worker has it, else
  // STOPPING until the worker has ended. Refuses (IllegalTransition) runs that are stopping or over. Once the
  // transaction is durable, interrupt() ends the worker.
  base::Result<void> stop_run(store::Transaction& transaction, JobRun run);
  void interrupt(const std::string& run_id) { tasks_.interrupt(kTask, run_id); }

  // Of a run that an engine worker has now; from memory.
  std::optional<engine::Progress> progress(const std::string& run_id) const;

 private:
  static constexpr const char* kTask = "glue.job_run";
  class Deadline;

  base::Result<bool> is_current(store::Snapshot& snapshot, const machine::Task& task);
  base::Result<void> execute(const machine::Task& task, std::stop_token stop);
  base::Result<void> run(const machine::Task& task, StoredRun stored, std::stop_token stop);
  base::Result<bool> admit(const std::string& run_id);
  base::Result<JobOutput> attempt(const StoredRun& stored, const api::glue::JobRun& declared,
                                  std::stop_token stop);
  base::Result<void> succeed(const machine::Task& task, JobOutput& output);
  base::Result<void> fail(const machine::Task& task, const RunTransition& transition, const base::Error& why);
  base::Result<void> save(store::Transaction& transaction, const JobRun& run);
  base::Result<void> end_run(store::Transaction& transaction, const machine::Task& task, StoredRun& stored,
                             const RunTransition& transition, const RunEvent& event);

  const Collaborators to_;
  const Options options_;
  mutable std::mutex mutex_;
  std::map<std::string, engine::Progress> progress_;  // guarded by mutex_
  machine::Tasks tasks_;                              // last: its threads use all of the above
};

}  // namespace services::glue
