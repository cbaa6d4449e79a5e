#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Comparisons of arrays, maps and rows by Trino's rules, where a NULL inside leaves an answer open, and the
// functions of both engines that compare the items of arrays: trino.array_union, trino.contains, Spark's
// array_contains, whose NaN is NaN and whose NULL inside is NULL, ...
std::span<const FunctionRow> nested_functions();
void register_nested_kernels(duckdb::ExtensionLoader& loader);

// The least or greatest of values of one type, NULL when one of them is.
Tree extreme_tree(Trees values, bool greatest);

}  // namespace engine
