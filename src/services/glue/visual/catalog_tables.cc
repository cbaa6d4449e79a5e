#include "services/glue/visual/catalog_tables.h"

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/builders.h"
#include "services/glue/catalog.h"
#include "services/glue/data_catalog.h"
#include "services/glue/visual/partition_predicate.h"
#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

base::Result<void> check_storage(const plan::Table& table, const plan::Partition& partition) {
  if (partition.storage.format == table.storage.format && partition.storage.options == table.storage.options)
    return {};
  return errors::invalid_input_exception(fmt::format(
      "the partition at {} is stored in another way than its table {}.{}: that is not supported yet",
      partition.location, table.database, table.name));
}

std::string option_of(const plan::StorageFormat& storage, const char* name, const char* otherwise) {
  const auto found = storage.options.find(name);
  return found == storage.options.end() ? otherwise : found->second;
}

// What CSV is to be written for OpenCSVSerde to read.
plan::Options csv_options(const plan::StorageFormat& storage) {
  return {{"sep", option_of(storage, "separatorChar", ",")},
          {"quote", option_of(storage, "quoteChar", "\"")},
          {"escape", option_of(storage, "escapeChar", "\\")},
          {"header", option_of(storage, "skip.header.line.count", "0") == "1" ? "true" : "false"}};
}

base::Result<void> set_format(Target& target, const plan::Table& table) {
  const std::string& format = table.storage.format;
  if (format == "parquet") return {};
  if (format == "openx.json" || format == "hive.json") {
    target.files = FileKind::Json;
    return {};
  }
  if (format == "hive.orc" || (format == "avro" && table.storage.options.empty())) {
    target.files = format == "avro" ? FileKind::Avro : FileKind::Orc;
    return {};
  }
  const std::string header_lines = option_of(table.storage, "skip.header.line.count", "0");
  if (format == "hive.opencsv" && (header_lines == "0" || header_lines == "1")) {
    target.files = FileKind::Csv;
    target.csv = csv_options(table.storage);
    return {};
  }
  return errors::invalid_input_exception(fmt::format(
      "the table {}.{} is stored as {}, which cannot be written yet", table.database, table.name, format));
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

base::Result<std::vector<plan::Column>> CatalogTables::columns_of(const CatalogUpdate& update) {
  const auto table = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return find_table(snapshot, scope_, update.database, update.table);
  }));
  std::vector<plan::Column> columns;
  if (!table || !table->input.storage_descriptor) return columns;
  for (const api::glue::Column& column :
       table->input.storage_descriptor->columns.value_or(std::vector<api::glue::Column>()))
    columns.push_back({.name = column.name, .type = column.type.value_or("")});
  return columns;
}

base::Result<Target> CatalogTables::resolve(Target target) {
  if (!target.table) {
    if (target.catalog) target.table_columns = TRY(columns_of(*target.catalog));
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
