#pragma once

#include "engine/functions/tree.h"

namespace engine {

// What DuckDB orders as Spark orders the value: of an array or a struct, each part behind whether it is
// there, for a NULL inside is below all values, to DuckDB above. Other values stay as they are.
Tree ordered_tree(Tree value, const Type& type);

}  // namespace engine
