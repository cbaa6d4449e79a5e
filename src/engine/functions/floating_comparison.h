#pragma once

#include <span>

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/registry.h"

namespace engine {

// Comparisons of real and double numbers as Trino and IEEE 754 have them: a NaN equals nothing, itself
// included, and is neither above nor below anything. DuckDB, as Spark, has it equal to itself and above all.
std::span<const FunctionRow> floating_comparison_functions();
void register_floating_comparison_kernels(duckdb::ExtensionLoader& loader);

}  // namespace engine
