#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/expression_ast.h"
#include "sql/typed.h"

namespace sql {

// A function of Spark's that queries may call. What it gives and takes is typed by the engine, where the plan
// is lowered; what stands here is how it is planned and shown.
struct SparkFunction {
  enum class Kind { Scalar, Aggregate, Window, Generator };
  enum class WithinGroup { No, May, Must };
  using Arguments = std::vector<PlanExpression>;

  std::string_view name;
  Kind kind = Kind::Scalar;
  std::string_view plan_name = "";                 // of the plan's function, where it has another name
  PlanExpression (*rewrite)(Arguments) = nullptr;  // makes the expression itself
  std::string_view shown = "";                     // in column names, where that is not the name
  std::string_view shown_defaults = "";            // what they show of arguments that are not given, for
  std::size_t shown_from = 0;                      // calls of fewer than this many
  std::string_view casts_to = "";                  // a type: the function is its cast
  WithinGroup within_group = WithinGroup::No;      // (ORDER BY x) behind the call
};

// Null: there is no such function, or none that we have. The name is in lower case.
const SparkFunction* find_spark_function(std::string_view name);
std::vector<std::string_view> spark_function_names();  // in the order of the alphabet
bool is_spark_aggregate(std::string_view name);
bool is_spark_generator(std::string_view name);

// The function that is called where no column has the name; none: it is no function's either.
std::optional<std::string> called_by_name(const ColumnName& name);

// Whether it is one of Spark's that we do not have.
bool is_unsupported_spark_function(std::string_view name);

}  // namespace sql
