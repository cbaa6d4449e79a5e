#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Functions of Spark's that are trees over kernels, a table for each file, with the kernels that they need.
std::span<const FunctionRow> spark_number_functions();
std::span<const FunctionRow> spark_text_functions();
std::span<const FunctionRow> spark_hash_functions();
std::span<const FunctionRow> spark_time_functions();
std::span<const FunctionRow> spark_pattern_functions();
std::span<const FunctionRow> spark_session_functions();
std::span<const FunctionRow> spark_random_functions();
std::span<const FunctionRow> spark_file_functions();
std::span<const FunctionRow> spark_format_functions();
std::span<const FunctionRow> spark_number_format_functions();

void register_spark_number_kernels(duckdb::ExtensionLoader& loader);
void register_spark_text_kernels(duckdb::ExtensionLoader& loader);
void register_spark_hash_kernels(duckdb::ExtensionLoader& loader);
void register_spark_session_kernels(duckdb::ExtensionLoader& loader);
void register_spark_random_kernels(duckdb::ExtensionLoader& loader);
void register_spark_format_kernel(duckdb::ExtensionLoader& loader);

}  // namespace engine
