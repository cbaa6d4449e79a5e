#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Comparisons of arrays, maps and rows by Trino's rules, where a NULL inside leaves an answer open, and the
// functions that compare the items of arrays: trino.nested_equal, trino.contains, trino.array_union, ...
std::span<const FunctionRow> nested_functions();
void register_nested_kernels(duckdb::ExtensionLoader& loader);

// The least or greatest of values of one type, NULL when one of them is.
Tree extreme_tree(Trees values, bool greatest);

}  // namespace engine
