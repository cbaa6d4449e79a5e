#include "services/glue/job_run_events.h"

#include <boost/json.hpp>

namespace services::glue {
namespace {

std::string_view severity(JobRunState state) {
  if (state == JobRunState::Failed) return "ERROR";
  return state == JobRunState::Timeout ? "WARN" : "INFO";
}

std::string message(const JobRun& run) {
  if (run.state == JobRunState::Succeeded) return "Job run succeeded";
  if (!run.error_message.empty()) return run.error_message;
  return fmt::format("Job run is {}", name_of(run.state));
}

}  // namespace

store::Event state_change(const JobRun& run) {
  const boost::json::object detail{{"jobName", run.job_name},
                                   {"severity", severity(run.state)},
                                   {"state", name_of(run.state)},
                                   {"jobRunId", run.id},
                                   {"message", message(run)}};
  return {.topic = kJobRunStateChange,
          .account = run.scope.account,
          .region = run.scope.region,
          .payload = boost::json::serialize(detail)};
}

}  // namespace services::glue
