#include "services/glue/stored_job.h"

#include "api/glue/errors.h"
#include "services/glue/stored.h"

namespace services::glue {

base::Result<api::glue::Job> to_job(const JobRow& row) {
  auto job = TRY(from_stored<api::glue::Job>(api::glue::tables::kJob, row.definition));
  job.name = row.name;
  job.created_on = row.created_at;
  job.last_modified_on = row.modified_at;
  return job;
}

base::Result<JobRow> require_job(store::Connection& journal, const Scope& scope, std::string_view name) {
  auto row = TRY(JobsStore::job(journal, scope, name));
  if (row) return *std::move(row);
  return api::glue::errors::entity_not_found_exception(fmt::format("Job {} not found.", name));
}

}  // namespace services::glue
