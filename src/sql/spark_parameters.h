#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/builders.h"
#include "sql/token.h"

namespace sql {

// What the parameter markers of a statement of Spark's stand for: `?` in their order, or `:name`.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.SparkSession.sql.html
struct SparkParameters {
  std::vector<plan::Expression> by_place;
  std::map<std::string, plan::Expression, std::less<>> by_name;
};

// The statement's tokens with every marker replaced by its value, a literal or a collection of literals
// (array, map, struct), which keeps the place of the marker: a value is never SQL of its own. Refuses a
// marker without a value (UNBOUND_SQL_PARAMETER) and a value that is another expression (INVALID_SQL_ARG).
base::Result<std::vector<Token>> bind_spark_parameters(std::string_view text, std::vector<Token> tokens,
                                                       const SparkParameters& parameters);

}  // namespace sql
