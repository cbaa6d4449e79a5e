#pragma once

#include "sql/typed.h"

namespace sql {

// Values of the types interval day to second and interval year to month
// (https://trino.io/docs/435/functions/datetime.html#date-and-time-operators): in the plan, numbers of
// milliseconds and of months.

// INTERVAL '2' DAY. Refuses what is none (INVALID_LITERAL).
base::Result<Typed> interval_literal(const Interval& literal, Position position);

bool counts_months(const Interval& interval);
std::int64_t millis_of(const Interval& interval);  // of one that does not count months

// + - * / where one of the two is an interval, or both are times and what lies between them is one. Nothing:
// neither is so, or there is no such operator.
base::Result<std::optional<Typed>> interval_arithmetic(BinaryOperator op, Typed& left, Typed& right,
                                                       Position position);

// As a text: 2 03:04:05.678, 1-2
PlanExpression interval_text(Typed interval);

}  // namespace sql
