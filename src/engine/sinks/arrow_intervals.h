#pragma once

#include "duckdb/common/arrow/arrow.hpp"
#include "engine/functions/types.h"

namespace engine {

// Tells Arrow of a schema's columns which are intervals of Spark's: a duration in microseconds, or an
// interval of months. What stands in the rows is the same: numbers of 64 and of 32 bits.
void mark_intervals(ArrowSchema& schema, const duckdb::vector<Type>& columns);

}  // namespace engine
