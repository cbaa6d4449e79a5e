#pragma once

#include "services/glue/job_run_machine.h"
#include "store/outbox.h"

namespace services::glue {

// One event for every transition of a run, in the transaction that makes it. The payload is the detail of
// EventBridge's "Glue Job State Change": jobName, severity, state, jobRunId, message. EventBridge itself gets
// those of SUCCEEDED, FAILED, TIMEOUT and STOPPED; the others are for subscribers inside the house.
inline constexpr const char* kJobRunStateChange = "glue.job_run_state_change";

store::Event state_change(const JobRun& run);

}  // namespace services::glue
