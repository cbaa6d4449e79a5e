#include "services/athena/prepared_statements_store.h"

namespace services::athena {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_prepared_statement (
        account TEXT NOT NULL, region TEXT NOT NULL, work_group TEXT NOT NULL, name TEXT NOT NULL,
        text TEXT NOT NULL, description TEXT NOT NULL, modified_at INTEGER NOT NULL,
        PRIMARY KEY (account, region, work_group, name)) WITHOUT ROWID;
    )sql"},
};

PreparedStatementRow read_statement(const store::Row& row) {
  return {.work_group = row.text(0),
          .name = row.text(1),
          .text = row.text(2),
          .description = row.text(3),
          .modified_at = base::from_micros(row.integer(4))};
}

}  // namespace

store::Schema PreparedStatementsStore::schema() {
  return {"athena_prepared_statements", kMigrations};
}

base::Result<std::optional<PreparedStatementRow>> PreparedStatementsStore::find(store::Connection& connection,
                                                                                const Scope& scope,
                                                                                std::string_view work_group,
                                                                                std::string_view name) {
  return connection.one(
      "SELECT work_group, name, text, description, modified_at FROM athena_prepared_statement"
      " WHERE account = ? AND region = ? AND work_group = ? AND name = ?",
      {scope.account, scope.region, work_group, name}, read_statement);
}

base::Result<std::vector<PreparedStatementRow>> PreparedStatementsStore::list(store::Connection& connection,
                                                                              const Scope& scope,
                                                                              std::string_view work_group,
                                                                              std::string_view after,
                                                                              int limit) {
  return connection.all(
      "SELECT work_group, name, text, description, modified_at FROM athena_prepared_statement"
      " WHERE account = ? AND region = ? AND work_group = ? AND name > ? ORDER BY name LIMIT ?",
      {scope.account, scope.region, work_group, after, limit}, read_statement);
}

base::Result<std::int64_t> PreparedStatementsStore::count(store::Connection& connection, const Scope& scope,
                                                          std::string_view work_group) {
  const auto count = TRY(connection.one(
      "SELECT count(*) FROM athena_prepared_statement WHERE account = ? AND region = ? AND work_group = ?",
      {scope.account, scope.region, work_group}, [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

base::Result<void> PreparedStatementsStore::put(store::Transaction& transaction, const Scope& scope,
                                                const PreparedStatementRow& row) {
  TRY(transaction.execute(
      "INSERT INTO athena_prepared_statement"
      " (account, region, work_group, name, text, description, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET text = excluded.text, description = excluded.description,"
      " modified_at = excluded.modified_at",
      {scope.account, scope.region, row.work_group, row.name, row.text, row.description,
       base::to_micros(row.modified_at)}));
  return {};
}

base::Result<void> PreparedStatementsStore::remove(store::Transaction& transaction, const Scope& scope,
                                                   std::string_view work_group, std::string_view name) {
  TRY(
      transaction.execute("DELETE FROM athena_prepared_statement"
                          " WHERE account = ? AND region = ? AND work_group = ? AND name = ?",
                          {scope.account, scope.region, work_group, name}));
  return {};
}

base::Result<void> PreparedStatementsStore::remove_all(store::Transaction& transaction, const Scope& scope,
                                                       std::string_view work_group) {
  TRY(transaction.execute(
      "DELETE FROM athena_prepared_statement WHERE account = ? AND region = ? AND work_group = ?",
      {scope.account, scope.region, work_group}));
  return {};
}

}  // namespace services::athena
