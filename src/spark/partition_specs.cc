#include "spark/partition_specs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lake/hive_folders.h"
#include "plan/partition_key_type.h"
#include "plan/spark_error.h"
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

// A value as its type writes it.
base::Result<std::string> cast_value(const plan::Column& key, const std::string& value) {
  const auto type = plan::partition_key_type(key.type);
  if (type == plan::PartitionKeyType::Text) return value;
  if (!plan::is_value_of(type, value))
    return plan::spark_error(
        "CAST_INVALID_INPUT",
        "The value <expression> of the type <sourceType> cannot be cast to <targetType> because it is "
        "malformed. Correct the value as per the syntax, or change its target type.",
        {{"expression", fmt::format("'{}'", value)},
         {"sourceType", "\"STRING\""},
         {"targetType", fmt::format("\"{}\"", key.type)}});
  const auto number = base::parse_int(value);
  return number && type == plan::PartitionKeyType::Exact ? std::to_string(*number) : value;
}

// What Hive escapes in the names of folders.
bool is_special(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f ||
         std::string_view("\"#%'*/:=?\\{[]^").find(c) != std::string_view::npos;
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
    parts.push_back(fmt::format("{}={}", keys[i].name, base::percent_encode(values[i])));
  return base::join(parts, "/");
}

std::string text_of_partition(const StoredTable& table, const std::vector<std::string>& values) {
  std::vector<std::string> parts;
  const auto keys = table.partition_keys();
  for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i) {
    std::string& part = parts.emplace_back(keys[i].name + "=");
    for (const char c : values[i]) {
      if (is_special(c))
        part += fmt::format("%{:02X}", static_cast<unsigned char>(c));
      else
        part += c;
    }
    if (values[i].empty()) part += lake::kNullPartition;
  }
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
