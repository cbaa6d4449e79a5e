#pragma once

#include "api/glue/types.h"
#include "base/result.h"

namespace services::glue {

// What CreateJob and UpdateJob make of a job: the members that were given, the defaults for the others, all
// checked. Refuses what could never run: workers that do not exist, a graph that is none, arguments that ask
// for protection. A job whose script is not run yet can be defined all the same.
base::Result<api::glue::Job> define_job(const api::glue::CreateJobRequest& request);
base::Result<api::glue::Job> define_job(const std::string& name, const api::glue::JobUpdate& update);

// Capacity in its two forms, for a definition and for what a run overrides of it: workers of a type, or DPUs.
struct Capacity {
  std::string worker_type;
  int workers = 0;
  double dpu = 0;
};
base::Result<Capacity> capacity_of(const std::optional<std::string>& worker_type,
                                   const std::optional<std::int32_t>& workers,
                                   const std::optional<double>& max_capacity,
                                   const std::optional<std::int32_t>& allocated_capacity);

// The bounds of a timeout, for a definition and for a run.
base::Result<void> check_timeout(std::int32_t minutes);

// Why StartJobRun cannot run it; nothing when it can.
base::Result<void> check_runnable(const api::glue::Job& job);

}  // namespace services::glue
