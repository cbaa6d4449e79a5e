#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Spark's functions of arrays and maps that Trino's have no twin of, and those that fail in Spark's own
// words: https://spark.apache.org/docs/latest/api/sql/
std::span<const FunctionRow> spark_array_functions();
std::span<const FunctionRow> spark_sequence_functions();
std::span<const FunctionRow> spark_map_functions();
void register_spark_array_kernels(duckdb::ExtensionLoader& loader);
void register_spark_sequence_kernels(duckdb::ExtensionLoader& loader);
void register_spark_map_kernels(duckdb::ExtensionLoader& loader);

// A map of entries, structs of a key and a value, whatever the fields' names. A key that comes twice or is
// NULL fails the query.
Tree spark_map_of(Tree entries);
// The same where spark.sql.mapKeyDedupPolicy is LAST_WIN: of a key that comes twice, the last value.
Tree spark_map_of_last(Tree entries);

}  // namespace engine
