#include "services/athena/tags_store.h"

namespace services::athena {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_tag (
        account TEXT NOT NULL, region TEXT NOT NULL, resource TEXT NOT NULL, key TEXT NOT NULL,
        value TEXT NOT NULL, PRIMARY KEY (account, region, resource, key)) WITHOUT ROWID;
      INSERT INTO athena_tag (account, region, resource, key, value)
        SELECT account, region, 'workgroup/' || work_group, key, value FROM athena_work_group_tag;
      DROP TABLE athena_work_group_tag;
    )sql"},
};

}  // namespace

store::Schema TagsStore::schema() {
  return {"athena_tags", kMigrations};
}

base::Result<TagsStore::Tags> TagsStore::list(store::Connection& connection, const Scope& scope,
                                              std::string_view resource) {
  return connection.all(
      "SELECT key, value FROM athena_tag WHERE account = ? AND region = ? AND resource = ? ORDER BY key",
      {scope.account, scope.region, resource},
      [](const store::Row& row) { return std::pair(row.text(0), row.text(1)); });
}

base::Result<void> TagsStore::put(store::Transaction& transaction, const Scope& scope,
                                  std::string_view resource, std::string_view key, std::string_view value) {
  TRY(transaction.execute(
      "INSERT INTO athena_tag (account, region, resource, key, value) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET value = excluded.value",
      {scope.account, scope.region, resource, key, value}));
  return {};
}

base::Result<void> TagsStore::remove(store::Transaction& transaction, const Scope& scope,
                                     std::string_view resource, std::string_view key) {
  TRY(transaction.execute(
      "DELETE FROM athena_tag WHERE account = ? AND region = ? AND resource = ? AND key = ?",
      {scope.account, scope.region, resource, key}));
  return {};
}

base::Result<void> TagsStore::remove_all(store::Transaction& transaction, const Scope& scope,
                                         std::string_view resource) {
  TRY(transaction.execute("DELETE FROM athena_tag WHERE account = ? AND region = ? AND resource = ?",
                          {scope.account, scope.region, resource}));
  return {};
}

}  // namespace services::athena
