#pragma once

#include "engine/functions/types.h"

namespace engine {

// Spark's struct<>, which functions of users' give that are called for what they do (df.foreach). A struct of
// DuckDB's has a field, so this one has one that nobody outside sees: names of types leave it out, and so
// does what is written in Arrow's format (sinks/arrow_no_fields.h).
Type struct_without_fields();
bool is_struct_without_fields(const Type& type);

inline constexpr const char* kNoField = "dovetail nothing";

}  // namespace engine
