#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "engine/patterns/matches.h"
#include "engine/patterns/source.h"
#include "engine/storage/raise.h"
#include "spark/connect/expressions.pb.h"

// What stands for several columns at once: * and t.*, and the patterns of names of df.colRegex().
namespace engine {
namespace {

// Of `t.*` it is t.
std::string target_of(const connect::Expression_UnresolvedStar& star) {
  return star.unparsed_target().substr(0, star.unparsed_target().size() - 2);
}

bool is_of(const OutputColumn& column, const std::string& qualifier) {
  return !column.qualifiers.empty() && base::iequals(column.qualifiers.back(), qualifier);
}

base::Result<Columns> star(const connect::Expression_UnresolvedStar& star, const Columns& columns) {
  TRY(consume_only(star, {"unparsed_target", "plan_id"}));
  Columns chosen;
  for (const auto& column : columns) {
    const bool qualified = !star.has_unparsed_target() || is_of(column, target_of(star));
    const bool of_plan =
        !star.has_plan_id() || std::count(column.plan_ids.begin(), column.plan_ids.end(), star.plan_id()) > 0;
    if (column.left_out == 0 && qualified && of_plan) chosen.push_back(column);
  }
  if (chosen.empty() && star.has_unparsed_target())
    return plan::spark_error(
        "CANNOT_RESOLVE_STAR_EXPAND",
        "Cannot resolve <targetString>.* given input columns <columns>. Please check that the "
        "specified table or struct exists and is accessible in the input columns.",
        {{"targetString", fmt::format("`{}`", target_of(star))}, {"columns", ""}});
  return chosen;
}

struct NamePattern {
  std::optional<std::string> qualifier;
  std::string pattern;
};

// `pattern` or qualifier.`pattern`, cut as Spark cuts it: between the outermost backticks. Nothing: it is the
// name of one column.
std::optional<NamePattern> name_pattern(const connect::Expression& expression) {
  if (!expression.has_unresolved_regex()) return std::nullopt;
  const std::string& text = expression.unresolved_regex().col_name();
  if (text.size() < 3 || !text.ends_with('`')) return std::nullopt;
  if (text.starts_with('`')) return NamePattern{std::nullopt, text.substr(1, text.size() - 2)};
  const auto open = text.rfind(".`", text.size() - 3);
  if (open == text.npos || open == 0) return std::nullopt;
  return NamePattern{text.substr(0, open), text.substr(open + 2, text.size() - open - 3)};
}

[[noreturn]] void refuse(std::string_view pattern, const base::Error& error) {
  if (error.code == patterns::kInvalid)
    raise(plan::illegal_argument(fmt::format("{}\n{}", error.message, pattern)));
  if (error.fault == base::Error::Fault::World) raise(error);
  raise(unsupported(fmt::format("the pattern {} of names: {}", pattern, error.message)));
}

// Java matches whole names. Which frame the pattern comes of plays no part.
base::Result<Columns> matching(const NamePattern& wanted, const Columns& columns) {
  Columns chosen;
  try {
    // By itself first: brackets that it leaves open would take those around it for theirs.
    const patterns::Pattern itself(wanted.pattern, patterns::Syntax::Java, refuse);
    const patterns::Pattern whole("(?i)\\A(?:" + wanted.pattern + ")\\z", patterns::Syntax::Java, refuse);
    for (const auto& column : columns)
      if (column.left_out == 0 && (!wanted.qualifier || is_of(column, *wanted.qualifier)) &&
          patterns::is_match(whole, column.name))
        chosen.push_back(column);
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
  return chosen;
}

}  // namespace

base::Result<std::optional<Columns>> starred(const connect::Expression& expression, const Columns& columns) {
  if (expression.has_unresolved_star())
    return std::optional(TRY(star(expression.unresolved_star(), columns)));
  const auto pattern = name_pattern(expression);
  if (!pattern) return std::optional<Columns>();
  TRY(consume_only(expression.unresolved_regex(), {"col_name", "plan_id"}));
  return std::optional(TRY(matching(*pattern, columns)));
}

base::Result<void> check_no_pattern(const connect::Expression& expression, const std::string& place) {
  const auto pattern = name_pattern(expression);
  if (!pattern) return {};
  return plan::spark_error(
      "INVALID_USAGE_OF_STAR_OR_REGEX", "Invalid usage of <elem> in <prettyName>.",
      {{"elem", fmt::format("regular expression '{}'", pattern->pattern)}, {"prettyName", place}});
}

// Of s.* where no table is called s, but a column that is a struct; nothing: it is another star, or none.
base::Result<std::optional<std::vector<Typed>>> Lowering::fields_of_star(
    const connect::Expression& expression, const Columns& columns) {
  const auto& star = expression.unresolved_star();
  if (!expression.has_unresolved_star() || !star.has_unparsed_target())
    return std::optional<std::vector<Typed>>();
  const std::string target = target_of(star);
  if (std::ranges::any_of(columns, [&](const auto& column) { return is_of(column, target); }))
    return std::optional<std::vector<Typed>>();
  TRY(consume_only(star, {"unparsed_target", "plan_id"}));
  connect::Expression named;
  named.mutable_unresolved_attribute()->set_unparsed_identifier(target);
  if (star.has_plan_id()) named.mutable_unresolved_attribute()->set_plan_id(star.plan_id());
  const auto value = attribute(named, columns);
  if (!value.ok()) return std::optional<std::vector<Typed>>();  // which the star itself refuses
  if (value->type.id() != duckdb::LogicalTypeId::STRUCT)
    return plan::spark_error("_LEGACY_ERROR_TEMP_1050",
                             "Can only star expand struct data types. Attribute: `List(<attributes>)`.",
                             {{"attributes", fmt::format("{}", fmt::join(base::split(target, '.'), ", "))}});
  std::vector<Typed> fields;
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(value->type))
    fields.push_back({field_tree(value->tree->Copy(), name), type, name});
  return std::optional(std::move(fields));
}

// Without backticks it names one column.
base::Result<Typed> Lowering::named_by_pattern(const connect::Expression& expression,
                                               const Columns& columns) {
  const auto& regex = expression.unresolved_regex();
  TRY(consume_only(regex, {"col_name", "plan_id"}));
  if (name_pattern(expression)) return unsupported("a pattern of names but as an item or an argument");
  connect::Expression named;
  named.mutable_unresolved_attribute()->set_unparsed_identifier(regex.col_name());
  if (regex.has_plan_id()) named.mutable_unresolved_attribute()->set_plan_id(regex.plan_id());
  return attribute(named, columns);
}

}  // namespace engine
