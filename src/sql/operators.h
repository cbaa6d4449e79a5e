#pragma once

#include "sql/typed.h"

namespace sql {

// Arithmetic and comparisons with Trino's result types
// (https://trino.io/docs/current/functions/decimal.html): integers keep the wider type, divide towards zero,
// and fail when they overflow or divide by zero. Where Spark's operator does something else, the plan has a
// `trino.` function. Refuses operands that do not fit (TYPE_MISMATCH).
base::Result<Typed> arithmetic(BinaryOperator op, Typed left, Typed right, Position position);
base::Result<Typed> comparison(BinaryOperator op, Typed left, Typed right, Position position);
// The operator over values whose types are not known yet, by the plan's own function.
Typed deferred(BinaryOperator op, PlanExpression left, PlanExpression right);
base::Result<Typed> negate(Typed operand, Position position);

PlanExpression negated_if(bool negated, PlanExpression condition);

// Whether a floating value is a constant that is no NaN.
bool is_number(const PlanExpression& value);

// The conjunction (or disjunction) of at least one boolean, as a balanced tree, so that long lists do not
// nest deeply.
PlanExpression combine(std::string_view function, std::vector<PlanExpression> terms);

}  // namespace sql
