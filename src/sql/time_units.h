#pragma once

#include <string>

#include "sql/typed.h"

namespace sql {

// The unit of time that a constant argument names, in lower case: what date_trunc and its like take. Refuses
// those that a value of the kind, a date, a time or a timestamp, does not have (INVALID_FUNCTION_ARGUMENT).
base::Result<std::string> unit_of_time(const Typed& argument, TypeKind kind, Position position);

// The same of an argument that need be no constant, as an expression: what each row names is checked while
// the query runs.
base::Result<PlanExpression> any_unit_of_time(Typed argument, TypeKind kind, Position position);

}  // namespace sql
