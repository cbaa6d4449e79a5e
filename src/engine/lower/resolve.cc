#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/edit_distance.h"
#include "base/text.h"
#include "engine/lower/relation.h"

namespace engine {
namespace {

using Names = std::vector<std::string>;

std::string quoted(const Names& parts) {
  Names quoted_parts;
  for (const auto& part : parts) quoted_parts.push_back(fmt::format("`{}`", part));
  return base::join(quoted_parts, ".");
}

bool qualifies(const OutputColumn& column, std::span<const std::string> qualifiers) {
  if (qualifiers.size() > column.qualifiers.size()) return false;
  const auto offset = column.qualifiers.size() - qualifiers.size();
  for (std::size_t i = 0; i < qualifiers.size(); ++i)
    if (!base::iequals(column.qualifiers[offset + i], qualifiers[i])) return false;
  return true;
}

bool has_plan(const OutputColumn& column, std::optional<std::int64_t> plan_id) {
  return !plan_id ||
         std::find(column.plan_ids.begin(), column.plan_ids.end(), *plan_id) != column.plan_ids.end();
}

base::Error unresolved(const Columns& columns, const Names& parts) {
  Names names;
  for (const auto& column : columns) names.push_back(column.name);
  std::stable_sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
    return base::edit_distance(a, parts.back()) < base::edit_distance(b, parts.back());
  });
  if (names.size() > 5) names.resize(5);
  for (auto& name : names) name = fmt::format("`{}`", name);
  const std::string text = fmt::format(
      "A column, variable, or function parameter with name {} cannot be resolved.", quoted(parts));
  if (names.empty())
    return base::refusal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", 400,
                         "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION] " + text);
  return base::refusal(
      "UNRESOLVED_COLUMN.WITH_SUGGESTION", 400,
      fmt::format("[UNRESOLVED_COLUMN.WITH_SUGGESTION] {} Did you mean one of the following? [{}].", text,
                  base::join(names, ", ")));
}

base::Error ambiguous(const std::vector<const OutputColumn*>& found, const Names& parts) {
  Names choices;
  for (const auto* column : found) {
    auto full = column->qualifiers;
    full.push_back(column->name);
    choices.push_back(quoted(full));
  }
  return base::refusal("AMBIGUOUS_REFERENCE", 400,
                       fmt::format("[AMBIGUOUS_REFERENCE] Reference {} is ambiguous, could be: [{}].",
                                   quoted(parts), base::join(choices, ", ")));
}

}  // namespace

std::optional<std::vector<std::string>> identifier_parts(const std::string& identifier) {
  Names parts(1);
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    if (c == '.') {
      parts.emplace_back();
    } else if (c != '`') {
      parts.back() += c;
    } else {
      for (++i;; ++i) {
        if (i == identifier.size()) return std::nullopt;
        if (identifier[i] != '`')
          parts.back() += identifier[i];
        else if (i + 1 < identifier.size() && identifier[i + 1] == '`')
          parts.back() += identifier[++i];
        else
          break;
      }
    }
  }
  return parts;
}

std::vector<const OutputColumn*> columns_named(const Columns& columns, const std::string& name) {
  std::vector<const OutputColumn*> found;
  for (const auto& column : columns)
    if (base::iequals(column.name, name)) found.push_back(&column);
  return found;
}

base::Result<Resolved> resolve(const Columns& columns, const std::string& identifier,
                               std::optional<std::int64_t> plan_id) {
  const auto parsed = identifier_parts(identifier);
  if (!parsed)
    return base::refusal("PARSE_SYNTAX_ERROR", 400,
                         fmt::format("The name {} has an open backtick.", identifier));
  const auto& parts = *parsed;
  // The longest qualifier wins: a.b is column b of a before it is field b of column a.
  for (std::size_t name_at = parts.size(); name_at-- > 0;) {
    std::vector<const OutputColumn*> found;
    for (const auto* column : columns_named(columns, parts[name_at]))
      if (has_plan(*column, plan_id) && qualifies(*column, std::span(parts).first(name_at)))
        found.push_back(column);
    if (found.size() > 1) return ambiguous(found, parts);
    if (found.size() == 1)
      return Resolved{found[0], Names(parts.begin() + static_cast<std::ptrdiff_t>(name_at) + 1, parts.end())};
  }
  return unresolved(columns, parts);
}

}  // namespace engine
