#pragma once

#include <string_view>

#include "api/glue/types.h"
#include "base/result.h"
#include "services/glue/jobs_store.h"
#include "services/glue/scope.h"

namespace services::glue {

// A row of a job as the API shows it.
base::Result<api::glue::Job> to_job(const JobRow& row);

// The row of that job, or EntityNotFoundException in Glue's words.
base::Result<JobRow> require_job(store::Connection& journal, const Scope& scope, std::string_view name);

}  // namespace services::glue
