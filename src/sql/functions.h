#pragma once

#include <functional>
#include <optional>

#include "sql/typed.h"

namespace sql {

// https://trino.io/docs/current/functions.html: the functions that queries may call. Their tables stand in
// *_functions.cc, a row for each overload.
bool is_aggregate(std::string_view name);
bool is_window_function(std::string_view name);  // that is no aggregate
bool is_scalar(std::string_view name);

// An argument of a call: a value, or a lambda that waits for the types of its parameters.
struct Argument {
  Typed value = {};
  const Lambda* lambda = nullptr;
  Position position = {};
};

// Gives the lambda of an argument its place in the plan; the type is that of what it gives.
using LambdaPlanner =
    std::function<base::Result<Typed>(const Argument& lambda, std::span<const Type> parameters)>;

// The call of a function that gives one value for each row. Refuses unknown names and arguments
// (FUNCTION_NOT_FOUND).
base::Result<Typed> call_scalar(const Name& name, std::vector<Argument> arguments,
                                const LambdaPlanner& plan_lambda);
base::Result<Typed> call_scalar(const Name& name, std::vector<Typed> arguments);

// The call of an aggregate as the plan's Aggregate takes it.
struct AggregateCall {
  PlanExpression plan;
  Type type;     // of the result
  bool convert;  // the plan's function gives another type: cast the result
};
// The call of a function that needs a window.
base::Result<AggregateCall> call_window(const Name& name, std::vector<Typed> arguments, bool ignore_nulls);

// What a call of an aggregate says of the rows that it takes.
struct RowClauses {
  struct Key {
    plan::SortOrder order;
    std::optional<std::size_t> argument = {};  // that it is, with DISTINCT
  };
  bool distinct = false;
  std::optional<PlanExpression> filter = {};
  std::vector<Key> order = {};
};
base::Result<AggregateCall> call_aggregate(const Name& name, std::vector<Argument> arguments,
                                           const RowClauses& clauses, const LambdaPlanner& plan_lambda);

}  // namespace sql
