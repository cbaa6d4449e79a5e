#pragma once

#include <string>

#include "plan/builders.h"

// Builders of what only queries make: relations beside and within each other.
namespace plan {

// The right side, which may name the columns of the left one, for each row of that.
Relation lateral_join(Relation left, Relation right, JoinType type);

// The columns under other names, all of them.
Relation to_df(Relation input, const std::vector<std::string>& names);

// The numbers from start, until end is reached: one column, `id`.
Relation range(std::int64_t start, std::int64_t end, std::int64_t step);

// Some of the rows, each taken or not by itself.
Relation sample(Relation input, double share);

// The rows of the anchor, and those that the step makes of the rows that were new before, which it reads as
// recursion_rows(id). Both have that many columns, of the same types; the result's are named as the anchor's.
Relation recursion(Relation anchor, std::int64_t anchor_id, Relation step, std::int64_t step_id,
                   const std::string& id);
Relation recursion_rows(const std::string& id);

// value <op> ANY (query); `plan_id` is as that of subquery().
Expression any_comparison(std::string_view op, Expression value, std::int64_t plan_id);

}  // namespace plan
