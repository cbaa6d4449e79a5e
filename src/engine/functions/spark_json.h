#pragma once

#include <map>

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Spark's functions between texts of JSON or CSV and values: from_json, to_json, get_json_object, ...
std::span<const FunctionRow> spark_json_functions();
std::span<const FunctionRow> spark_csv_functions();
void register_spark_json_kernels(duckdb::ExtensionLoader& loader);
void register_spark_csv_kernels(duckdb::ExtensionLoader& loader);
void register_json_object_kernels(duckdb::ExtensionLoader& loader);

// The schema that is an argument of from_json and from_csv: a constant text, of DDL or of PySpark's JSON.
base::Result<Type> schema_argument(const Call& call, std::size_t index);

// The options that are an argument, map('key', 'value', ...), by their names in lower case; without the
// argument there are none.
base::Result<std::map<std::string, std::string>> options_argument(const Call& call, std::size_t index);

// Refuses an option that is not honoured, by name.
base::Error unknown_option(const Call& call, const std::string& name);

// Refuses types whose texts depend on the session's time zone, where that is not UTC.
base::Result<void> check_zone(const Call& call, const Type& type);

}  // namespace engine
