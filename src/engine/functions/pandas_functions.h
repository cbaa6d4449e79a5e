#pragma once

#include "engine/functions/registry.h"

namespace engine {

// What pandas API on Spark asks for by names that Spark's users do not have (pyspark/sql/internal.py).
std::span<const FunctionRow> pandas_functions();

}  // namespace engine
