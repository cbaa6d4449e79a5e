#pragma once

#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "sql/planning.h"
#include "sql/spark_parameters.h"

namespace sql {

// Names, in lower case, of functions of the session's own: calls of them are calls in the plan, for whoever
// knows what they are.
using FunctionNames = std::set<std::string, std::less<>>;

// A query of Spark's dialect over views, its columns named as Spark names them: labels may repeat, the plan's
// names do not. Types are found where the plan is lowered. `first_plan_id` and those behind it name the
// query's own relations. Errors are in Spark's words and classes (spark_errors.h).
base::Result<Planned> plan_spark_query(std::string_view text, const FindView& views,
                                       std::int64_t first_plan_id, std::stop_token stop = {},
                                       const FunctionNames& functions = {},
                                       const SparkParameters& parameters = {},
                                       const TableFunctions* table_functions = nullptr);

// An expression of Spark's dialect over columns that are found where it is lowered, with the name that AS
// gives it: F.expr("a + 1 AS b").
base::Result<PlanExpression> plan_spark_expression(std::string_view text,
                                                   const FunctionNames& functions = {});

// The parts of the name of a table: db.`my table`.
base::Result<std::vector<std::string>> parse_spark_name(std::string_view text);

}  // namespace sql
