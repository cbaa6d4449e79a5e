#include <algorithm>

#include "duckdb/common/vector_operations/ternary_executor.hpp"
#include "engine/functions/case_mapping.h"
#include "engine/functions/characters.h"
#include "engine/functions/kernel.h"
#include "engine/functions/substring.h"

namespace engine {
namespace {

using duckdb::string_t;

template <SubstringRules rules>
void run_substring(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::TernaryExecutor::Execute<string_t, int64_t, int64_t, string_t>(
      input.data[0], input.data[1], input.data[2], result, input.size(),
      [&](string_t text, int64_t start, int64_t length) {
        const auto part = substring_of(view(text), start, length, rules);
        return duckdb::StringVector::AddString(result, part.data(), part.size());
      });
}

void run_byte_substring(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::TernaryExecutor::Execute<string_t, int64_t, int64_t, string_t>(
      input.data[0], input.data[1], input.data[2], result, input.size(),
      [&](string_t bytes, int64_t start, int64_t length) {
        const auto part = bytes_of(view(bytes), start, length);
        return duckdb::StringVector::AddStringOrBlob(result, part.data(), part.size());
      });
}

// By characters, as Spark and Trino reverse: not by what is seen as one.
std::string reversed(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && !starts_character(text[begin])) --begin;
    result.append(text.substr(begin, end - begin));
    end = begin;
  }
  return result;
}

}  // namespace

void register_string_kernels(duckdb::ExtensionLoader& loader) {
  const auto add = [&](const char* name, duckdb::scalar_function_t kernel) {
    register_kernel(loader, duckdb::ScalarFunction(name, {Type::VARCHAR}, Type::VARCHAR, std::move(kernel)));
  };
  add("dovetail_reverse", unary_kernel<string_t, string_t>([](string_t text, duckdb::Vector& result) {
        return std::optional(duckdb::StringVector::AddString(result, reversed(view(text))));
      }));
  add("dovetail_spark_upper", case_kernel(CaseMapping::SparkUpper));
  add("dovetail_spark_lower", case_kernel(CaseMapping::SparkLower));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_substring_spark",
                                                 {Type::VARCHAR, Type::BIGINT, Type::BIGINT}, Type::VARCHAR,
                                                 run_substring<SubstringRules::Spark>));
  loader.RegisterFunction(duckdb::ScalarFunction(
      "dovetail_substring_bytes", {Type::BLOB, Type::BIGINT, Type::BIGINT}, Type::BLOB, run_byte_substring));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_substring_trino",
                                                 {Type::VARCHAR, Type::BIGINT, Type::BIGINT}, Type::VARCHAR,
                                                 run_substring<SubstringRules::Trino>));
}

}  // namespace engine
