#include "spark/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/text.h"
#include "plan/spark_error.h"

namespace spark_door {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// Of what clients ask for while they make and show data frames; as Spark has them, but for two: ANSI mode is
// off, as in Glue's jobs, and rows of a client come with the plan as long as a message holds them, not as
// artifacts.
constexpr std::array kDefaults = std::to_array<Row>({
    {kAnsi, "false"},
    {"spark.sql.caseSensitive", "false"},
    {"spark.sql.execution.arrow.maxRecordsPerBatch", "10000"},
    {"spark.sql.execution.arrow.pyspark.enabled", "true"},
    {"spark.sql.execution.arrow.pyspark.fallback.enabled", "true"},
    {"spark.sql.execution.arrow.pyspark.selfDestruct.enabled", "false"},
    {"spark.sql.execution.arrow.useLargeVarTypes", "false"},
    {"spark.sql.execution.pandas.convertToArrowArraySafely", "true"},
    {"spark.sql.execution.pandas.inferPandasDictAsMap", "false"},
    {"spark.sql.execution.pandas.structHandlingMode", "legacy"},
    {"spark.sql.execution.pyspark.binaryAsBytes", "true"},
    {"spark.sql.execution.pythonUDF.arrow.enabled", "true"},
    {"spark.sql.execution.pythonUDTF.arrow.enabled", "true"},
    {"spark.sql.experimental.optimizer.transpilePyUDFs", "false"},
    {"spark.sql.pyspark.inferNestedDictAsStruct.enabled", "false"},
    {"spark.sql.pyspark.jvmStacktrace.enabled", "false"},
    {"spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled", "false"},
    {"spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled", "false"},
    {"spark.sql.repl.eagerEval.enabled", "false"},
    {"spark.sql.repl.eagerEval.maxNumRows", "20"},
    {"spark.sql.repl.eagerEval.truncate", "20"},
    {"spark.sql.session.localRelationBatchOfChunksSizeBytes", "1073741824"},
    {"spark.sql.session.localRelationCacheThreshold", "1048576"},
    {"spark.sql.session.localRelationChunkSizeBytes", "16777216"},
    {"spark.sql.session.localRelationChunkSizeRows", "10000"},
    {"spark.sql.session.localRelationSizeLimit", "3221225472"},
    {"spark.sql.session.timeZone", "UTC"},
    {"spark.sql.shuffle.partitions", "200"},
    {"spark.sql.sources.default", "parquet"},
    {"spark.sql.sources.partitionOverwriteMode", "STATIC"},
    {"spark.sql.timestampType", "TIMESTAMP_LTZ"},
});

// What this server does in one way only: another value would be a promise that is not kept.
constexpr std::array kOnly = std::to_array<Row>({
    {"spark.sql.allowMultipleTableArguments.enabled", "false"},
    {"spark.sql.ansi.doubleQuotedIdentifiers", "false"},
    {"spark.sql.ansi.enforceReservedKeywords", "false"},
    {"spark.sql.caseSensitive", "false"},
    {"spark.sql.orc.mergeSchema", "false"},  // a reader's option can say it
    {"spark.sql.timestampType", "TIMESTAMP_LTZ"},
});

// Of a cluster or of the whole server: none of a session's. What they begin with, where that ends in a dot.
constexpr std::array kStatic = std::to_array<std::string_view>({
    "spark.sql.warehouse.dir",
    "spark.sql.catalogImplementation",
    "spark.sql.extensions",
    "spark.sql.globalTempDatabase",
    "spark.sql.sources.schemaStringLengthThreshold",
    "spark.sql.streaming.streamingQueryListeners",
    "spark.sql.queryExecutionListeners",
    "spark.sql.event.truncate.length",
});
constexpr std::array kOfTheCluster = std::to_array<std::string_view>({
    "spark.app.",
    "spark.driver.",
    "spark.executor.",
    "spark.master",
    "spark.memory.",
    "spark.serializer",
    "spark.shuffle.",
    "spark.submit.",
    "spark.task.",
    "spark.ui.",
    "spark.cores.max",
    "spark.jars",
    "spark.default.parallelism",
    "spark.dynamicAllocation.",
    "spark.eventLog.",
    "spark.local.dir",
});

bool is_among(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::any_of(
      keys, [&](auto row) { return row.ends_with('.') ? key.starts_with(row) : key == row; });
}

std::string in_quotes(std::string_view key) {
  return fmt::format("\"{}\"", key);
}

base::Result<void> check_modifiable(const std::string& key) {
  if (is_among(kStatic, key))
    return plan::spark_error("CANNOT_MODIFY_STATIC_CONFIG",
                             "Cannot modify the value of the static Spark config: <key>.",
                             {{"key", in_quotes(key)}});
  if (is_among(kOfTheCluster, key))
    return plan::spark_error("CANNOT_MODIFY_CONFIG",
                             "Cannot modify the value of the Spark config: <key>.\nSee also "
                             "'<docroot>/sql-migration-guide.html#ddl-statements'.",
                             {{"key", in_quotes(key)}, {"docroot", "https://spark.apache.org/docs/latest"}});
  return {};
}

base::Error invalid(const std::string& key, const std::string& value, std::string_view why,
                    std::string_view text, std::vector<std::pair<std::string, std::string>> parameters) {
  parameters.insert(parameters.begin(), {{"confValue", value}, {"confName", key}});
  return plan::spark_error(
      fmt::format("INVALID_CONF_VALUE.{}", why),
      fmt::format("The value '<confValue>' in the config \"<confName>\" is invalid. {}", text),
      std::move(parameters));
}

// A key whose default is a boolean or a number takes no other.
base::Result<void> check_type(const std::string& key, const std::string& value) {
  if (key == "spark.sql.timestampType" && value != "TIMESTAMP_LTZ" && value != "TIMESTAMP_NTZ")
    return invalid(key, value, "OUT_OF_RANGE_OF_OPTIONS", "It should be one of '<confOptions>'.",
                   {{"confOptions", "TIMESTAMP_NTZ, TIMESTAMP_LTZ"}});
  const auto known = std::ranges::find(kDefaults, key, &Row::first);
  if (known == kDefaults.end()) return {};
  const bool boolean = known->second == "true" || known->second == "false";
  const bool number = base::parse_int(known->second).has_value();
  const std::string_view trimmed = base::trim(value);
  const bool fits = boolean ? base::iequals(trimmed, "true") || base::iequals(trimmed, "false")
                            : !number || base::parse_int(trimmed).has_value();
  if (!fits)
    return invalid(key, value, "TYPE_MISMATCH", "It should be a/an '<confType>' value.",
                   {{"confType", boolean ? "boolean" : "int"}});
  if (key == "spark.sql.shuffle.partitions" && *base::parse_int(trimmed) <= 0)
    return invalid(key, value, "REQUIREMENT", "<confRequirement>",
                   {{"confRequirement", "The value of spark.sql.shuffle.partitions must be positive"}});
  return {};
}

}  // namespace

base::Error no_time_zone(const std::string& value) {
  return invalid(std::string(kTimeZone), value, "TIME_ZONE", "Cannot resolve the given timezone.", {});
}

base::Result<void> Settings::set(const std::string& key, const std::string& value) {
  TRY(check_modifiable(key));
  TRY(check_type(key, value));
  const auto only = std::ranges::find(kOnly, key, &Row::first);
  if (only != kOnly.end() && only->second != value)
    return invalid(key, value, "REQUIREMENT", "<confRequirement>",
                   {{"confRequirement", fmt::format("Only '{}' is supported yet.", only->second)}});
  values_[key] = value;
  return {};
}

base::Result<void> Settings::unset(const std::string& key) {
  TRY(check_modifiable(key));
  values_.erase(key);
  return {};
}

// Unset means the default, of the keys that have one here.
std::optional<std::string> Settings::find(std::string_view key) const {
  if (const auto set = values_.find(key); set != values_.end()) return set->second;
  const auto row = std::ranges::find(kDefaults, key, &Row::first);
  return row == kDefaults.end() ? std::nullopt : std::optional(std::string(row->second));
}

base::Result<std::string> Settings::get(const std::string& key) const {
  std::optional<std::string> value = find(key);
  if (value) return *std::move(value);
  return plan::spark_error("SQL_CONF_NOT_FOUND",
                           "The SQL config <sqlConf> cannot be found. Please verify that the config exists.",
                           {{"sqlConf", in_quotes(key)}});
}

bool Settings::is_on(std::string_view key) const {
  return base::iequals(base::trim(find(key).value_or("")), "true");
}

std::map<std::string, std::string> Settings::all() const {
  std::map<std::string, std::string> all;
  for (const auto& [key, value] : kDefaults) all.emplace(key, value);
  for (const auto& [key, value] : values_) all[key] = value;
  return all;
}

std::map<std::string, std::string> Settings::of_python() const {
  std::map<std::string, std::string> settings;
  for (const auto& [key, value] : all())
    for (const char* prefix : {"spark.sql.execution.", "spark.sql.legacy.execution.", "spark.sql.pyspark."})
      if (key.starts_with(prefix)) settings.emplace(key, value);
  return settings;
}

// No for a key outside of spark.sql., which set() takes all the same, as in Spark.
bool is_modifiable(std::string_view key) {
  return key.starts_with("spark.sql.") && !is_among(kStatic, key) &&
         std::ranges::find(kOnly, key, &Row::first) == kOnly.end();
}

}  // namespace spark_door
