#pragma once

#include "engine/functions/registry.h"

// What functions of arrays and maps have in common.
namespace engine {

base::Result<void> check_list(const Call& call, std::size_t index);
base::Result<void> check_map(const Call& call, std::size_t index);

Type item_of(const Type& list);
Trees all_trees(Call& call);  // of its arguments, which are gone then
Tree size_of(const Tree& list);

// A map of entries, structs of `key` and `value`, whose keys must be unlike each other.
Tree map_of(Tree entries);

// What `step`, a lambda over state and item, makes of the list's items, one by one from `start`. Its
// parameters are structs of a `state` and an `item`, for DuckDB wants both of one type. NULL where the list
// is.
Tree reduce_tree(Tree list, const Type& item, Tree start, const Type& state, Tree step);

}  // namespace engine
