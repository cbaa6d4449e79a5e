#include "spark/partition_specs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"
#include "lake/hive_folders.h"
#include "plan/partition_key_type.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "spark/schema_text.h"
#include "spark/statement.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;

base::Error no_partitions(const std::string& list, const std::string& table) {
  return plan::spark_error(
      "PARTITIONS_NOT_FOUND",
      "The partition(s) <partitionList> cannot be found in table <tableName>.\nVerify the partition "
      "specification and table name.\nTo tolerate the error on drop use ALTER TABLE … DROP IF EXISTS "
      "PARTITION.",
      {{"partitionList", list}, {"tableName", table}});
}

std::string list_of(const StoredTable& table, const std::vector<std::string>& values) {
  std::vector<std::string> pairs;
  const auto keys = table.partition_keys();
  for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i)
    pairs.push_back(fmt::format("`{}` = {}", keys[i].name, values[i]));
  return fmt::format("PARTITION ({})", base::join(pairs, ", "));
}

std::string short_name(const StoredTable& table) {
  return in_backticks({table.row.database, table.row.name});
}

base::Error no_value_of(const plan::Column& key, const std::string& value) {
  const auto type = plan::parse_type(key.type);
  return plan::spark_error(
      "CAST_INVALID_INPUT",
      "The value <expression> of the type <sourceType> cannot be cast to <targetType> because it is "
      "malformed. Correct the value as per the syntax, or change its target type.",
      {{"expression", fmt::format("'{}'", value)},
       {"sourceType", "\"STRING\""},
       {"targetType", fmt::format("\"{}\"", type.ok() ? sql_type(*type) : key.type)}});
}

// A date as Spark's cast takes it, yyyy, yyyy-[m]m or yyyy-[m]m-[d]d, and as it writes it.
std::optional<std::string> date_text(std::string_view value) {
  const auto parts = base::split(base::trim(value), '-');
  if (parts.size() > 3 || parts[0].size() != 4) return std::nullopt;
  std::array<unsigned, 3> numbers = {1, 1, 1};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = base::parse_int(parts[i]);
    if (!number || *number < 0 || (i > 0 && parts[i].size() > 2)) return std::nullopt;
    numbers[i] = static_cast<unsigned>(*number);
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(numbers[0])),
                                         std::chrono::month(numbers[1]), std::chrono::day(numbers[2])};
  if (!date.ok()) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]);
}

// A value as its type writes it: it names a folder.
base::Result<std::string> cast_value(const plan::Column& key, const std::string& value) {
  if (base::iequals(key.type, "date")) {
    auto date = date_text(value);
    return date ? base::Result<std::string>(*std::move(date)) : no_value_of(key, value);
  }
  const auto type = plan::partition_key_type(key.type);
  if (type == plan::PartitionKeyType::Text) return value;
  if (!plan::is_value_of(type, value)) return no_value_of(key, value);
  const auto number = base::parse_int(value);
  return number && type == plan::PartitionKeyType::Exact ? std::to_string(*number) : value;
}

// What Hive, Spark and the engine (partition_folder() of engine/sinks) escape in the names of folders: any
// other spelling would be another folder, whose rows are not found.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool special =
        byte < 0x20 || byte == 0x7f || std::string_view("\"#%'*/:=?\\{[]^").find(c) != std::string_view::npos;
    result += special ? fmt::format("%{:02X}", byte) : std::string(1, c);
  }
  return result;
}

std::vector<std::string> names_of(const std::vector<plan::Column>& columns) {
  std::vector<std::string> names;
  for (const plan::Column& column : columns) names.push_back(column.name);
  return names;
}

}  // namespace

base::Result<sql::PartitionSpec> checked_spec(const sql::PartitionSpec& spec, const StoredTable& table) {
  sql::PartitionSpec checked = spec;
  const auto keys = table.partition_keys();
  for (sql::PartitionValue& value : checked) {
    const auto key = std::ranges::find_if(
        keys, [&](const plan::Column& column) { return base::iequals(column.name, value.key); });
    if (key == keys.end())
      return no_partitions(in_backticks({value.key}), whole_name(table.row.database, table.row.name));
    value.key = key->name;
    if (value.value) value.value = TRY(cast_value(*key, *value.value));
  }
  return checked;
}

base::Result<std::vector<std::string>> whole_partition(const sql::PartitionSpec& spec,
                                                       const StoredTable& table) {
  const sql::PartitionSpec checked = TRY(checked_spec(spec, table));
  std::vector<std::string> values;
  for (const plan::Column& key : table.partition_keys()) {
    const auto given = std::ranges::find(checked, key.name, &sql::PartitionValue::key);
    if (given != checked.end() && given->given)
      values.push_back(given->value.value_or(std::string(lake::kNullPartition)));
  }
  if (values.size() == table.key_count() && checked.size() == values.size()) return values;
  std::vector<std::string> keys;
  for (const sql::PartitionValue& value : checked) keys.push_back(value.key);
  return plan::spark_error("_LEGACY_ERROR_TEMP_1232",
                           "Partition spec is invalid. The spec (<specKeys>) must match the partition spec "
                           "(<partitionColumnNames>) defined in table '<tableName>'.",
                           {{"specKeys", base::join(keys, ", ")},
                            {"partitionColumnNames", base::join(names_of(table.partition_keys()), ", ")},
                            {"tableName", whole_name(table.row.database, table.row.name)}});
}

bool fits(const sql::PartitionSpec& spec, const StoredTable& table, const std::vector<std::string>& values) {
  const auto keys = table.partition_keys();
  return std::ranges::all_of(spec, [&](const sql::PartitionValue& wanted) {
    if (!wanted.given) return true;
    const auto key = std::ranges::find(keys, wanted.key, &plan::Column::name);
    const auto place = static_cast<std::size_t>(key - keys.begin());
    return place < values.size() && values[place] == wanted.value.value_or(std::string(lake::kNullPartition));
  });
}

std::string folder_of_partition(const StoredTable& table, const std::vector<std::string>& values) {
  std::vector<std::string> parts;
  const auto keys = table.partition_keys();
  for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i)
    parts.push_back(fmt::format("{}={}", escaped(keys[i].name),
                                values[i].empty() ? std::string(lake::kNullPartition) : escaped(values[i])));
  return base::join(parts, "/");
}

base::Error no_partition(const StoredTable& table, const std::vector<std::string>& values) {
  return no_partitions(list_of(table, values), short_name(table));
}

base::Error partition_exists(const StoredTable& table, const std::vector<std::string>& values) {
  return plan::spark_error(
      "PARTITIONS_ALREADY_EXIST",
      "Cannot ADD or RENAME TO partition(s) <partitionList> in table <tableName> because they already "
      "exist.\nChoose a different name, drop the existing partition, or add the IF NOT EXISTS clause to "
      "tolerate a pre-existing partition.",
      {{"partitionList", list_of(table, values)}, {"tableName", short_name(table)}});
}

}  // namespace spark_door
