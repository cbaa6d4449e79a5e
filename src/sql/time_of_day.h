#pragma once

#include <optional>
#include <string>

#include "sql/cast.h"
#include "sql/typed.h"

namespace sql {

// Values of the type time (https://trino.io/docs/435/language/types.html#time-p): in the plan, the
// milliseconds since midnight.

// TIME '10:11:12.345'. Refuses what is none (INVALID_LITERAL).
base::Result<Typed> time_literal(const std::string& text, Position position);

// From and to texts and timestamps.
base::Result<Typed> cast_time(Typed value, const Type& target, OnFailure on_failure, Position position);

// A time and an interval, around midnight; what lies between two times. Nothing: there is no such operator.
std::optional<Typed> time_arithmetic(BinaryOperator op, Typed& left, Typed& right);

// As a text: 10:11:12.345
PlanExpression time_text(PlanExpression time);

}  // namespace sql
