// Workgroups. Follows https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html and its
// neighbours. `primary` is always there and cannot be deleted.
#include <fmt/format.h>

#include "services/athena/athena.h"
#include "services/athena/named_queries_store.h"
#include "services/athena/paging.h"
#include "services/athena/prepared_statements_store.h"
#include "services/athena/refusals.h"
#include "services/athena/tags.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

base::Result<WorkGroupSummary> summary_of(const WorkGroupRow& row) {
  const WorkGroupConfiguration configuration = TRY(configuration_of(row));
  return WorkGroupSummary{.name = row.name,
                          .state = row.state,
                          .description = row.description,
                          .creation_time = row.created_at,
                          .engine_version = configuration.engine_version};
}

// Those behind `after`; `primary` stands among them also without a row.
base::Result<std::vector<WorkGroupRow>> rows_behind(store::Connection& connection, const Scope& scope,
                                                    const std::string& after, int limit) {
  std::vector<WorkGroupRow> rows = TRY(WorkGroupsStore::list(connection, scope, after, limit));
  if (!TRY(WorkGroupsStore::find(connection, scope, kPrimary)))
    put_in_page(rows, primary_work_group(), after, limit, [](const WorkGroupRow& row) { return row.name; });
  return rows;
}

base::Result<bool> has_content(store::Connection& connection, const Scope& scope, const std::string& name) {
  if (TRY(QueriesStore::has_any(connection, scope, name))) return true;
  if (TRY(PreparedStatementsStore::count(connection, scope, name)) > 0) return true;
  return !TRY(NamedQueriesStore::list(connection, scope, name, 0, 1)).empty();
}

}  // namespace

base::Result<CreateWorkGroupOutput> Athena::create_work_group(const wire::RequestContext& context,
                                                              const CreateWorkGroupInput& request) {
  const Scope scope = Scope::of(context);
  const WorkGroupConfiguration configuration =
      TRY(new_configuration(request.configuration.value_or(WorkGroupConfiguration{})));
  const WorkGroupRow row{.name = request.name,
                         .description = request.description.value_or(""),
                         .state = work_group_state::kEnabled,
                         .created_at = with_.clock.now(),
                         .configuration = to_row(configuration)};
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<CreateWorkGroupOutput> {
    if (row.name == kPrimary || TRY(WorkGroupsStore::find(transaction, scope, row.name)))
      return invalid_request("WorkGroup is already created");
    TRY(WorkGroupsStore::put(transaction, scope, row));
    TRY(set_tags(transaction, scope, work_group_resource(row.name),
                 request.tags.value_or(std::vector<Tag>())));
    return CreateWorkGroupOutput{};
  });
}

base::Result<GetWorkGroupOutput> Athena::get_work_group(const wire::RequestContext& context,
                                                        const GetWorkGroupInput& request) {
  const WorkGroupRow row = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return require_work_group(snapshot, Scope::of(context), request.work_group);
  }));
  WorkGroupConfiguration configuration = TRY(configuration_of(row));
  return GetWorkGroupOutput{.work_group = WorkGroup{.name = row.name,
                                                    .state = row.state,
                                                    .configuration = std::move(configuration),
                                                    .description = row.description,
                                                    .creation_time = row.created_at}};
}

base::Result<ListWorkGroupsOutput> Athena::list_work_groups(const wire::RequestContext& context,
                                                            const ListWorkGroupsInput& request) {
  const int limit = page_limit(request.max_results);
  const std::string after = TRY(decode_token(request.next_token));
  std::vector<WorkGroupRow> rows = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return rows_behind(snapshot, Scope::of(context), after, limit + 1);
  }));
  ListWorkGroupsOutput output{.work_groups = std::vector<WorkGroupSummary>()};
  output.next_token = cut_page(rows, limit, [](const WorkGroupRow& row) { return row.name; });
  for (const WorkGroupRow& row : rows) output.work_groups->push_back(TRY(summary_of(row)));
  return output;
}

base::Result<UpdateWorkGroupOutput> Athena::update_work_group(const wire::RequestContext& context,
                                                              const UpdateWorkGroupInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<UpdateWorkGroupOutput> {
    WorkGroupRow row = TRY(require_work_group(transaction, scope, request.work_group));
    if (request.description) row.description = *request.description;
    if (request.state) row.state = *request.state;
    if (request.configuration_updates) {
      WorkGroupConfiguration configuration = TRY(configuration_of(row));
      TRY(apply(*request.configuration_updates, configuration));
      row.configuration = to_row(configuration);
    }
    TRY(WorkGroupsStore::put(transaction, scope, row));
    return UpdateWorkGroupOutput{};
  });
}

// With the queries that have not ended, their runs end too.
base::Result<DeleteWorkGroupOutput> Athena::delete_work_group(const wire::RequestContext& context,
                                                              const DeleteWorkGroupInput& request) {
  const Scope scope = Scope::of(context);
  const std::string& name = request.work_group;
  if (name == kPrimary) return invalid_request("The primary workgroup cannot be deleted");
  const auto unfinished =
      TRY(with_.journal.write([&](store::Transaction& transaction) -> base::Result<std::vector<std::string>> {
        TRY(require_work_group(transaction, scope, name));
        const bool recursive = request.recursive_delete_option.value_or(false);
        if (!recursive && TRY(has_content(transaction, scope, name)))
          return invalid_request(fmt::format("WorkGroup {} is not empty", name));
        std::vector<std::string> ids = TRY(QueriesStore::unfinished(transaction, scope, name));
        TRY(QueriesStore::remove_all(transaction, scope, name));
        TRY(PreparedStatementsStore::remove_all(transaction, scope, name));
        TRY(NamedQueriesStore::remove_all(transaction, scope, name));
        TRY(WorkGroupsStore::remove(transaction, scope, name));
        TRY(TagsStore::remove_all(transaction, scope, work_group_resource(name)));
        return ids;
      }));
  for (const std::string& id : unfinished) with_.tasks.interrupt(QueryRunner::kTask, id);
  return DeleteWorkGroupOutput{};
}

}  // namespace services::athena
