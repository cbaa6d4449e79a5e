#include "services/athena/data_catalogs_store.h"

namespace services::athena {
namespace {

// NOCASE: names are of ASCII.
constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_data_catalog (
        account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
        description TEXT NOT NULL, PRIMARY KEY (account, region, name)) WITHOUT ROWID;
    )sql"},
};

DataCatalogRow read_data_catalog(const store::Row& row) {
  return {.name = row.text(0), .description = row.text(1)};
}

}  // namespace

store::Schema DataCatalogsStore::schema() {
  return {"athena_data_catalogs", kMigrations};
}

base::Result<std::optional<DataCatalogRow>> DataCatalogsStore::find(store::Connection& connection,
                                                                    const Scope& scope,
                                                                    std::string_view name) {
  return connection.one(
      "SELECT name, description FROM athena_data_catalog WHERE account = ? AND region = ? AND name = ?",
      {scope.account, scope.region, name}, read_data_catalog);
}

base::Result<std::vector<DataCatalogRow>> DataCatalogsStore::list(store::Connection& connection,
                                                                  const Scope& scope, std::string_view after,
                                                                  int limit) {
  return connection.all(
      "SELECT name, description FROM athena_data_catalog"
      " WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
      {scope.account, scope.region, after, limit}, read_data_catalog);
}

base::Result<void> DataCatalogsStore::put(store::Transaction& transaction, const Scope& scope,
                                          const DataCatalogRow& row) {
  TRY(transaction.execute(
      "INSERT INTO athena_data_catalog (account, region, name, description) VALUES (?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET description = excluded.description",
      {scope.account, scope.region, row.name, row.description}));
  return {};
}

base::Result<void> DataCatalogsStore::remove(store::Transaction& transaction, const Scope& scope,
                                             std::string_view name) {
  TRY(transaction.execute("DELETE FROM athena_data_catalog WHERE account = ? AND region = ? AND name = ?",
                          {scope.account, scope.region, name}));
  return {};
}

}  // namespace services::athena
