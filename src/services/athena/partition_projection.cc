#include "services/athena/partition_projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <compare>
#include <set>

#include "base/text.h"
#include "services/athena/projected_column.h"

namespace services::athena {
namespace {

using Operator = plan::PartitionCondition::Operator;
using Conditions = std::vector<plan::PartitionCondition>;

constexpr std::size_t kMostPartitions = 1'000'000;
constexpr std::array kIntegers = std::to_array<std::string_view>({"tinyint", "smallint", "int", "bigint"});

const std::string* parameter(const plan::Table& table, const std::string& name) {
  const auto found = table.parameters.find(name);
  return found == table.parameters.end() ? nullptr : &found->second;
}

base::Error too_many(const plan::Table& table) {
  return base::refusal(
      "NOT_SUPPORTED", 400,
      fmt::format("The projection of table {}.{} has more than {} partitions that the query could "
                  "read: conditions on its partition keys make them fewer",
                  table.database, table.name, kMostPartitions));
}

// Without a place for each key, partitions would share their files.
base::Result<void> check_template(const plan::Table& table) {
  const std::string* text = parameter(table, "storage.location.template");
  if (text == nullptr) return {};
  for (const plan::Column& key : table.partition_keys) {
    const std::string place = fmt::format("${{{}}}", key.name);
    if (text->find(place) == std::string::npos)
      return base::refusal("INVALID_TABLE_PROPERTY", 400,
                           fmt::format("The property storage.location.template of table {}.{} has no {}",
                                       table.database, table.name, place));
  }
  return {};
}

base::Result<void> check_configured(const plan::Table& table) {
  std::vector<std::string> missing;
  for (const plan::Column& key : table.partition_keys)
    if (parameter(table, fmt::format("projection.{}.type", key.name)) == nullptr) missing.push_back(key.name);
  if (missing.empty()) return check_template(table);
  return base::refusal(
      "HIVE_METASTORE_ERROR", 400,
      fmt::format("Table {}.{} is configured for partition projection, but the following partition "
                  "columns are missing projection configuration: [{}]",
                  table.database, table.name, base::join(missing, ", ")));
}

bool is_iso_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-';
}

// Whether a value may meet one condition; when in doubt it may. The engine looks at the rows again.
bool may_meet(const plan::Column& key, const std::string& value, const plan::PartitionCondition& condition) {
  if (condition.values.size() != 1) return condition.op != Operator::IsNull;
  const std::string& other = condition.values[0];
  std::strong_ordering order = value <=> other;  // of texts, and of dates as yyyy-MM-dd
  if (std::ranges::find(kIntegers, key.type) != kIntegers.end()) {
    const auto left = base::parse_int(value), right = base::parse_int(other);
    if (!left || !right) return true;
    order = *left <=> *right;
  } else if (key.type != "string" && !(key.type == "date" && is_iso_date(value))) {
    return true;
  }
  switch (condition.op) {
    case Operator::Less:
      return std::is_lt(order);
    case Operator::LessOrEqual:
      return std::is_lteq(order);
    case Operator::Greater:
      return std::is_gt(order);
    case Operator::GreaterOrEqual:
      return std::is_gteq(order);
    case Operator::NotEqual:
      return std::is_neq(order);
    default:
      return true;
  }
}

ProjectedColumn::Bounds bounds_of(const Conditions& conditions) {
  ProjectedColumn::Bounds bounds;
  for (const plan::PartitionCondition& condition : conditions) {
    if (condition.values.size() != 1) continue;
    const std::string& value = condition.values[0];
    if (condition.op == Operator::Greater || condition.op == Operator::GreaterOrEqual) bounds.low = value;
    if (condition.op == Operator::Less || condition.op == Operator::LessOrEqual) bounds.high = value;
  }
  return bounds;
}

// The values of one key that may meet its conditions: those that they name, or all of the projection.
base::Result<std::vector<std::string>> values_of(const plan::Table& table, const plan::Column& key,
                                                 const Conditions& conditions, base::Timestamp now) {
  const auto column = TRY(ProjectedColumn::create(table, key, now));
  Conditions own;
  std::ranges::copy_if(conditions, std::back_inserter(own),
                       [&](const auto& c) { return c.column == key.name; });
  const auto names_values = [](const auto& c) { return c.op == Operator::Equal || c.op == Operator::In; };
  const auto wanted = [&](const std::string& value) {
    return std::ranges::all_of(own, [&](const auto& condition) {
      if (names_values(condition))
        return std::ranges::any_of(condition.values,
                                   [&](const std::string& named) { return column->find(named) == value; });
      return may_meet(key, value, condition);
    });
  };
  std::vector<std::string> values;
  const auto naming = std::ranges::find_if(own, names_values);
  if (naming == own.end()) {
    TRY(column->visit(bounds_of(own), [&](const std::string& value) -> base::Result<void> {
      if (values.size() >= kMostPartitions) return too_many(table);
      if (wanted(value)) values.push_back(value);
      return {};
    }));
    return values;
  }
  std::set<std::string> found;
  for (const std::string& named : naming->values)
    if (const auto value = column->find(named); value && wanted(*value)) found.insert(*value);
  return std::vector<std::string>(found.begin(), found.end());
}

// storage.location.template with its ${KEY}s replaced, or LOCATION/KEY=VALUE/...
std::string location_of(const plan::Table& table, const std::vector<std::optional<std::string>>& values) {
  const std::string* location_template = parameter(table, "storage.location.template");
  std::string location = location_template ? *location_template : table.location;
  if (!location_template && !location.ends_with('/')) location += '/';
  for (std::size_t index = 0; index < values.size(); ++index) {
    const std::string& name = table.partition_keys[index].name;
    if (!location_template) {
      location += fmt::format("{}={}/", name, *values[index]);
      continue;
    }
    const std::string place = fmt::format("${{{}}}", name);
    for (std::size_t at = location.find(place); at != std::string::npos; at = location.find(place, at)) {
      location.replace(at, place.size(), *values[index]);
      at += values[index]->size();
    }
  }
  return location;
}

// Every combination of the keys' values.
base::Result<std::vector<plan::Partition>> combine(const plan::Table& table,
                                                   const std::vector<std::vector<std::string>>& values) {
  std::size_t count = 1;
  for (const auto& of_key : values) {
    count *= of_key.size();
    if (count > kMostPartitions) return too_many(table);
  }
  std::vector<plan::Partition> partitions;
  partitions.reserve(count);
  for (std::size_t number = 0; number < count; ++number) {
    std::vector<std::optional<std::string>> own(values.size());
    std::size_t rest = number;
    for (std::size_t key = values.size(); key-- > 0; rest /= values[key].size())
      own[key] = values[key][rest % values[key].size()];
    std::string location = location_of(table, own);
    partitions.push_back(
        {.values = std::move(own), .location = std::move(location), .storage = table.storage});
  }
  return partitions;
}

}  // namespace

bool is_projected(const plan::Table& table) {
  const std::string* enabled = parameter(table, "projection.enabled");
  return enabled != nullptr && base::iequals(base::trim(*enabled), "true") && !table.partition_keys.empty();
}

base::Result<std::vector<plan::Partition>> project_partitions(const plan::Table& table,
                                                              const Conditions& conditions,
                                                              base::Timestamp now) {
  TRY(check_configured(table));
  std::vector<std::vector<std::string>> values;
  for (const plan::Column& key : table.partition_keys)
    values.push_back(TRY(values_of(table, key, conditions, now)));
  return combine(table, values);
}

}  // namespace services::athena
