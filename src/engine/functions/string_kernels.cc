#include <algorithm>

#include "duckdb/common/vector_operations/ternary_executor.hpp"
#include "engine/functions/case_mapping.h"
#include "engine/functions/characters.h"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::string_t;

// The characters [begin, end) of a text, both counted from 0 and inside it.
std::string_view characters(std::string_view text, std::int64_t begin, std::int64_t end) {
  std::size_t from = text.size(), to = text.size();
  std::int64_t index = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!starts_character(text[i])) continue;
    if (++index == begin) from = i;
    if (index == end) {
      to = i;
      break;
    }
  }
  return from < to ? text.substr(from, to - from) : std::string_view();
}

enum class Rules { Spark, Trino };

// Both count from 1, and from the end below 0. Spark takes 0 for 1, and lets a start before the text use up
// the length; Trino answers '' for both.
template <Rules rules>
std::string_view substring(std::string_view text, std::int64_t start, std::int64_t length) {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  start = std::clamp(start, -kFar, kFar);
  length = std::clamp<std::int64_t>(length, 0, kFar);
  const auto size = count_characters(text);
  if (rules == Rules::Trino && (start == 0 || start > size || -start > size)) return {};
  const auto begin = start > 0 ? start - 1 : start < 0 ? size + start : 0;
  const auto end = std::min(size, begin + length);
  if (end <= std::max<std::int64_t>(begin, 0)) return {};
  return characters(text, std::max<std::int64_t>(begin, 0), end);
}

template <Rules rules>
void run_substring(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::TernaryExecutor::Execute<string_t, int64_t, int64_t, string_t>(
      input.data[0], input.data[1], input.data[2], result, input.size(),
      [&](string_t text, int64_t start, int64_t length) {
        const auto part = substring<rules>(view(text), start, length);
        return duckdb::StringVector::AddString(result, part.data(), part.size());
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
                                                 run_substring<Rules::Spark>));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_substring_trino",
                                                 {Type::VARCHAR, Type::BIGINT, Type::BIGINT}, Type::VARCHAR,
                                                 run_substring<Rules::Trino>));
}

}  // namespace engine
