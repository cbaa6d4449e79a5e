#include <fmt/format.h>

#include "engine/functions/characters.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"
#include "engine/patterns/replacement.h"
#include "engine/patterns/source.h"

// https://trino.io/docs/435/functions/regexp.html
namespace engine {
namespace {

using View = std::string_view;
using patterns::Matches;
using patterns::Pattern;
using patterns::Replacement;

[[noreturn]] void refuse_pattern(View pattern, const base::Error& error) {
  if (error.code == patterns::kInvalid) refuse_argument(error.message);
  if (error.fault == base::Error::Fault::World) raise(error);
  const std::string code = error.code == patterns::kTooLong ? "GENERIC_USER_ERROR" : "NOT_SUPPORTED";
  raise(base::refusal(
      code, 400,
      fmt::format("{}: The regular expression {} is not supported: {}", code, pattern, error.message)));
}

const Pattern& compiled(View pattern) {
  return patterns::compiled(pattern, patterns::Syntax::Joni, refuse_pattern);
}

Replacement compiled_replacement(const Pattern& expression, View text) {
  return Replacement(expression, text, [](View with) {
    refuse_argument("Illegal replacement sequence: " + std::string(with));
  });
}

View text_at(const Values& texts, idx_t row) {
  return view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(
      texts.unified)[texts.unified.sel->get_index(row)]);
}

std::size_t checked_group(const Pattern& expression, int64_t group) {
  if (group < 0) refuse_argument("Group cannot be negative");
  if (std::cmp_greater(group, expression.group_count()))
    refuse_argument("Pattern has " + std::to_string(expression.group_count()) +
                    " groups. Cannot access group " + std::to_string(group));
  return static_cast<std::size_t>(group);
}

std::optional<bool> regexp_like(View text, View pattern) {
  return is_match(compiled(pattern), text);
}

std::optional<std::string> regexp_extract(View text, View pattern, int64_t group) {
  const auto& expression = compiled(pattern);
  const auto index = checked_group(expression, group);
  Matches matches(expression, text, index);
  return matches.next() ? matches.group(index) : std::nullopt;
}

std::optional<Texts> regexp_extract_all(View text, View pattern, int64_t group) {
  const auto& expression = compiled(pattern);
  const auto index = checked_group(expression, group);
  Texts found;
  for (Matches matches(expression, text, index); matches.next();) found.push_back(matches.group(index));
  return found;
}

std::optional<Texts> regexp_split(View text, View pattern) {
  Texts parts;
  std::size_t from = 0;
  for (Matches matches(compiled(pattern), text); matches.next(); from = matches.end())
    parts.emplace_back(std::string(text.substr(from, matches.begin() - from)));
  parts.emplace_back(std::string(text.substr(from)));
  return parts;
}

std::optional<int64_t> regexp_count(View text, View pattern) {
  int64_t count = 0;
  for (Matches matches(compiled(pattern), text); matches.next();) ++count;
  return count;
}

// Counted in characters from 1; -1: there is none.
std::optional<int64_t> regexp_position(View text, View pattern, int64_t start, int64_t occurrence) {
  if (start < 1) refuse_argument("start position cannot be smaller than 1");
  if (occurrence < 1) refuse_argument("occurrence cannot be smaller than 1");
  if (start > count_characters(text)) return -1;
  View rest = text;
  for (int64_t i = 1; i < start; ++i) take_character(rest);
  const std::size_t skipped = text.size() - rest.size();
  for (Matches matches(compiled(pattern), text); matches.next();) {
    if (matches.begin() >= skipped && --occurrence == 0)
      return count_characters(text.substr(0, matches.begin())) + 1;
  }
  return -1;
}

std::optional<std::string> regexp_replace(View text, View pattern, View with) {
  return replaced(compiled(pattern), text, compiled_replacement(compiled(pattern), with));
}

// The groups of each match, a list in a list.
void match_groups(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values texts = values_of(input.data[0], input.size()),
               patterns = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  duckdb::Vector& matched = duckdb::ListVector::GetEntry(result);
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(texts, row) || is_null(patterns, row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto& expression = compiled(text_at(patterns, row));
    const idx_t begin = duckdb::ListVector::GetListSize(result);
    idx_t count = 0;
    for (Matches matches(expression, text_at(texts, row), expression.group_count()); matches.next();
         ++count) {
      Texts groups;
      for (std::size_t i = 1; i <= expression.group_count(); ++i) groups.push_back(matches.group(i));
      duckdb::ListVector::Reserve(result, begin + count + 1);
      detail::put(matched, begin + count, groups);
      duckdb::ListVector::SetListSize(result, begin + count + 1);
    }
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// The text with another in the place of each match, NULL when one of them is.
std::optional<std::string> with_parts(View text, View pattern, const Values& parts,
                                      duckdb::list_entry_t list) {
  std::string result;
  std::size_t from = 0;
  idx_t place = list.offset;
  for (Matches matches(compiled(pattern), text); matches.next(); from = matches.end(), ++place) {
    if (is_null(parts, place)) return std::nullopt;
    result += text.substr(from, matches.begin() - from);
    result += text_at(parts, place);
  }
  return result += text.substr(from);
}

void replace_matches(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values texts = values_of(input.data[0], input.size()),
               patterns = values_of(input.data[1], input.size());
  const Values parts = values_of(input.data[2], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    const bool null = is_null(texts, row) || is_null(patterns, row) || is_null(parts, row);
    const auto made = null ? std::nullopt
                           : with_parts(text_at(texts, row), text_at(patterns, row), parts.children[0],
                                        list_at(parts, row));
    if (made)
      detail::put(result, row, *made);
    else
      duckdb::FlatVector::SetNull(result, row, true);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// regexp_replace by a lambda that takes the groups of a match.
base::Result<Typed> regexp_transform(Call& call) {
  std::string name = call_name(call);
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  auto pattern = TRY(argument_as(call, 1, Type::VARCHAR));
  auto made = let_tree(std::move(text), [&](const Tree& of) {
    return let_tree(std::move(pattern), [&](const Tree& by) {
      auto groups = call_tree("dovetail_match_groups", of->Copy(), by->Copy());
      auto parts = call_tree("list_transform", std::move(groups), std::move(call.arguments[2].tree));
      return call_tree("dovetail_replace_matches", of->Copy(), by->Copy(), std::move(parts));
    });
  });
  return Typed{std::move(made), Type::VARCHAR, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.regexp_transform", 3, 3, regexp_transform},
};

}  // namespace

std::span<const FunctionRow> regexp_functions() {
  return kRows;
}

void register_regexp_kernels(duckdb::ExtensionLoader& loader) {
  const Type text = Type::VARCHAR, texts = Type::LIST(text);
  const auto add = [&](duckdb::ScalarFunction function) {
    function.SetFallible();
    register_kernel(loader, std::move(function));
  };
  add({"dovetail_match_groups", {text, text}, Type::LIST(texts), match_groups});
  add({"dovetail_replace_matches", {text, text, texts}, text, replace_matches});
}

std::vector<TrinoKernel> regexp_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.regexp_like", {text, text}, Type::BOOLEAN, row_kernel<View, View>(regexp_like)},
      {"trino.regexp_extract", {text, text, number}, text, row_kernel<View, View, int64_t>(regexp_extract)},
      {"trino.regexp_extract_all",
       {text, text, number},
       Type::LIST(text),
       row_kernel<View, View, int64_t>(regexp_extract_all)},
      {"trino.regexp_split", {text, text}, Type::LIST(text), row_kernel<View, View>(regexp_split)},
      {"trino.regexp_count", {text, text}, number, row_kernel<View, View>(regexp_count)},
      {"trino.regexp_position",
       {text, text, number, number},
       number,
       row_kernel<View, View, int64_t, int64_t>(regexp_position)},
      {"trino.regexp_replace", {text, text, text}, text, row_kernel<View, View, View>(regexp_replace)},
  };
}

}  // namespace engine
