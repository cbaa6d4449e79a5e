#include "services/athena/work_groups_store.h"

namespace services::athena {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_work_group (
        account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
        state TEXT NOT NULL, created_at INTEGER, configuration TEXT NOT NULL,
        PRIMARY KEY (account, region, name)) WITHOUT ROWID;
      CREATE TABLE athena_work_group_tag (
        account TEXT NOT NULL, region TEXT NOT NULL, work_group TEXT NOT NULL, key TEXT NOT NULL,
        value TEXT NOT NULL, PRIMARY KEY (account, region, work_group, key)) WITHOUT ROWID;
    )sql"},
};

WorkGroupRow read_work_group(const store::Row& row) {
  WorkGroupRow group{
      .name = row.text(0), .description = row.text(1), .state = row.text(2), .configuration = row.text(4)};
  if (!row.is_null(3)) group.created_at = base::from_micros(row.integer(3));
  return group;
}

}  // namespace

store::Schema WorkGroupsStore::schema() {
  return {"athena_work_groups", kMigrations};
}

base::Result<std::optional<WorkGroupRow>> WorkGroupsStore::find(store::Connection& connection,
                                                                const Scope& scope, std::string_view name) {
  return connection.one(
      "SELECT name, description, state, created_at, configuration FROM athena_work_group"
      " WHERE account = ? AND region = ? AND name = ?",
      {scope.account, scope.region, name}, read_work_group);
}

base::Result<std::vector<WorkGroupRow>> WorkGroupsStore::list(store::Connection& connection,
                                                              const Scope& scope, std::string_view after,
                                                              int limit) {
  return connection.all(
      "SELECT name, description, state, created_at, configuration FROM athena_work_group"
      " WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
      {scope.account, scope.region, after, limit}, read_work_group);
}

base::Result<void> WorkGroupsStore::put(store::Transaction& transaction, const Scope& scope,
                                        const WorkGroupRow& row) {
  const auto created = row.created_at ? std::optional(base::to_micros(*row.created_at)) : std::nullopt;
  TRY(transaction.execute(
      "INSERT INTO athena_work_group (account, region, name, description, state, created_at, configuration)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET description = excluded.description,"
      " state = excluded.state, configuration = excluded.configuration",
      {scope.account, scope.region, row.name, row.description, row.state, created, row.configuration}));
  return {};
}

base::Result<void> WorkGroupsStore::remove(store::Transaction& transaction, const Scope& scope,
                                           std::string_view name) {
  TRY(transaction.execute("DELETE FROM athena_work_group WHERE account = ? AND region = ? AND name = ?",
                          {scope.account, scope.region, name}));
  return {};
}

}  // namespace services::athena
