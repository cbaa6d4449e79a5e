#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Functions of Trino's that are trees over kernels, a table for each file, with the kernels that they need.
std::span<const FunctionRow> random_functions();
std::span<const FunctionRow> array_functions();
std::span<const FunctionRow> map_functions();
std::span<const FunctionRow> regexp_functions();
std::span<const FunctionRow> format_functions();
std::span<const FunctionRow> json_cast_functions();

void register_random_kernels(duckdb::ExtensionLoader& loader);
void register_array_kernels(duckdb::ExtensionLoader& loader);
void register_map_kernels(duckdb::ExtensionLoader& loader);
void register_regexp_kernels(duckdb::ExtensionLoader& loader);
void register_format_kernel(duckdb::ExtensionLoader& loader);
void register_json_cast_kernel(duckdb::ExtensionLoader& loader);

}  // namespace engine
