#pragma once

#include <map>
#include <string>

#include "engine/sources/json_options.h"

namespace engine {

inline constexpr const char* kSparkJson = "json";

// Spark's vocabulary of JsonOptions (https://spark.apache.org/docs/latest/sql-data-sources-json.html). Names
// are of any case; those of other formats, and those that only say how files are written, have no effect, nor
// has samplingRatio: all records are looked at. Months and days that are not English are refused by name.
base::Result<JsonOptions> parse_spark_json_options(const std::map<std::string, std::string>& options);

}  // namespace engine
