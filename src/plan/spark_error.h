#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace plan {

// A refusal in Spark's own words (https://spark.apache.org/docs/latest/sql-error-conditions.html): its
// condition, and the condition's text, in which <name> stands for the parameter of that name. The parameters
// go along as the error's details.
base::Error spark_error(std::string_view condition, std::string_view text,
                        std::vector<std::pair<std::string, std::string>> parameters);

// The names in backticks that are most like one that is not there, as errors propose them: at most five, the
// nearest first. Spark compares them with the parts of the name as they are written.
std::vector<std::string> most_similar(std::vector<std::string> quoted_names,
                                      const std::vector<std::string>& wanted);

// Where names without a schema are looked for.
inline constexpr const char* kSearchPath =
    "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]";
// TABLE_OR_VIEW_NOT_FOUND; the name is in backticks.
base::Error no_table(std::string quoted_name);

// UNABLE_TO_INFER_SCHEMA of files in a format, by the name that readers know it by: parquet.
base::Error no_schema(std::string_view format);

// Of the Java exceptions without a condition that Spark throws for bad arguments.
inline constexpr const char* kIllegalArgument = "IllegalArgumentException";
base::Error illegal_argument(std::string message);

}  // namespace plan
