#include "services/athena/partition_projection.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/partition_value.h"
#include "services/athena/key_conditions.h"
#include "services/athena/projected_column.h"
#include "services/athena/refusals.h"

namespace services::athena {
namespace {

using Conditions = std::vector<plan::PartitionCondition>;

constexpr std::size_t kMostPartitions = 100'000;  // of one table in one query: each is listed on its own
constexpr std::size_t kMostValues = 1'000'000;    // of one key that are looked at

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

base::Error too_many_values(const plan::Table& table, const plan::Column& key) {
  return base::refusal(
      "NOT_SUPPORTED", 400,
      fmt::format("The projection of table {}.{} has more than {} values of {} that the query "
                  "had to look at: conditions that say where they begin and end make them fewer",
                  table.database, table.name, kMostValues, key.name));
}

// The values of one key that may meet its conditions: those that they name, or all between their bounds.
base::Result<std::vector<std::string>> values_of(const plan::Table& table, const plan::Column& key,
                                                 const Conditions& conditions, base::Timestamp now,
                                                 const std::stop_token& stop) {
  const auto column = TRY(ProjectedColumn::create(table, key, now));
  const KeyConditions wanted(key, conditions);
  std::vector<std::string> values;
  if (wanted.none()) return values;
  std::size_t visited = 0;
  const auto take = [&](const std::string& value) -> base::Result<void> {
    if (stop.stop_requested()) return query_canceled();
    if (++visited > kMostValues) return too_many_values(table, key);
    TRY(plan::check_partition_value(key, value));
    if (!wanted.may_meet(value)) return {};
    if (values.size() == kMostPartitions) return too_many(table);
    values.push_back(value);
    return {};
  };
  if (!wanted.named() || !column->can_find()) {
    TRY(column->visit({.low = wanted.low(), .high = wanted.high()}, take));
    return values;
  }
  TRY(column->check_named(wanted.named()->size()));
  for (const std::string& named : *wanted.named())
    if (const auto value = column->find(named)) TRY(take(*value));
  return values;
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

base::Result<std::size_t> count_of(const plan::Table& table,
                                   const std::vector<std::vector<std::string>>& values) {
  std::size_t count = 1;
  for (const auto& of_key : values) {
    count *= of_key.size();
    if (count > kMostPartitions) return too_many(table);
  }
  return count;
}

}  // namespace

bool is_projected(const plan::Table& table) {
  const std::string* enabled = parameter(table, "projection.enabled");
  return enabled != nullptr && base::iequals(base::trim(*enabled), "true") && !table.partition_keys.empty();
}

base::Result<void> visit_projected_partitions(const plan::Table& table, const Conditions& conditions,
                                              base::Timestamp now, const std::stop_token& stop,
                                              const VisitPartition& visit) {
  TRY(check_configured(table));
  std::vector<std::vector<std::string>> values;
  for (const plan::Column& key : table.partition_keys)
    values.push_back(TRY(values_of(table, key, conditions, now, stop)));
  const std::size_t count = TRY(count_of(table, values));
  // Counted as a number whose digits are the keys, the last one the fastest: the order of the values, and one
  // partition in memory at a time.
  std::vector<std::optional<std::string>> own(values.size());
  for (std::size_t number = 0; number < count; ++number) {  // every combination of the keys' values
    if (stop.stop_requested()) return query_canceled();
    std::size_t rest = number;
    for (std::size_t key = values.size(); key-- > 0; rest /= values[key].size())
      own[key] = values[key][rest % values[key].size()];
    TRY(visit(own, location_of(table, own)));
  }
  return {};
}

}  // namespace services::athena
