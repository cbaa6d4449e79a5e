#pragma once

#include "api/athena/handler.h"
#include "api/athena/types.h"
#include "services/athena/queries_store.h"
#include "services/athena/query_runner.h"

namespace services::athena {

// Amazon Athena: queries over the data catalog's tables, results as CSV objects in the lake. Owned by
// server/; made before its Tasks start. Thread-safe: all state is in the journal. One workgroup, `primary`,
// with no settings of its own.
class Athena final : public api::athena::Handler {
 public:
  static store::Schema schema() { return QueriesStore::schema(); }

  explicit Athena(Collaborators with);

  base::Result<api::athena::StartQueryExecutionOutput> start_query_execution(
      const wire::RequestContext& context, const api::athena::StartQueryExecutionInput& request) override;
  base::Result<api::athena::StopQueryExecutionOutput> stop_query_execution(
      const wire::RequestContext& context, const api::athena::StopQueryExecutionInput& request) override;
  base::Result<api::athena::GetQueryExecutionOutput> get_query_execution(
      const wire::RequestContext& context, const api::athena::GetQueryExecutionInput& request) override;
  base::Result<api::athena::BatchGetQueryExecutionOutput> batch_get_query_execution(
      const wire::RequestContext& context, const api::athena::BatchGetQueryExecutionInput& request) override;
  base::Result<api::athena::ListQueryExecutionsOutput> list_query_executions(
      const wire::RequestContext& context, const api::athena::ListQueryExecutionsInput& request) override;
  base::Result<api::athena::GetQueryResultsOutput> get_query_results(
      const wire::RequestContext& context, const api::athena::GetQueryResultsInput& request) override;
  base::Result<api::athena::GetWorkGroupOutput> get_work_group(
      const wire::RequestContext& context, const api::athena::GetWorkGroupInput& request) override;
  base::Result<api::athena::ListWorkGroupsOutput> list_work_groups(
      const wire::RequestContext& context, const api::athena::ListWorkGroupsInput& request) override;

 private:
  base::Result<Query> new_query(const wire::RequestContext& context,
                                const api::athena::StartQueryExecutionInput& request);
  base::Result<Query> find(const wire::RequestContext& context, const std::string& id);
  base::Result<std::string> read_object(const lake::Bucket& bucket, const std::string& key);

  const Collaborators with_;
  QueryRunner runner_;
};

// The refusals that several operations share.
base::Error invalid_request(std::string message, std::string athena_error_code = "INVALID_INPUT");
base::Result<void> check_work_group(const std::string& name);
inline constexpr const char* kPrimary = "primary";

}  // namespace services::athena
