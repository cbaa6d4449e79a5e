#include "engine/functions/spark_regexp.h"

#include <algorithm>

#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/substring.h"
#include "engine/patterns/replacement.h"
#include "engine/patterns/source.h"

// https://spark.apache.org/docs/latest/api/sql/: regular expressions.

namespace engine {
namespace {

using View = std::string_view;
using patterns::Matches;
using patterns::Pattern;

void refuse_pattern(View pattern, const base::Error& error) {
  if (error.code == patterns::kInvalid)
    refuse_value("INVALID_PARAMETER_VALUE.PATTERN",
                 "The value of parameter(s) `regexp` is invalid: '" + std::string(pattern) + "'.");
  if (error.fault == base::Error::Fault::World) raise(error);
  raise(base::refusal(
      "UNSUPPORTED_FEATURE", 400,
      "A regular expression of this kind is not supported: " + std::string(pattern) + ": " + error.message));
}

std::size_t checked_group(const Pattern& expression, std::int32_t group, View function) {
  const std::size_t count = expression.group_count();
  if (group < 0 || std::cmp_greater(group, count))
    refuse_value("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
                 "The value of parameter(s) `idx` in `" + std::string(function) +
                     "` is invalid: Expects group index between 0 and " + std::to_string(count) +
                     ", but got " + std::to_string(group) + ".");
  return static_cast<std::size_t>(group);
}

// The last group that is to be matched; that there is none of this number is told where there is a match.
std::size_t asked_group(const Pattern& expression, std::int32_t group) {
  return std::min(static_cast<std::size_t>(std::max(group, 0)), expression.group_count());
}

std::optional<bool> is_like(View text, View pattern) {
  return patterns::is_match(java_regexp(pattern), text);
}

std::optional<std::string> extract(View text, View pattern, std::int32_t group) {
  const auto& expression = java_regexp(pattern);
  Matches matches(expression, text, asked_group(expression, group));
  if (!matches.next()) return "";
  return matches.group(checked_group(expression, group, "regexp_extract")).value_or("");
}

std::optional<Texts> extract_all(View text, View pattern, std::int32_t group) {
  const auto& expression = java_regexp(pattern);
  Texts found;
  for (Matches matches(expression, text, asked_group(expression, group)); matches.next();)
    found.emplace_back(matches.group(checked_group(expression, group, "regexp_extract_all")).value_or(""));
  return found;
}

std::optional<std::int32_t> count(View text, View pattern) {
  std::int32_t found = 0;
  for (Matches matches(java_regexp(pattern), text); matches.next();) ++found;
  return found;
}

// Counted in characters from 1; 0: there is none.
std::optional<std::int32_t> place(View text, View pattern, std::int32_t) {
  Matches matches(java_regexp(pattern), text);
  if (!matches.next()) return 0;
  return static_cast<std::int32_t>(count_characters(text.substr(0, matches.begin()))) + 1;
}

std::optional<std::string> first_match(View text, View pattern) {
  Matches matches(java_regexp(pattern), text);
  return matches.next() ? matches.group(0) : std::nullopt;
}

// From a character on, which counts as the beginning of the text.
std::optional<std::string> replace(View text, View pattern, View with, std::int32_t from) {
  if (from <= 0)
    refuse_value("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                 "The position of regexp_replace must be between (0, 2147483647] (current value = " +
                     std::to_string(from) + ").");
  const View rest = substring_of(text, from, 2147483647);
  if (from > 1 && rest.empty()) return std::string(text);
  const auto& expression = java_regexp(pattern);
  const patterns::Replacement by(expression, with, [](View given) {
    refuse_value("INVALID_PARAMETER_VALUE.PATTERN",
                 "The value of parameter(s) `replacement` is invalid: '" + std::string(given) + "'.");
  });
  return std::string(text.substr(0, text.size() - rest.size())) + replaced(expression, rest, by);
}

Texts split_characters(View text, std::int32_t limit) {
  Texts parts;
  while (!text.empty()) {
    const bool last = limit > 0 && std::cmp_equal(parts.size() + 1, limit);
    const View part = last ? std::exchange(text, View()) : take_character(text);
    parts.emplace_back(std::string(part));
  }
  return parts;
}

std::optional<Texts> split(View text, View pattern, std::int32_t limit) {
  return split_by(text, pattern, limit);
}

}  // namespace

const patterns::Pattern& java_regexp(View pattern) {
  return patterns::compiled(pattern, patterns::Syntax::Java, refuse_pattern);
}

Texts split_by(View text, View pattern, std::int32_t limit) {
  if (pattern.empty() && !text.empty()) return split_characters(text, limit);
  Texts parts;
  std::size_t from = 0;
  for (Matches matches(java_regexp(pattern), text); matches.next(); from = matches.end()) {
    if (limit > 0 && std::cmp_greater_equal(parts.size() + 1, limit)) break;
    if (matches.end() == 0) continue;
    parts.emplace_back(std::string(text.substr(from, matches.begin() - from)));
  }
  parts.emplace_back(std::string(text.substr(from)));
  return parts;
}

std::vector<SparkKernel> spark_regexp_kernels() {
  const Type text = Type::VARCHAR, whole = Type::INTEGER, truth = Type::BOOLEAN;
  const duckdb::Value zero = duckdb::Value::INTEGER(0), one = duckdb::Value::INTEGER(1),
                      minus_one = duckdb::Value::INTEGER(-1);
  const auto like = row_kernel<View, View>(is_like);
  return {
      {"rlike", {text, text}, truth, like, {}, true, "RLIKE"},
      {"regexp", {text, text}, truth, like, {}, true, "REGEXP"},
      {"regexp_like", {text, text}, truth, like, {}, true, "REGEXP_LIKE"},
      {"regexp_extract",
       {text, text, whole},
       text,
       row_kernel<View, View, std::int32_t>(extract),
       {one},
       true},
      {"regexp_extract_all",
       {text, text, whole},
       Type::LIST(text),
       row_kernel<View, View, std::int32_t>(extract_all),
       {one},
       true},
      {"regexp_count", {text, text}, whole, row_kernel<View, View>(count), {}, true},
      {"regexp_instr", {text, text, whole}, whole, row_kernel<View, View, std::int32_t>(place), {zero}, true},
      {"regexp_substr", {text, text}, text, row_kernel<View, View>(first_match), {}, true},
      {"regexp_replace",
       {text, text, text, whole},
       text,
       row_kernel<View, View, View, std::int32_t>(replace),
       {one},
       true},
      {"split",
       {text, text, whole},
       Type::LIST(text),
       row_kernel<View, View, std::int32_t>(split),
       {minus_one},
       true},
  };
}

}  // namespace engine
