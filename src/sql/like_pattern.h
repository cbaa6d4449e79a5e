#pragma once

#include "sql/typed.h"

namespace sql {

// Trino's LIKE pattern as Spark's `like` takes it: Spark's always has a backslash that escapes, Trino's has
// an escape character only when ESCAPE names one. `value` is the analysed pattern, `escape_value` the
// analysed ESCAPE; `escape` and it may be null.
base::Result<PlanExpression> to_spark_pattern(const Expression& pattern, PlanExpression value,
                                              const Expression* escape, const PlanExpression* escape_value);

}  // namespace sql
