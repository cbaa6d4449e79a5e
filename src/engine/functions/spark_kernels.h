#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/registry.h"
#include "engine/functions/trino_kernels.h"

namespace engine {

// A function of Spark's that is one kernel, over arguments that Spark casts to these types by itself. Of two
// rows with one name the first holds, unless the other takes just what the first argument is, and all that it
// takes as bytes are bytes.
struct SparkKernel {
  std::string_view name;  // what begins with "inner." only the builders of other functions call
  duckdb::vector<Type> takes;
  Type gives;
  duckdb::scalar_function_t work;
  std::vector<duckdb::Value> defaults = {};  // of the last arguments, where a call leaves them out
  bool fails = false;                        // it may refuse values
  std::string_view shown = {};               // in the names of columns, where that is not the name
};

// The tables, one for each file.
std::vector<SparkKernel> spark_text_kernels();
std::vector<SparkKernel> spark_search_kernels();
std::vector<SparkKernel> spark_regexp_kernels();
std::vector<SparkKernel> spark_encoding_kernels();
std::vector<SparkKernel> spark_charset_kernels();
std::vector<SparkKernel> spark_number_kernels();
std::vector<SparkKernel> spark_time_kernels();
std::vector<SparkKernel> spark_pattern_kernels();
std::vector<SparkKernel> spark_format_kernels();
std::vector<SparkKernel> spark_crypto_kernels();
std::vector<SparkKernel> spark_number_format_kernels();
std::vector<SparkKernel> spark_interval_kernels();
std::vector<SparkKernel> python_regexp_kernels();  // Python's, and no Spark's

std::span<const FunctionRow> spark_kernel_functions();
void register_spark_kernels(duckdb::ExtensionLoader& loader);

// What Spark bounds arrays and texts by.
inline constexpr std::int64_t kMostItems = 2'147'483'632;

Tree kernel_tree(std::string_view name, Trees arguments);

Tree zone_tree(const Session& session);  // its name
Tree zone_tree(const Call& call);

// The argument as Spark casts it without being asked: numbers and texts to each other, all to texts, texts
// and points in time to points in time. Refuses others.
base::Result<Tree> implicit_argument(Call& call, std::size_t index, const Type& type);

// Fails the query as Spark does, with the condition in brackets before the message.
[[noreturn]] void refuse_value(const std::string& condition, const std::string& message);

}  // namespace engine
