#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "machine/transition.h"
#include "services/glue/scope.h"

namespace services::glue {

enum class JobRunState { Starting, Running, Stopping, Stopped, Succeeded, Failed, Timeout };

std::string_view name_of(JobRunState state);  // as AWS spells it: STARTING
std::optional<JobRunState> job_run_state(std::string_view name);
bool is_over(JobRunState state);

// One run of a job: where it stands and what decides where it may go. Kept by JobRunsStore; what it was
// started with (arguments, workers, nodes) stands beside it there and never changes.
struct JobRun {
  Scope scope;
  std::string job_name;
  base::Timestamp job_created_at;  // tells the jobs apart that had this name one after the other
  std::string id;
  int attempt = 0;
  std::optional<std::string> previous_run_id;  // of the attempt that this one follows
  int max_retries = 0;
  double max_capacity = 0;  // in DPU

  JobRunState state = JobRunState::Starting;
  base::Timestamp started_on;
  base::Timestamp last_modified_on;
  std::optional<base::Timestamp> running_since;
  std::optional<base::Timestamp> completed_on;
  std::string error_message;
  std::string state_detail;  // once it is over: what it read and wrote
};

// What moves a run.
struct RunEvent {
  base::Timestamp at;
  std::string message = {};  // of failures
  std::string detail = {};   // what was read and written
};

using RunTransition = machine::Transition<JobRun, RunEvent>;

namespace run_effects {
void begin(JobRun& run, const RunEvent& event);
void note(JobRun& run, const RunEvent& event);
void end(JobRun& run, const RunEvent& event);
}  // namespace run_effects

// The diagram. A run starts in STARTING, where it waits for a slot of the server; a stop there is done at
// once, for no worker has it. In RUNNING a worker has it, so a stop passes through STOPPING until the worker
// has ended. WAITING, EXPIRED and ERROR belong to queuing and triggers, which are not there.
inline constexpr RunTransition kAdmit{
    "admit", {JobRunState::Starting}, JobRunState::Running, run_effects::begin};
inline constexpr RunTransition kCancel{
    "cancel", {JobRunState::Starting}, JobRunState::Stopped, run_effects::end};
inline constexpr RunTransition kStop{
    "stop", {JobRunState::Running}, JobRunState::Stopping, run_effects::note};
inline constexpr RunTransition kStopped{
    "stopped", {JobRunState::Stopping}, JobRunState::Stopped, run_effects::end};
inline constexpr RunTransition kSucceed{
    "succeed", {JobRunState::Running}, JobRunState::Succeeded, run_effects::end};
inline constexpr RunTransition kFail{
    "fail", {JobRunState::Starting, JobRunState::Running}, JobRunState::Failed, run_effects::end};
inline constexpr RunTransition kTimeOut{
    "time out", {JobRunState::Running}, JobRunState::Timeout, run_effects::end};

// The run that follows a failed one while retries are left. Timeouts and stops are not retried.
std::optional<JobRun> next_attempt(const JobRun& failed, base::Timestamp now);

// The id of an attempt of the run that `id` is itself an attempt of: jr_..., jr_..._attempt_1, ...
std::string attempt_id(std::string_view id, int attempt);
std::string new_run_id();

// How long a worker had it, until `now` when it still has. Whole seconds, and DPUs times seconds.
std::int32_t execution_seconds(const JobRun& run, base::Timestamp now);
double dpu_seconds(const JobRun& run, base::Timestamp now);

}  // namespace services::glue
