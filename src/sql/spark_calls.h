#pragma once

#include "base/result.h"
#include "sql/rules.h"
#include "sql/scope.h"

namespace sql {

// Refuses aggregate functions, window functions and generators in a clause that has none of them, as Spark
// does. The position is the clause's.
base::Result<void> check_spark_calls(Clause clause, const Expression& expression, const Scope& scope,
                                     Position position);

// Of a number of GROUP BY, which names an aggregate of the select list.
base::Error spark_aggregate_at_place(const std::string& number, const Expression& item,
                                     const std::string& label, const Scope& scope, Position position);

}  // namespace sql
