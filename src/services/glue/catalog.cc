#include "services/glue/catalog.h"

#include <algorithm>

#include "base/text.h"
#include "plan/partition_value.h"
#include "services/glue/data_catalog.h"
#include "services/glue/partition_key.h"
#include "services/glue/presto_view.h"
#include "services/glue/storage_format.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace {

std::vector<plan::Column> to_columns(const std::optional<std::vector<api::glue::Column>>& columns) {
  std::vector<plan::Column> result;
  for (const api::glue::Column& column : columns.value_or(std::vector<api::glue::Column>()))
    result.push_back({.name = column.name,
                      .type = column.type.value_or("string"),
                      .comment = column.comment.value_or("")});
  return result;
}

std::map<std::string, std::string> table_parameters(const StoredTable& table) {
  return table.input.parameters.value_or(std::map<std::string, std::string>());
}

PartitionValues to_values(const std::vector<std::string>& stored) {
  PartitionValues values;
  for (const std::string& value : stored)
    values.push_back(value == kNullPartition ? std::nullopt : std::optional(value));
  return values;
}

base::Result<plan::Partition> to_partition(const StoredTable& table, const PartitionRow& row) {
  auto input = TRY(from_stored<api::glue::PartitionInput>(api::glue::tables::kPartitionInput, row.input));
  const auto table_descriptor = table.input.storage_descriptor.value_or(api::glue::StorageDescriptor{});
  const auto descriptor = input.storage_descriptor.value_or(table_descriptor);
  plan::Partition partition{.values = to_values(row.values), .location = descriptor.location.value_or("")};
  partition.values.resize(table.key_count());  // planning counts on a value for every key
  // A partition made without a SerDe of its own is laid out as its table is.
  partition.storage =
      TRY(storage_format(descriptor.serde_info ? descriptor : table_descriptor, table_parameters(table)));
  return partition;
}

base::Result<plan::Table> to_view(const StoredTable& table) {
  plan::Table view{
      .database = table.row.database, .name = table.row.name, .parameters = table_parameters(table)};
  const std::string name = table.row.database + "." + table.row.name;
  view.view = TRY(parse_presto_view(table.input.view_original_text.value_or(""), name));
  return view;
}

}  // namespace

base::Result<bool> Catalog::has_database(const std::string& database) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<bool> {
    return TRY(CatalogStore::database(snapshot, scope_, base::to_lower(database))).has_value();
  });
}

base::Result<std::optional<plan::Table>> Catalog::table(const std::string& database,
                                                        const std::string& name) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<std::optional<plan::Table>> {
    const auto found = TRY(find_table(snapshot, scope_, database, name));
    if (!found) return std::optional<plan::Table>();
    const auto descriptor = found->input.storage_descriptor.value_or(api::glue::StorageDescriptor{});
    if (found->input.table_type == "VIRTUAL_VIEW") return std::optional(TRY(to_view(*found)));
    auto storage = TRY(storage_format(descriptor, table_parameters(*found)));
    return std::optional(plan::Table{.database = found->row.database,
                                     .name = found->row.name,
                                     .columns = to_columns(descriptor.columns),
                                     .partition_keys = to_columns(found->input.partition_keys),
                                     .location = descriptor.location.value_or(""),
                                     .storage = std::move(storage),
                                     .parameters = table_parameters(*found)});
  });
}

base::Result<std::vector<plan::Partition>> Catalog::partitions(
    const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<std::vector<plan::Partition>> {
    std::vector<plan::Partition> result;
    const StoredTable stored = TRY(require_table(snapshot, scope_, table.database, table.name));
    const auto keys = stored.partition_keys();
    const auto expression = TRY(PartitionExpression::of(conditions, keys));
    const auto leading = expression.leading_values();
    const auto take = [&](const PartitionRow& row) -> base::Result<bool> {
      const PartitionValues values = to_values(row.values);
      if (!expression.matches(values)) return true;
      TRY(plan::check_partition_values(keys, values));
      result.push_back(TRY(to_partition(stored, row)));
      return true;
    };
    TRY(CatalogStore::visit_partitions(snapshot, stored.row.id, leading, {}, take));
    return result;
  });
}

}  // namespace services::glue
