#pragma once

#include <span>

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/registry.h"

namespace engine {

// Comparisons of real and double numbers as Trino and IEEE 754 have them: a NaN equals nothing, itself
// included, and is neither above nor below anything. DuckDB, as Spark, has it equal to itself and above all.
//
// trino.nans_lowest(value) is what orders as the value does, but with NaN below all other numbers, wherever
// in the value one stands: so Trino orders beside NULLS FIRST.
std::span<const FunctionRow> floating_comparison_functions();
void register_floating_comparison_kernels(duckdb::ExtensionLoader& loader);

// A number that orders and groups as the value does, and is no column's own: -0.0 is 0.0. Other values stay
// as they are.
Tree one_zero_tree(Tree value, const Type& type);

}  // namespace engine
