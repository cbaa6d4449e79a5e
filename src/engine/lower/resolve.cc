#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text.h"
#include "engine/lower/relation.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Names = std::vector<std::string>;

std::string quoted(const Names& parts) {
  Names quoted_parts;
  for (const auto& part : parts) quoted_parts.push_back(fmt::format("`{}`", part));
  return base::join(quoted_parts, ".");
}

// By their ends: t.a means column a of db.t, too.
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

base::Error unresolved(const std::string& name, const Names& proposed) {
  constexpr const char* kText =
      "A column, variable, or function parameter with name <objectName> cannot be resolved.";
  if (proposed.empty())
    return plan::spark_error("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", fmt::format("{} ", kText),
                             {{"objectName", name}});
  return plan::spark_error("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                           fmt::format("{} Did you mean one of the following? [<proposal>].", kText),
                           {{"objectName", name}, {"proposal", base::join(proposed, ", ")}});
}

base::Error unresolved(const Columns& columns, const Names& parts) {
  Names names;
  for (const auto& column : columns) {
    if (column.left_out > 0) continue;
    const bool qualified = parts.size() > 1 && !column.qualifiers.empty();
    names.push_back(quoted(qualified ? Names{column.qualifiers.back(), column.name} : Names{column.name}));
  }
  return unresolved(quoted(parts), plan::most_similar(std::move(names), parts));
}

base::Error ambiguous(const std::vector<const OutputColumn*>& found, const Names& parts) {
  Names choices;
  for (const auto* column : found) {
    auto full = column->qualifiers;
    full.push_back(column->name);
    choices.push_back(quoted(full));
  }
  return plan::spark_error(
      "AMBIGUOUS_REFERENCE", "Reference <name> is ambiguous, could be: <referenceNames>.",
      {{"name", quoted(parts)}, {"referenceNames", fmt::format("[{}]", base::join(choices, ", "))}});
}

base::Error of_several_frames(const Names& parts) {
  return plan::spark_error(
      "AMBIGUOUS_COLUMN_REFERENCE",
      "Column <name> is ambiguous. It's because you joined several DataFrame together, and some of these "
      "DataFrames are the same.\nThis column points to one of the DataFrames but Spark is unable to figure "
      "out "
      "which one.\nPlease alias the DataFrames with different names via `DataFrame.alias` before joining "
      "them,\nand specify the column using qualified name, e.g. `df.alias(\"a\").join(df.alias(\"b\"), "
      "col(\"a.id\") > col(\"b.id\"))`.",
      {{"name", fmt::format("\"{}\"", parts.back())}});
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
                               std::optional<std::int64_t> plan_id, int left_out) {
  const auto parsed = identifier_parts(identifier);
  if (!parsed)
    return plan::spark_error(
        "INVALID_ATTRIBUTE_NAME_SYNTAX",
        "Syntax error in the attribute name: <name>. Check that backticks appear in pairs, a "
        "quoted string is a complete name part and use a backtick only inside quoted name "
        "parts.",
        {{"name", identifier}});
  const auto& parts = *parsed;
  // The longest qualifier wins: a.b is column b of a before it is field b of column a.
  for (std::size_t name_at = parts.size(); name_at-- > 0;) {
    std::vector<const OutputColumn*> found;
    for (const auto* column : columns_named(columns, parts[name_at]))
      if (column->left_out == left_out && has_plan(*column, plan_id) &&
          qualifies(*column, std::span(parts).first(name_at)))
        found.push_back(column);
    if (found.size() > 1) return plan_id ? of_several_frames(parts) : ambiguous(found, parts);
    if (found.size() == 1)
      return Resolved{found[0], parts[name_at],
                      Names(parts.begin() + static_cast<std::ptrdiff_t>(name_at) + 1, parts.end())};
  }
  return unresolved(columns, parts);
}

base::Result<std::vector<const OutputColumn*>> columns_or_all(
    const Columns& columns, const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<const OutputColumn*> chosen;
  if (names.empty())
    for (const auto& column : columns) chosen.push_back(&column);
  for (const auto& name : names) chosen.push_back(TRY(column_of(columns, name)));
  return chosen;
}

base::Result<const OutputColumn*> column_of(const Columns& columns, const std::string& name) {
  auto found = resolve(columns, name);
  if (found.ok()) return found->column;
  if (found.error().code != "UNRESOLVED_COLUMN.WITH_SUGGESTION") return found.error();
  Names names;
  for (const auto& column : columns) names.push_back(quoted({column.name}));
  return unresolved(quoted({name}), names);
}

base::Error not_among(const std::string& name, const Columns& columns) {
  Names names;
  for (const auto& column : columns) names.push_back(column.name);
  return plan::spark_error("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                           "Cannot resolve column name \"<colName>\" among (<fieldNames>).",
                           {{"colName", name}, {"fieldNames", base::join(names, ", ")}});
}

}  // namespace engine
