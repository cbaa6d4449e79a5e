#pragma once

#include "engine/functions/tree.h"

namespace engine {

// What `step`, a lambda over state and item, makes of the list's items, one by one from `start`. Its
// parameters are structs of a `state` and an `item`, for DuckDB wants both of one type. NULL where the list
// is.
Tree reduce_tree(Tree list, const Type& item, Tree start, const Type& state, Tree step);

}  // namespace engine
