#pragma once

#include "duckdb/planner/expression.hpp"
#include "duckdb/planner/operator/logical_get.hpp"

namespace engine {

// Conditions on what is made of a scan's times (rounded to milliseconds, taken for UTC, cut to days) say
// nothing to a file's statistics. Each gets another one beside it, on the column itself, a little wider, that
// does: what no such time can be made of is not read. The rows are told apart by the first one.
void add_time_bounds(const duckdb::LogicalGet& scan,
                     duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& conditions);

}  // namespace engine
