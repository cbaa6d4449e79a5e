#pragma once

#include <string>

#include "sql/typed.h"

namespace sql {

// The unit of time that a constant argument names, in lower case: what date_trunc and its like take. Refuses
// those that a value of the kind, a date, a time or a timestamp, does not have (INVALID_FUNCTION_ARGUMENT).
base::Result<std::string> unit_of_time(const Typed& argument, TypeKind kind, Position position);

}  // namespace sql
