#include "services/athena/named_queries_store.h"

namespace services::athena {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_named_query (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL,
        work_group TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, database TEXT NOT NULL,
        text TEXT NOT NULL, token TEXT, token_parameters TEXT);
      CREATE INDEX athena_named_query_group ON athena_named_query (account, region, work_group, number);
      CREATE UNIQUE INDEX athena_named_query_token ON athena_named_query (account, region, token)
        WHERE token IS NOT NULL;
    )sql"},
};

// The number is the order of creation, in which lists go on behind a token.
NamedQueryRow read_query(const store::Row& row) {
  return {.number = row.integer(0),
          .id = row.text(1),
          .work_group = row.text(2),
          .name = row.text(3),
          .description = row.text(4),
          .database = row.text(5),
          .text = row.text(6)};
}

}  // namespace

store::Schema NamedQueriesStore::schema() {
  return {"athena_named_queries", kMigrations};
}

base::Result<void> NamedQueriesStore::insert(store::Transaction& transaction, const Scope& scope,
                                             const NamedQueryRow& row,
                                             const std::optional<RequestToken>& token) {
  TRY(transaction.execute(
      "INSERT INTO athena_named_query"
      " (id, account, region, work_group, name, description, database, text, token, token_parameters)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {row.id, scope.account, scope.region, row.work_group, row.name, row.description, row.database, row.text,
       token ? store::Value(token->token) : store::Value(nullptr),
       token ? store::Value(token->parameters) : store::Value(nullptr)}));
  return {};
}

base::Result<void> NamedQueriesStore::update(store::Transaction& transaction, const NamedQueryRow& row) {
  TRY(transaction.execute(
      "UPDATE athena_named_query SET name = ?, description = ?, text = ? WHERE number = ?",
      {row.name, row.description, row.text, row.number}));
  return {};
}

base::Result<void> NamedQueriesStore::remove(store::Transaction& transaction, std::int64_t number) {
  TRY(transaction.execute("DELETE FROM athena_named_query WHERE number = ?", {number}));
  return {};
}

base::Result<std::optional<NamedQueryRow>> NamedQueriesStore::find(store::Connection& connection,
                                                                   const Scope& scope, std::string_view id) {
  return connection.one(
      "SELECT number, id, work_group, name, description, database, text FROM athena_named_query"
      " WHERE id = ? AND account = ? AND region = ?",
      {id, scope.account, scope.region}, read_query);
}

base::Result<std::optional<StartedBefore>> NamedQueriesStore::find_token(store::Connection& connection,
                                                                         const Scope& scope,
                                                                         std::string_view token) {
  return connection.one(
      "SELECT id, token_parameters FROM athena_named_query WHERE account = ? AND region = ? AND token = ?",
      {scope.account, scope.region, token},
      [](const store::Row& row) { return StartedBefore{.id = row.text(0), .parameters = row.text(1)}; });
}

base::Result<std::vector<NamedQueryRow>> NamedQueriesStore::list(store::Connection& connection,
                                                                 const Scope& scope,
                                                                 std::string_view work_group,
                                                                 std::int64_t after, int limit) {
  return connection.all(
      "SELECT number, id, work_group, name, description, database, text FROM athena_named_query"
      " WHERE account = ? AND region = ? AND work_group = ? AND number > ? ORDER BY number LIMIT ?",
      {scope.account, scope.region, work_group, after, limit}, read_query);
}

base::Result<void> NamedQueriesStore::remove_all(store::Transaction& transaction, const Scope& scope,
                                                 std::string_view work_group) {
  TRY(transaction.execute(
      "DELETE FROM athena_named_query WHERE account = ? AND region = ? AND work_group = ?",
      {scope.account, scope.region, work_group}));
  return {};
}

}  // namespace services::athena
