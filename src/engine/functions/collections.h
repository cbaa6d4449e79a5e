#pragma once

#include "engine/functions/registry.h"

// What functions of arrays and maps have in common.
namespace engine {

base::Result<void> check_list(const Call& call, std::size_t index);
base::Result<void> check_map(const Call& call, std::size_t index);

base::Error null_type(const Call& call);  // Spark's, of an argument that is NULL and nothing else

Type item_of(const Type& list);
Trees all_trees(Call& call);  // of its arguments, which are gone then
Tree size_of(const Tree& list);

// The list in Spark's order; what has parts is ordered by our own kernels, for DuckDB has a NULL inside above
// all values.
enum class SortOrder { Up, UpNullsFirst, Down };
Tree sorted_tree(Tree list, const Type& type, SortOrder order);

// A map of entries, structs of `key` and `value`, whose keys must be unlike each other.
Tree map_of(Tree entries);

// What `step`, a lambda over state and item, makes of the list's items, one by one from `start`. Its
// parameters are structs of a `state` and an `item`, for DuckDB wants both of one type. NULL where the list
// is.
Tree reduce_tree(Tree list, const Type& item, Tree start, const Type& state, Tree step);

}  // namespace engine
