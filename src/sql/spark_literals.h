#pragma once

#include "sql/typed.h"

namespace sql {

// Constants with the types that Spark gives them: 1 int, 3000000000 bigint, 1L, 1S, 1Y, 1.50 decimal(3,2),
// 1e0 and 1D double, 1F float, 1BD decimal. Refuses what is out of range, in Spark's words.
base::Result<PlanExpression> spark_number(const NumberLiteral& literal, bool negative, Position position);

// DATE '2020-1-31', TIMESTAMP '2020-01-31 10:11:12.5'
base::Result<PlanExpression> spark_typed_literal(const TypedLiteral& literal, Position position);

}  // namespace sql
