#pragma once

#include "api/athena/handler.h"
#include "api/athena/types.h"
#include "services/athena/queries_store.h"
#include "services/athena/query_runner.h"

namespace services::athena {

// Amazon Athena: queries over the data catalog's tables, results as CSV objects in the lake. Owned by
// server/; made before its Tasks start. Thread-safe: all state is in the journal. One file a resource
// (work_groups.cc, ...).
class Athena final : public api::athena::Handler {
 public:
  // The tables of the journal that Athena keeps.
  static std::vector<store::Schema> schemas();

  explicit Athena(Collaborators with);

  // Queries.
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
  base::Result<api::athena::GetQueryRuntimeStatisticsOutput> get_query_runtime_statistics(
      const wire::RequestContext& context,
      const api::athena::GetQueryRuntimeStatisticsInput& request) override;
  base::Result<api::athena::GetQueryResultsOutput> get_query_results(
      const wire::RequestContext& context, const api::athena::GetQueryResultsInput& request) override;

  // Workgroups.
  base::Result<api::athena::CreateWorkGroupOutput> create_work_group(
      const wire::RequestContext& context, const api::athena::CreateWorkGroupInput& request) override;
  base::Result<api::athena::GetWorkGroupOutput> get_work_group(
      const wire::RequestContext& context, const api::athena::GetWorkGroupInput& request) override;
  base::Result<api::athena::ListWorkGroupsOutput> list_work_groups(
      const wire::RequestContext& context, const api::athena::ListWorkGroupsInput& request) override;
  base::Result<api::athena::UpdateWorkGroupOutput> update_work_group(
      const wire::RequestContext& context, const api::athena::UpdateWorkGroupInput& request) override;
  base::Result<api::athena::DeleteWorkGroupOutput> delete_work_group(
      const wire::RequestContext& context, const api::athena::DeleteWorkGroupInput& request) override;

  // Tags, of workgroups and data catalogs.
  base::Result<api::athena::TagResourceOutput> tag_resource(
      const wire::RequestContext& context, const api::athena::TagResourceInput& request) override;
  base::Result<api::athena::UntagResourceOutput> untag_resource(
      const wire::RequestContext& context, const api::athena::UntagResourceInput& request) override;
  base::Result<api::athena::ListTagsForResourceOutput> list_tags_for_resource(
      const wire::RequestContext& context, const api::athena::ListTagsForResourceInput& request) override;

  // Prepared statements.
  base::Result<api::athena::CreatePreparedStatementOutput> create_prepared_statement(
      const wire::RequestContext& context, const api::athena::CreatePreparedStatementInput& request) override;
  base::Result<api::athena::GetPreparedStatementOutput> get_prepared_statement(
      const wire::RequestContext& context, const api::athena::GetPreparedStatementInput& request) override;
  base::Result<api::athena::BatchGetPreparedStatementOutput> batch_get_prepared_statement(
      const wire::RequestContext& context,
      const api::athena::BatchGetPreparedStatementInput& request) override;
  base::Result<api::athena::ListPreparedStatementsOutput> list_prepared_statements(
      const wire::RequestContext& context, const api::athena::ListPreparedStatementsInput& request) override;
  base::Result<api::athena::UpdatePreparedStatementOutput> update_prepared_statement(
      const wire::RequestContext& context, const api::athena::UpdatePreparedStatementInput& request) override;
  base::Result<api::athena::DeletePreparedStatementOutput> delete_prepared_statement(
      const wire::RequestContext& context, const api::athena::DeletePreparedStatementInput& request) override;

  // Named queries.
  base::Result<api::athena::CreateNamedQueryOutput> create_named_query(
      const wire::RequestContext& context, const api::athena::CreateNamedQueryInput& request) override;
  base::Result<api::athena::GetNamedQueryOutput> get_named_query(
      const wire::RequestContext& context, const api::athena::GetNamedQueryInput& request) override;
  base::Result<api::athena::BatchGetNamedQueryOutput> batch_get_named_query(
      const wire::RequestContext& context, const api::athena::BatchGetNamedQueryInput& request) override;
  base::Result<api::athena::ListNamedQueriesOutput> list_named_queries(
      const wire::RequestContext& context, const api::athena::ListNamedQueriesInput& request) override;
  base::Result<api::athena::UpdateNamedQueryOutput> update_named_query(
      const wire::RequestContext& context, const api::athena::UpdateNamedQueryInput& request) override;
  base::Result<api::athena::DeleteNamedQueryOutput> delete_named_query(
      const wire::RequestContext& context, const api::athena::DeleteNamedQueryInput& request) override;

  // Data catalogs.
  base::Result<api::athena::CreateDataCatalogOutput> create_data_catalog(
      const wire::RequestContext& context, const api::athena::CreateDataCatalogInput& request) override;
  base::Result<api::athena::ListDataCatalogsOutput> list_data_catalogs(
      const wire::RequestContext& context, const api::athena::ListDataCatalogsInput& request) override;
  base::Result<api::athena::GetDataCatalogOutput> get_data_catalog(
      const wire::RequestContext& context, const api::athena::GetDataCatalogInput& request) override;
  base::Result<api::athena::UpdateDataCatalogOutput> update_data_catalog(
      const wire::RequestContext& context, const api::athena::UpdateDataCatalogInput& request) override;
  base::Result<api::athena::DeleteDataCatalogOutput> delete_data_catalog(
      const wire::RequestContext& context, const api::athena::DeleteDataCatalogInput& request) override;

  // What data catalogs hold.
  base::Result<api::athena::GetDatabaseOutput> get_database(
      const wire::RequestContext& context, const api::athena::GetDatabaseInput& request) override;
  base::Result<api::athena::ListDatabasesOutput> list_databases(
      const wire::RequestContext& context, const api::athena::ListDatabasesInput& request) override;
  base::Result<api::athena::GetTableMetadataOutput> get_table_metadata(
      const wire::RequestContext& context, const api::athena::GetTableMetadataInput& request) override;
  base::Result<api::athena::ListTableMetadataOutput> list_table_metadata(
      const wire::RequestContext& context, const api::athena::ListTableMetadataInput& request) override;

 private:
  base::Result<Query> new_query(const wire::RequestContext& context,
                                const api::athena::StartQueryExecutionInput& request);
  base::Result<Query> find(const wire::RequestContext& context, const std::string& id);
  base::Result<std::string> read_object(const lake::Bucket& bucket, const std::string& key);

  const Collaborators with_;
  QueryRunner runner_;
};

}  // namespace services::athena
