#include "services/glue/data_catalog.h"

#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;

namespace {

// AWS documents no text for this refusal.
base::Result<void> check_key_count(store::Connection& journal, const StoredTable& table,
                                   const api::glue::TableInput& input) {
  const std::size_t now = table.key_count(), wanted = input.partition_keys ? input.partition_keys->size() : 0;
  if (now == wanted || !TRY(CatalogStore::has_partitions(journal, table.row.id))) return {};
  return errors::invalid_input_exception(
      fmt::format("The table {} has partitions of {} key{}: PartitionKeys cannot become {} while they exist.",
                  table.row.name, now, now == 1 ? "" : "s", wanted));
}

}  // namespace

std::vector<plan::Column> StoredTable::partition_keys() const {
  std::vector<plan::Column> keys;
  for (const api::glue::Column& key : input.partition_keys.value_or(std::vector<api::glue::Column>()))
    keys.push_back(
        {.name = key.name, .type = key.type.value_or("string"), .comment = key.comment.value_or("")});
  return keys;
}

base::Result<DatabaseRow> require_database(store::Connection& journal, const Scope& scope,
                                           std::string_view name) {
  auto row = TRY(CatalogStore::database(journal, scope, base::to_lower(name)));
  if (!row) return errors::entity_not_found_exception(fmt::format("Database {} not found.", name));
  return *std::move(row);
}

base::Result<std::optional<StoredTable>> find_table(store::Connection& journal, const Scope& scope,
                                                    std::string_view database, std::string_view name) {
  auto row = TRY(CatalogStore::table(journal, scope, base::to_lower(database), base::to_lower(name)));
  if (!row) return std::optional<StoredTable>();
  auto input = TRY(from_stored<api::glue::TableInput>(tables::kTableInput, row->input));
  return std::optional(StoredTable{*std::move(row), std::move(input)});
}

base::Result<StoredTable> require_table(store::Connection& journal, const Scope& scope,
                                        std::string_view database, std::string_view name) {
  TRY(require_database(journal, scope, database));
  auto table = TRY(find_table(journal, scope, database, name));
  if (!table) return errors::entity_not_found_exception(fmt::format("Table {} not found.", name));
  return *std::move(table);
}

base::Result<void> create_table(store::Transaction& journal, const Scope& scope, std::string_view database,
                                api::glue::TableInput input, base::Timestamp now) {
  const DatabaseRow owner = TRY(require_database(journal, scope, database));
  input.name = base::to_lower(input.name);
  if (TRY(CatalogStore::table(journal, scope, owner.name, input.name)))
    return errors::already_exists_exception("Table already exists.");
  TRY(CatalogStore::add_table(journal, scope,
                              {.database = owner.name,
                               .name = input.name,
                               .created_at = now,
                               .updated_at = now,
                               .version = 0,
                               .input = to_stored(tables::kTableInput, input)}));
  return {};
}

// A version is counted whether or not the one before is archived: UpdateTable's VersionId, which guards
// against another writer, compares this number.
base::Result<void> update_table(store::Transaction& journal, const StoredTable& table,
                                api::glue::TableInput input, CatalogStore::Archive archive,
                                base::Timestamp now) {
  TRY(check_key_count(journal, table, input));
  TableRow row = table.row;
  input.name = row.name;
  row.updated_at = now;
  row.version += 1;
  row.input = to_stored(tables::kTableInput, input);
  return CatalogStore::put_table(journal, row, archive);
}

base::Result<void> check_partition_values(const StoredTable& table, const std::vector<std::string>& values) {
  if (values.size() == table.key_count()) return {};
  return errors::invalid_input_exception(
      "The number of partition keys do not match the number of partition values");
}

base::Result<bool> add_partition(store::Transaction& journal, const StoredTable& table,
                                 const api::glue::PartitionInput& input, base::Timestamp now) {
  const std::vector<std::string> values = input.values.value_or(std::vector<std::string>());
  TRY(check_partition_values(table, values));
  return CatalogStore::add_partition(
      journal, table.row.id,
      {.values = values, .created_at = now, .input = to_stored(tables::kPartitionInput, input)});
}

base::Result<void> check_catalog_id(const Scope& scope, const std::optional<std::string>& catalog_id) {
  if (!catalog_id || *catalog_id == scope.account) return {};
  return errors::entity_not_found_exception(fmt::format("Catalog {} not found.", *catalog_id));
}

base::Result<void> create_database(store::Transaction& journal, const Scope& scope,
                                   api::glue::DatabaseInput input, base::Timestamp now) {
  input.name = base::to_lower(input.name);
  if (TRY(CatalogStore::database(journal, scope, input.name)))
    return errors::already_exists_exception("Database already exists.");
  return CatalogStore::put_database(
      journal, scope,
      {.name = input.name, .created_at = now, .input = to_stored(tables::kDatabaseInput, input)});
}

base::Result<void> remove_partitions(store::Transaction& journal, const StoredTable& table) {
  // Collected first: rows are removed from what the visit reads.
  std::vector<std::vector<std::string>> all;
  TRY(CatalogStore::visit_partitions(journal, table.row.id, {}, {},
                                     [&](const PartitionRow& row) -> base::Result<bool> {
                                       all.push_back(row.values);
                                       return true;
                                     }));
  for (const auto& values : all) TRY(CatalogStore::remove_partition(journal, table.row.id, values));
  return {};
}

}  // namespace services::glue
