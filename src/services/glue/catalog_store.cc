#include "services/glue/catalog_store.h"

#include "services/glue/partition_key.h"

namespace services::glue {
namespace {

// A database takes its tables along, a table its versions and partitions: by foreign keys, so that no remover
// forgets one. A table's id is never given out again (AUTOINCREMENT): whoever still holds one of a table that
// was dropped meets no other table. glue_table has the current version, glue_table_version those before it. A
// partition's key is a BLOB, for SQLite compares those byte by byte (partition_key.h says why that order
// counts).
constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE glue_database (
        account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL, input TEXT NOT NULL,
        PRIMARY KEY (account, region, name)) WITHOUT ROWID;
      CREATE TABLE glue_table (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL, region TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL, input TEXT NOT NULL,
        UNIQUE (account, region, database, name),
        FOREIGN KEY (account, region, database) REFERENCES glue_database (account, region, name) ON DELETE CASCADE);
      CREATE TABLE glue_table_version (
        table_id INTEGER NOT NULL REFERENCES glue_table (id) ON DELETE CASCADE,
        version INTEGER NOT NULL, updated_at INTEGER NOT NULL, input TEXT NOT NULL,
        PRIMARY KEY (table_id, version)) WITHOUT ROWID;
      CREATE TABLE glue_partition (
        table_id INTEGER NOT NULL REFERENCES glue_table (id) ON DELETE CASCADE,
        key BLOB NOT NULL, created_at INTEGER NOT NULL, input TEXT NOT NULL,
        PRIMARY KEY (table_id, key)) WITHOUT ROWID;
    )sql"},
};

DatabaseRow read_database(const store::Row& row) {
  return {.name = row.text(0), .created_at = base::from_micros(row.integer(1)), .input = row.text(2)};
}

TableRow read_table(const store::Row& row) {
  return {.id = row.integer(0),
          .database = row.text(1),
          .name = row.text(2),
          .created_at = base::from_micros(row.integer(3)),
          .updated_at = base::from_micros(row.integer(4)),
          .version = row.integer(5),
          .input = row.text(6)};
}

PartitionRow read_partition(const store::Row& row) {
  return {.values = decode_partition_key(row.view(0)),
          .created_at = base::from_micros(row.integer(1)),
          .input = row.text(2)};
}

// The first key that does not start with `prefix`; every encoded value ends in \x01, so raising that is
// enough.
std::string end_of_prefix(std::string prefix) {
  if (prefix.empty()) return "\xff";
  prefix.back() = '\x02';
  return prefix;
}

}  // namespace

store::Schema CatalogStore::schema() {
  return {"glue_catalog", kMigrations};
}

base::Result<std::optional<DatabaseRow>> CatalogStore::database(store::Connection& journal,
                                                                const Scope& scope, std::string_view name) {
  return journal.one(
      "SELECT name, created_at, input FROM glue_database WHERE account = ? AND region = ? AND name = ?",
      {scope.account, scope.region, name}, read_database);
}

base::Result<std::vector<DatabaseRow>> CatalogStore::databases(store::Connection& journal, const Scope& scope,
                                                               const Page& page) {
  return journal.all(
      "SELECT name, created_at, input FROM glue_database WHERE account = ? AND region = ? AND name > ?"
      " ORDER BY name LIMIT ?",
      {scope.account, scope.region, page.after, page.limit}, read_database);
}

// An update keeps the time of the creation.
base::Result<void> CatalogStore::put_database(store::Transaction& journal, const Scope& scope,
                                              const DatabaseRow& row) {
  TRY(journal.execute(
      "INSERT INTO glue_database (account, region, name, created_at, input) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET input = excluded.input",
      {scope.account, scope.region, row.name, base::to_micros(row.created_at), row.input}));
  return {};
}

base::Result<void> CatalogStore::remove_database(store::Transaction& journal, const Scope& scope,
                                                 std::string_view name) {
  TRY(journal.execute("DELETE FROM glue_database WHERE account = ? AND region = ? AND name = ?",
                      {scope.account, scope.region, name}));
  return {};
}

base::Result<std::optional<TableRow>> CatalogStore::table(store::Connection& journal, const Scope& scope,
                                                          std::string_view database, std::string_view name) {
  return journal.one(
      "SELECT id, database, name, created_at, updated_at, version, input FROM glue_table"
      " WHERE account = ? AND region = ? AND database = ? AND name = ?",
      {scope.account, scope.region, database, name}, read_table);
}

base::Result<std::vector<TableRow>> CatalogStore::tables(store::Connection& journal, const Scope& scope,
                                                         std::string_view database, const Page& page) {
  return journal.all(
      "SELECT id, database, name, created_at, updated_at, version, input FROM glue_table"
      " WHERE account = ? AND region = ? AND database = ? AND name > ? ORDER BY name LIMIT ?",
      {scope.account, scope.region, database, page.after, page.limit}, read_table);
}

base::Result<std::int64_t> CatalogStore::add_table(store::Transaction& journal, const Scope& scope,
                                                   const TableRow& row) {
  TRY(journal.execute(
      "INSERT INTO glue_table (account, region, database, name, created_at, updated_at, version, input)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {scope.account, scope.region, row.database, row.name, base::to_micros(row.created_at),
       base::to_micros(row.updated_at), row.version, row.input}));
  return journal.last_insert_id();
}

base::Result<void> CatalogStore::put_table(store::Transaction& journal, const TableRow& row,
                                           Archive archive) {
  if (archive == Archive::Keep)
    TRY(
        journal.execute("INSERT INTO glue_table_version (table_id, version, updated_at, input)"
                        " SELECT id, version, updated_at, input FROM glue_table WHERE id = ?",
                        {row.id}));
  TRY(journal.execute("UPDATE glue_table SET updated_at = ?, version = ?, input = ? WHERE id = ?",
                      {base::to_micros(row.updated_at), row.version, row.input, row.id}));
  return {};
}

base::Result<void> CatalogStore::remove_table(store::Transaction& journal, std::int64_t table_id) {
  TRY(journal.execute("DELETE FROM glue_table WHERE id = ?", {table_id}));
  return {};
}

base::Result<std::vector<TableRow>> CatalogStore::versions_before(store::Connection& journal,
                                                                  const TableRow& table, std::int64_t version,
                                                                  std::size_t limit) {
  return journal.all(
      "SELECT version, updated_at, input FROM glue_table_version WHERE "
      "table_id = ? AND version < ? ORDER BY version DESC LIMIT ?",
      {table.id, version, static_cast<std::int64_t>(limit)}, [&](const store::Row& row) {
        TableRow earlier = table;
        earlier.version = row.integer(0);
        earlier.updated_at = base::from_micros(row.integer(1));
        earlier.input = row.text(2);
        return earlier;
      });
}

base::Result<bool> CatalogStore::remove_version(store::Transaction& journal, std::int64_t table_id,
                                                std::int64_t version) {
  return TRY(journal.execute("DELETE FROM glue_table_version WHERE table_id = ? AND version = ?",
                             {table_id, version})) > 0;
}

base::Result<std::optional<PartitionRow>> CatalogStore::partition(store::Connection& journal,
                                                                  std::int64_t table_id,
                                                                  const std::vector<std::string>& values) {
  const std::string key = encode_partition_key(values);
  return journal.one("SELECT key, created_at, input FROM glue_partition WHERE table_id = ? AND key = ?",
                     {table_id, store::Value::blob(key)}, read_partition);
}

base::Result<bool> CatalogStore::has_partitions(store::Connection& journal, std::int64_t table_id) {
  const auto found = TRY(journal.one("SELECT 1 FROM glue_partition WHERE table_id = ? LIMIT 1", {table_id},
                                     [](const store::Row& row) { return row.integer(0); }));
  return found.has_value();
}

base::Result<bool> CatalogStore::add_partition(store::Transaction& journal, std::int64_t table_id,
                                               const PartitionRow& row) {
  const std::string key = encode_partition_key(row.values);
  return TRY(journal.execute(
             "INSERT INTO glue_partition (table_id, key, created_at, input) VALUES (?, ?, ?, ?) ON CONFLICT "
             "DO NOTHING",
             {table_id, store::Value::blob(key), base::to_micros(row.created_at), row.input})) > 0;
}

// That no other partition has the new values is the caller's to see: a conflict here is the journal's
// failure.
base::Result<bool> CatalogStore::replace_partition(store::Transaction& journal, std::int64_t table_id,
                                                   const std::vector<std::string>& old_values,
                                                   const PartitionRow& row) {
  const std::string old_key = encode_partition_key(old_values), key = encode_partition_key(row.values);
  return TRY(journal.execute("UPDATE glue_partition SET key = ?, input = ? WHERE table_id = ? AND key = ?",
                             {store::Value::blob(key), row.input, table_id, store::Value::blob(old_key)})) >
         0;
}

base::Result<bool> CatalogStore::remove_partition(store::Transaction& journal, std::int64_t table_id,
                                                  const std::vector<std::string>& values) {
  const std::string key = encode_partition_key(values);
  return TRY(journal.execute("DELETE FROM glue_partition WHERE table_id = ? AND key = ?",
                             {table_id, store::Value::blob(key)})) > 0;
}

// The rows are read while they are visited, so the visitor must not change partitions (see
// remove_partitions()).
base::Result<void> CatalogStore::visit_partitions(store::Connection& journal, std::int64_t table_id,
                                                  const std::vector<std::string>& leading,
                                                  const std::vector<std::string>& after, const Visit& visit) {
  const std::string first = encode_partition_key(leading), last = end_of_prefix(first),
                    behind = encode_partition_key(after);
  store::Rows rows = TRY(journal.query(
      "SELECT key, created_at, input FROM glue_partition"
      " WHERE table_id = ? AND key >= ? AND key < ? AND key > ? ORDER BY key",
      {table_id, store::Value::blob(first), store::Value::blob(last), store::Value::blob(behind)}));
  while (TRY(rows.next()))
    if (!TRY(visit(read_partition(rows.row())))) break;
  return {};
}

}  // namespace services::glue
