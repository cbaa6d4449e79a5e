#include "services/athena/athena.h"

#include "services/athena/data_catalogs_store.h"
#include "services/athena/named_queries_store.h"
#include "services/athena/prepared_statements_store.h"
#include "services/athena/refusals.h"
#include "services/athena/tags_store.h"
#include "services/athena/work_groups_store.h"

namespace services::athena {

std::vector<store::Schema> Athena::schemas() {
  return {QueriesStore::schema(),      WorkGroupsStore::schema(), PreparedStatementsStore::schema(),
          NamedQueriesStore::schema(), TagsStore::schema(),       DataCatalogsStore::schema()};
}

Athena::Athena(Collaborators with) : with_(std::move(with)), runner_(with_) {
  with_.tasks.define(QueryRunner::kTask, runner_.task_kind());
}

base::Result<Query> Athena::find(const wire::RequestContext& context, const std::string& id) {
  const Scope scope = Scope::of(context);
  std::optional<Query> query = TRY(
      with_.journal.read([&](store::Snapshot& snapshot) { return QueriesStore::find(snapshot, scope, id); }));
  if (!query) return invalid_request("QueryExecution " + id + " was not found");
  return *std::move(query);
}

}  // namespace services::athena
