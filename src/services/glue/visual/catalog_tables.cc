#include "services/glue/visual/catalog_tables.h"

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/builders.h"
#include "services/glue/catalog.h"
#include "services/glue/data_catalog.h"
#include "services/glue/storage_format.h"
#include "services/glue/visual/partition_predicate.h"
#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::StorageDescriptor;
using Parameters = std::map<std::string, std::string>;

base::Result<void> check_storage(const plan::Table& table, const plan::Partition& partition) {
  if (partition.storage.format == table.storage.format && partition.storage.options == table.storage.options)
    return {};
  return errors::invalid_input_exception(fmt::format(
      "the partition at {} is stored in another way than its table {}.{}: that is not supported yet",
      partition.location, table.database, table.name));
}

base::Result<void> set_format(Target& target, const plan::Table& table) {
  const auto files = kind_of_source(table.storage.format);
  const bool has_schema = files == FileKind::Avro && !table.storage.options.empty();
  if (!files || has_schema)
    return errors::invalid_input_exception(
        fmt::format("the table {}.{} is stored as {}, which cannot be written yet", table.database,
                    table.name, table.storage.format));
  target.files = *files;
  if (is_text(*files)) target.table_storage = table.storage;
  return {};
}

std::vector<plan::Column> columns_of(const StorageDescriptor& storage) {
  std::vector<plan::Column> columns;
  for (const api::glue::Column& column : storage.columns.value_or(std::vector<api::glue::Column>()))
    columns.push_back({.name = column.name, .type = column.type.value_or("")});
  return columns;
}

std::vector<std::string> names_of(const std::vector<plan::Column>& keys) {
  std::vector<std::string> names;
  for (const plan::Column& key : keys) names.push_back(base::to_lower(key.name));
  return names;
}

// Whose PartitionKeys are not said, has the table's.
base::Result<void> set_keys(Target& target, const plan::Table& table) {
  const std::vector<std::string> keys = names_of(table.partition_keys);
  std::vector<std::string> wanted;
  for (const std::string& key : target.partition_keys) wanted.push_back(base::to_lower(key));
  if (!wanted.empty() && wanted != keys)
    return errors::invalid_input_exception(
        fmt::format("the table {}.{} is partitioned by ({}), and the target by ({})", table.database,
                    table.name, base::join(keys, ", "), base::join(wanted, ", ")));
  target.partition_keys = keys;
  return {};
}

}  // namespace

base::Result<plan::Table> CatalogTables::table(const std::string& database, const std::string& name) {
  Catalog catalog(journal_, scope_);
  if (!TRY(catalog.has_database(database)))
    return errors::entity_not_found_exception(fmt::format("Database {} not found.", database));
  auto table = TRY(catalog.table(database, name));
  if (!table) return errors::entity_not_found_exception(fmt::format("Table {} not found.", name));
  if (table->view)
    return errors::invalid_input_exception(fmt::format(
        "The table {}.{} is a view: a job cannot read or write it. Name the tables that it reads.", database,
        name));
  return *std::move(table);
}

base::Result<std::vector<plan::Partition>> CatalogTables::places(const plan::Table& table,
                                                                 const std::string& predicate,
                                                                 const RunAside& run) {
  if (table.partition_keys.empty()) {
    if (!predicate.empty())
      return errors::invalid_input_exception(fmt::format(
          "PartitionPredicate: the table {}.{} has no partition keys", table.database, table.name));
    return std::vector<plan::Partition>{{.values = {}, .location = table.location, .storage = table.storage}};
  }
  auto partitions = TRY(partitions_where(table, predicate, run));
  for (const plan::Partition& partition : partitions) TRY(check_storage(table, partition));
  return partitions;
}

base::Result<std::vector<plan::Partition>> CatalogTables::partitions_where(const plan::Table& table,
                                                                           const std::string& predicate,
                                                                           const RunAside& run) {
  Catalog catalog(journal_, scope_);
  if (base::trim(predicate).empty()) return catalog.partitions(table, {});
  const auto parsed = TRY(PartitionPredicate::parse(predicate, table));
  const auto [conditions, are_all] = parsed.conditions();
  auto partitions = TRY(catalog.partitions(table, conditions));
  if (are_all || partitions.empty()) return partitions;
  return parsed.pick(std::move(partitions), run);
}

// A table of another SerDe than such files have is refused once the update is checked (catalog_update.h).
base::Result<void> CatalogTables::set_described(Target& target) {
  const auto table = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return find_table(snapshot, scope_, target.catalog->database, target.catalog->table);
  }));
  if (is_text(target.files))
    target.table_storage =
        TRY(storage_format(storage_of_files(target.files, "", {}), table_parameters_of(target.files)));
  if (!table || !table->input.storage_descriptor) return {};
  const StorageDescriptor& storage = *table->input.storage_descriptor;
  target.table_columns = columns_of(storage);
  const auto own = storage_format(storage, table->input.parameters.value_or(Parameters()));
  if (target.table_storage && own.ok() && own->format == target.table_storage->format)
    target.table_storage = *own;
  return {};
}

base::Result<Target> CatalogTables::resolve(Target target) {
  if (!target.table) {
    if (target.catalog) TRY(set_described(target));
    return target;
  }
  const plan::Table table = TRY(this->table(target.table->database, target.table->name));
  target.path = TRY(parse_s3_path(table.location));
  target.table_columns = table.columns;
  TRY(set_format(target, table));
  TRY(set_keys(target, table));
  return target;
}

}  // namespace services::glue::visual
