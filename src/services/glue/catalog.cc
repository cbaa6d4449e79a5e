#include "services/glue/catalog.h"

#include <algorithm>

#include "base/text.h"
#include "services/glue/data_catalog.h"
#include "services/glue/storage_format.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace {

using Operator = plan::PartitionCondition::Operator;

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

// The expression that says the same as the conditions, to be parsed and evaluated by the one piece that does
// that.
std::string to_expression(const std::vector<plan::PartitionCondition>& conditions) {
  const auto quoted = [](const std::string& value) {
    std::string text = "'";
    for (const char c : value) text += c == '\'' ? "''" : std::string(1, c);
    return text + "'";
  };
  const auto symbol = [](Operator op) -> std::string_view {
    switch (op) {
      case Operator::NotEqual:
        return "<>";
      case Operator::Less:
        return "<";
      case Operator::LessOrEqual:
        return "<=";
      case Operator::Greater:
        return ">";
      case Operator::GreaterOrEqual:
        return ">=";
      default:
        return "=";
    }
  };
  std::vector<std::string> parts;
  for (const plan::PartitionCondition& condition : conditions) {
    const std::string column = fmt::format("\"{}\"", condition.column);
    std::vector<std::string> values;
    for (const std::string& value : condition.values) values.push_back(quoted(value));
    switch (condition.op) {
      case Operator::In:
        parts.push_back(fmt::format("{} IN ({})", column, base::join(values, ", ")));
        break;
      case Operator::IsNull:
        parts.push_back(column + " IS NULL");
        break;
      case Operator::IsNotNull:
        parts.push_back(column + " IS NOT NULL");
        break;
      default:
        parts.push_back(fmt::format("{} {} {}", column, symbol(condition.op), values.at(0)));
    }
  }
  return base::join(parts, " AND ");
}

// Hive keeps the partition of NULL under this name.
constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

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
  // A partition made without a SerDe of its own is laid out as its table is.
  partition.storage =
      TRY(storage_format(descriptor.serde_info ? descriptor : table_descriptor, table_parameters(table)));
  return partition;
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
    return std::optional(plan::Table{.database = found->row.database,
                                     .name = found->row.name,
                                     .columns = to_columns(descriptor.columns),
                                     .partition_keys = to_columns(found->input.partition_keys),
                                     .location = descriptor.location.value_or(""),
                                     .storage = TRY(storage_format(descriptor, table_parameters(*found)))});
  });
}

base::Result<std::vector<plan::Partition>> Catalog::partitions(
    const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<std::vector<plan::Partition>> {
    std::vector<plan::Partition> result;
    const StoredTable stored = TRY(require_table(snapshot, scope_, table.database, table.name));
    std::optional<PartitionExpression> expression;
    if (!conditions.empty())
      expression = TRY(PartitionExpression::parse(to_expression(conditions), stored.partition_keys()));
    const auto leading = expression ? expression->leading_values() : std::vector<std::string>();
    TRY(CatalogStore::visit_partitions(snapshot, stored.row.id, leading, {},
                                       [&](const PartitionRow& row) -> base::Result<bool> {
                                         if (!expression || expression->matches(to_values(row.values)))
                                           result.push_back(TRY(to_partition(stored, row)));
                                         return true;
                                       }));
    return result;
  });
}

}  // namespace services::glue
