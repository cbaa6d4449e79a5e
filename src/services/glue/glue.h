#pragma once

#include <vector>

#include "api/glue/handler.h"
#include "api/glue/types.h"
#include "base/clock.h"
#include "store/journal.h"

namespace services::glue {

class JobRunner;

inline constexpr int kPageSize = 100;  // what Glue's lists hold when a request does not say

// AWS Glue: the Data Catalog, jobs and their runs, bookmarks. One file a resource (databases.cc, tables.cc,
// ...). Handlers run on the server's threads, many at once; all state is in the journal.
class Glue final : public api::glue::Handler {
 public:
  // The tables of the journal that Glue keeps.
  static std::vector<store::Schema> schemas();

  // `runs` outlives it.
  Glue(store::Journal& journal, const base::Clock& clock, JobRunner& runs)
      : journal_(journal), clock_(clock), runs_(runs) {}

  // Databases.
  base::Result<api::glue::CreateDatabaseResponse> create_database(
      const wire::RequestContext& context, const api::glue::CreateDatabaseRequest& request) override;
  base::Result<api::glue::GetDatabaseResponse> get_database(
      const wire::RequestContext& context, const api::glue::GetDatabaseRequest& request) override;
  base::Result<api::glue::GetDatabasesResponse> get_databases(
      const wire::RequestContext& context, const api::glue::GetDatabasesRequest& request) override;
  base::Result<api::glue::UpdateDatabaseResponse> update_database(
      const wire::RequestContext& context, const api::glue::UpdateDatabaseRequest& request) override;
  base::Result<api::glue::DeleteDatabaseResponse> delete_database(
      const wire::RequestContext& context, const api::glue::DeleteDatabaseRequest& request) override;

  // Tables and their versions.
  base::Result<api::glue::CreateTableResponse> create_table(
      const wire::RequestContext& context, const api::glue::CreateTableRequest& request) override;
  base::Result<api::glue::GetTableResponse> get_table(const wire::RequestContext& context,
                                                      const api::glue::GetTableRequest& request) override;
  base::Result<api::glue::GetTablesResponse> get_tables(const wire::RequestContext& context,
                                                        const api::glue::GetTablesRequest& request) override;
  base::Result<api::glue::UpdateTableResponse> update_table(
      const wire::RequestContext& context, const api::glue::UpdateTableRequest& request) override;
  base::Result<api::glue::DeleteTableResponse> delete_table(
      const wire::RequestContext& context, const api::glue::DeleteTableRequest& request) override;
  base::Result<api::glue::BatchDeleteTableResponse> batch_delete_table(
      const wire::RequestContext& context, const api::glue::BatchDeleteTableRequest& request) override;
  base::Result<api::glue::GetTableVersionResponse> get_table_version(
      const wire::RequestContext& context, const api::glue::GetTableVersionRequest& request) override;
  base::Result<api::glue::GetTableVersionsResponse> get_table_versions(
      const wire::RequestContext& context, const api::glue::GetTableVersionsRequest& request) override;
  base::Result<api::glue::DeleteTableVersionResponse> delete_table_version(
      const wire::RequestContext& context, const api::glue::DeleteTableVersionRequest& request) override;

  // Partitions.
  base::Result<api::glue::CreatePartitionResponse> create_partition(
      const wire::RequestContext& context, const api::glue::CreatePartitionRequest& request) override;
  base::Result<api::glue::BatchCreatePartitionResponse> batch_create_partition(
      const wire::RequestContext& context, const api::glue::BatchCreatePartitionRequest& request) override;
  base::Result<api::glue::GetPartitionResponse> get_partition(
      const wire::RequestContext& context, const api::glue::GetPartitionRequest& request) override;
  base::Result<api::glue::GetPartitionsResponse> get_partitions(
      const wire::RequestContext& context, const api::glue::GetPartitionsRequest& request) override;
  base::Result<api::glue::BatchGetPartitionResponse> batch_get_partition(
      const wire::RequestContext& context, const api::glue::BatchGetPartitionRequest& request) override;
  base::Result<api::glue::UpdatePartitionResponse> update_partition(
      const wire::RequestContext& context, const api::glue::UpdatePartitionRequest& request) override;
  base::Result<api::glue::BatchUpdatePartitionResponse> batch_update_partition(
      const wire::RequestContext& context, const api::glue::BatchUpdatePartitionRequest& request) override;
  base::Result<api::glue::DeletePartitionResponse> delete_partition(
      const wire::RequestContext& context, const api::glue::DeletePartitionRequest& request) override;
  base::Result<api::glue::BatchDeletePartitionResponse> batch_delete_partition(
      const wire::RequestContext& context, const api::glue::BatchDeletePartitionRequest& request) override;

  // Jobs.
  base::Result<api::glue::CreateJobResponse> create_job(const wire::RequestContext& context,
                                                        const api::glue::CreateJobRequest& request) override;
  base::Result<api::glue::GetJobResponse> get_job(const wire::RequestContext& context,
                                                  const api::glue::GetJobRequest& request) override;
  base::Result<api::glue::GetJobsResponse> get_jobs(const wire::RequestContext& context,
                                                    const api::glue::GetJobsRequest& request) override;
  base::Result<api::glue::ListJobsResponse> list_jobs(const wire::RequestContext& context,
                                                      const api::glue::ListJobsRequest& request) override;
  base::Result<api::glue::BatchGetJobsResponse> batch_get_jobs(
      const wire::RequestContext& context, const api::glue::BatchGetJobsRequest& request) override;
  base::Result<api::glue::UpdateJobResponse> update_job(const wire::RequestContext& context,
                                                        const api::glue::UpdateJobRequest& request) override;
  base::Result<api::glue::DeleteJobResponse> delete_job(const wire::RequestContext& context,
                                                        const api::glue::DeleteJobRequest& request) override;

  // Job runs.
  base::Result<api::glue::StartJobRunResponse> start_job_run(
      const wire::RequestContext& context, const api::glue::StartJobRunRequest& request) override;
  base::Result<api::glue::GetJobRunResponse> get_job_run(const wire::RequestContext& context,
                                                         const api::glue::GetJobRunRequest& request) override;
  base::Result<api::glue::GetJobRunsResponse> get_job_runs(
      const wire::RequestContext& context, const api::glue::GetJobRunsRequest& request) override;
  base::Result<api::glue::BatchStopJobRunResponse> batch_stop_job_run(
      const wire::RequestContext& context, const api::glue::BatchStopJobRunRequest& request) override;

  // Bookmarks.
  base::Result<api::glue::GetJobBookmarkResponse> get_job_bookmark(
      const wire::RequestContext& context, const api::glue::GetJobBookmarkRequest& request) override;
  base::Result<api::glue::ResetJobBookmarkResponse> reset_job_bookmark(
      const wire::RequestContext& context, const api::glue::ResetJobBookmarkRequest& request) override;

 private:
  store::Journal& journal_;
  const base::Clock& clock_;
  JobRunner& runs_;
};

}  // namespace services::glue
