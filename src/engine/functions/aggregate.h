#pragma once

#include "engine/functions/registry.h"

namespace engine {

// Whether a function of that name is one.
bool is_aggregate(std::string_view name);

// A function of DuckDB over the rows that a call takes: those of a group or of a window, in the call's order,
// without those that its filter leaves out, or `where` (null: none).
Tree aggregate_tree(const Call& call, const std::string& function, Trees arguments, bool distinct,
                    Tree where = nullptr);

// The first argument where DuckDB's `function` (arg_min_null, arg_max_null) finds the second least or
// greatest, NULL too; rows where the second is NULL are passed over.
base::Result<Typed> at_extreme(Call& call, const char* function);

// About how many values unlike each other the first argument has (dovetail_distinct_count), or the state that
// says so (dovetail_distinct_set); `error` is the greatest standard error.
Tree distinct_count_tree(Call& call, Tree error, const char* kernel = "dovetail_distinct_count");

}  // namespace engine
