#pragma once

#include "engine/functions/tree.h"

namespace engine {

// Whether the value is another one each time that it is asked for, of the same rows.
bool is_random(const duckdb::ParsedExpression& value);

}  // namespace engine
