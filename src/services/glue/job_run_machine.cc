// States of a job run. Follows https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html
#include "services/glue/job_run_machine.h"

#include <array>
#include <chrono>
#include <utility>

#include "base/random.h"

namespace services::glue {
namespace {

constexpr std::array<std::pair<JobRunState, std::string_view>, 7> kNames{{
    {JobRunState::Starting, "STARTING"},
    {JobRunState::Running, "RUNNING"},
    {JobRunState::Stopping, "STOPPING"},
    {JobRunState::Stopped, "STOPPED"},
    {JobRunState::Succeeded, "SUCCEEDED"},
    {JobRunState::Failed, "FAILED"},
    {JobRunState::Timeout, "TIMEOUT"},
}};

constexpr std::string_view kAttempt = "_attempt_";

std::chrono::microseconds execution_time(const JobRun& run, base::Timestamp now) {
  if (!run.running_since) return std::chrono::microseconds(0);
  return run.completed_on.value_or(now) - *run.running_since;
}

}  // namespace

std::string_view name_of(JobRunState state) {
  return kNames.at(static_cast<std::size_t>(state)).second;
}

std::optional<JobRunState> job_run_state(std::string_view name) {
  for (const auto& [state, known] : kNames)
    if (known == name) return state;
  return std::nullopt;
}

bool is_over(JobRunState state) {
  return state != JobRunState::Starting && state != JobRunState::Running && state != JobRunState::Stopping;
}

namespace run_effects {

void begin(JobRun& run, const RunEvent& event) {
  run.running_since = event.at;
  run.last_modified_on = event.at;
}

void note(JobRun& run, const RunEvent& event) {
  run.last_modified_on = event.at;
}

void end(JobRun& run, const RunEvent& event) {
  run.completed_on = event.at;
  run.last_modified_on = event.at;
  run.error_message = event.message;
  run.state_detail = event.detail;
}

}  // namespace run_effects

std::optional<JobRun> next_attempt(const JobRun& failed, base::Timestamp now) {
  if (failed.state != JobRunState::Failed || failed.attempt >= failed.max_retries) return std::nullopt;
  return JobRun{.scope = failed.scope,
                .job_name = failed.job_name,
                .job_created_at = failed.job_created_at,
                .id = attempt_id(failed.id, failed.attempt + 1),
                .attempt = failed.attempt + 1,
                .previous_run_id = failed.id,
                .max_retries = failed.max_retries,
                .max_capacity = failed.max_capacity,
                .started_on = now,
                .last_modified_on = now};
}

std::string attempt_id(std::string_view id, int attempt) {
  return fmt::format("{}{}{}", id.substr(0, id.find(kAttempt)), kAttempt, attempt);
}

std::string new_run_id() {
  return "jr_" + base::random_hex(32);
}

std::int32_t execution_seconds(const JobRun& run, base::Timestamp now) {
  return static_cast<std::int32_t>(
      std::chrono::round<std::chrono::seconds>(execution_time(run, now)).count());
}

double dpu_seconds(const JobRun& run, base::Timestamp now) {
  return run.max_capacity * std::chrono::duration<double>(execution_time(run, now)).count();
}

}  // namespace services::glue
