#include "spark/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace spark_door {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// Of what clients ask for while they make and show data frames; as Spark has them, but for two: ANSI mode is
// off, as in Glue's jobs, and rows of a client come with the plan as long as a message holds them, not as
// artifacts.
constexpr std::array kDefaults = std::to_array<Row>({
    {"spark.sql.ansi.enabled", "false"},
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
    {"spark.sql.session.localRelationCacheThreshold", "104857600"},
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
    {"spark.sql.ansi.enabled", "false"},
    {"spark.sql.caseSensitive", "false"},
    {"spark.sql.timestampType", "TIMESTAMP_LTZ"},
});

}  // namespace

base::Result<void> Settings::set(const std::string& key, const std::string& value) {
  const auto only = std::ranges::find(kOnly, key, &Row::first);
  if (only != kOnly.end() && only->second != value)
    return base::refusal(
        "INVALID_CONF_VALUE", 400,
        fmt::format(
            "[INVALID_CONF_VALUE.REQUIREMENT] The value '{}' in the config \"{}\" is invalid. Only '{}' is "
            "supported yet. SQLSTATE: 22022",
            value, key, only->second));
  values_[key] = value;
  return {};
}

std::optional<std::string> Settings::find(std::string_view key) const {
  if (const auto set = values_.find(key); set != values_.end()) return set->second;
  const auto row = std::ranges::find(kDefaults, key, &Row::first);
  return row == kDefaults.end() ? std::nullopt : std::optional(std::string(row->second));
}

base::Result<std::string> Settings::get(const std::string& key) const {
  std::optional<std::string> value = find(key);
  if (value) return *std::move(value);
  return base::refusal(
      "SQL_CONF_NOT_FOUND", 400,
      fmt::format("[SQL_CONF_NOT_FOUND] The SQL config \"{}\" cannot be found. Please verify that the "
                  "config exists. SQLSTATE: 42K0I",
                  key));
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

bool is_modifiable(std::string_view key) {
  return key.starts_with("spark.sql.") && std::ranges::find(kOnly, key, &Row::first) == kOnly.end();
}

}  // namespace spark_door
