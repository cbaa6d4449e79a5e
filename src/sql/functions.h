#pragma once

#include <span>

#include "sql/typed.h"

namespace sql {

// https://trino.io/docs/current/functions.html: the functions that queries may call. The table in
// functions.cc has one row for each overload: its name, what it takes, the type it gives, and the plan's
// function that computes it.
bool is_aggregate(std::string_view name);
bool is_window_function(std::string_view name);  // that is no aggregate
bool is_scalar(std::string_view name);

// The call of a function that gives one value for each row. Refuses unknown names and arguments
// (FUNCTION_NOT_FOUND).
base::Result<Typed> call_scalar(const Name& name, std::vector<Typed> arguments);

// The call of an aggregate as the plan's Aggregate takes it.
struct AggregateCall {
  PlanExpression plan;
  Type type;     // of the result
  bool convert;  // the plan's function gives another type: cast the result
};
// The call of a function that needs a window.
base::Result<AggregateCall> call_window(const Name& name, std::vector<Typed> arguments, bool ignore_nulls);
base::Result<AggregateCall> call_aggregate(const Name& name, std::vector<Typed> arguments, bool distinct);

}  // namespace sql
