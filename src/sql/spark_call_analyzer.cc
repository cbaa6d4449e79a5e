#include "sql/spark_call_analyzer.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "plan/spark_error.h"
#include "sql/functions.h"
#include "sql/operators.h"
#include "sql/rules.h"
#include "sql/spark_errors.h"
#include "sql/spark_field_name.h"
#include "sql/spark_star.h"

namespace sql {
namespace {

// The step of a sequence of times, which may go back; nothing: it is no interval.
std::optional<Duration> step_of(const Expression& expression) {
  const auto* back = std::get_if<Negation>(&expression.node);
  const auto* step = std::get_if<Duration>(back != nullptr ? &back->operand->node : &expression.node);
  if (step == nullptr || step->count == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  Duration duration = *step;
  if (back != nullptr) duration.count = -duration.count;
  return duration;
}

// Of columns that are found where the plan is lowered.
PlanExpression unresolved_star(const ColumnName& of) {
  PlanExpression star = plan::star();
  std::string target;
  for (const Name& part : of.parts) target += plan::quoted(part.text) + ".";
  if (!target.empty()) star.mutable_unresolved_star()->set_unparsed_target(target + "*");
  return star;
}

bool is_struct_of_stars(const Call& node) {
  return node.function.text == "struct" && !node.stars.empty() && node.arguments.empty();
}

}  // namespace

base::Error unknown_spark_function(const Name& name) {
  if (is_unsupported_spark_function(name.text))
    return spark_error(name.position, "UNSUPPORTED_FEATURE",
                       fmt::format("The function `{}` is not supported yet.", name.text));
  return spark_error(name.position, "UNRESOLVED_ROUTINE",
                     "Cannot resolve routine <routineName> on search path <searchPath>.",
                     {{"routineName", fmt::format("`{}`", name.text)}, {"searchPath", plan::kSearchPath}});
}

// The plan's literals are of all units; one of fewer is cast to its type.
base::Result<PlanExpression> spark_interval_literal(const Duration& node, Position position) {
  static constexpr std::string_view kUnits[] = {"year", "month", "day", "hour", "minute", "second"};
  const bool of_months = node.first < Duration::Day;
  if (of_months && !std::in_range<std::int32_t>(node.count))
    return spark_error(position, "INVALID_INTERVAL_FORMAT", "The interval is out of range.");
  PlanExpression literal = of_months ? plan::year_month_literal(static_cast<std::int32_t>(node.count))
                                     : plan::day_time_literal(node.count);
  const bool whole = node.first == (of_months ? Duration::Year : Duration::Day) &&
                     node.last == (of_months ? Duration::Month : Duration::Second);
  if (whole) return literal;
  std::string type = fmt::format("interval {}", kUnits[node.first]);
  if (node.first != node.last) type += fmt::format(" to {}", kUnits[node.last]);
  return plan::cast(std::move(literal), type);
}

base::Result<Typed> ExpressionAnalyzer::SparkCalls::call(const Call& node) const {
  const std::string& name = node.function.text;
  if (node.over) return window(node);
  if (name == "grouping" || name == "grouping_id") return grouping(node);
  if (name.find(' ') != std::string::npos) return like_many(node);
  const auto* own = self.context_.rules->functions;
  if (own != nullptr && own->contains(name)) return deferred(plan::call(name, TRY(arguments(node))));
  const SparkFunction* function = find_spark_function(name);
  if (function == nullptr) return unknown_spark_function(node.function);
  if (function->kind == SparkFunction::Kind::Generator)
    return spark_error(position, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
                       fmt::format("The generator is not supported: {} inside an expression.", name));
  if (function->kind == SparkFunction::Kind::Window)
    return spark_error(position, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE",
                       "Window function <funcName> requires an OVER clause.",
                       {{"funcName", fmt::format("\"{}()\"", name)}});
  if (function->kind == SparkFunction::Kind::Aggregate) return aggregate(*function, node);
  if (node.filter) return not_a_word_for(name, "FILTER CLAUSE");
  if (node.distinct) return not_a_word_for(name, "DISTINCT");
  if (node.star || node.ignore_nulls)
    return spark_error(position, "INVALID_SQL_FUNCTION_USAGE",
                       fmt::format("* or IGNORE NULLS is no word for the function {}.", name));
  if (!function->casts_to.empty() && node.arguments.size() != 1) return wrong_number_of_arguments(node, 1);
  if (self.context_.names_anything && is_struct_of_stars(node)) {
    std::vector<PlanExpression> stars;
    for (const Call::Star& star : node.stars) stars.push_back(unresolved_star(star.of));
    return deferred(plan::call("struct", std::move(stars)));
  }
  return deferred(planned(*function, TRY(arguments(node)), node));
}

// Of a function that is no aggregate.
base::Error ExpressionAnalyzer::SparkCalls::not_a_word_for(const std::string& function,
                                                           const std::string& words) const {
  return spark_error(position, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                     "Invalid SQL syntax: The function <prettyName> does not support <syntax>.",
                     {{"prettyName", fmt::format("`{}`", function)}, {"syntax", words}});
}

PlanExpression ExpressionAnalyzer::SparkCalls::planned(const SparkFunction& function,
                                                       std::vector<PlanExpression> arguments,
                                                       const Call& node) const {
  if (function.rewrite != nullptr) return function.rewrite(std::move(arguments));
  if (!function.casts_to.empty()) return plan::cast(std::move(arguments[0]), function.casts_to);
  const std::string_view name = function.plan_name.empty() ? function.name : function.plan_name;
  return node.distinct ? plan::call_distinct(name, std::move(arguments))
                       : plan::call(name, std::move(arguments));
}

// With lambdas, whose parameters have the types that the function gives them.
base::Result<std::vector<PlanExpression>> ExpressionAnalyzer::SparkCalls::arguments(const Call& node) const {
  std::vector<PlanExpression> values;
  const bool is_struct = node.function.text == "struct";
  for (std::size_t i = 0; i < node.arguments.size(); ++i) {
    TRY(add_stars(node, i, values));
    const Expression& argument = *node.arguments[i];
    if (const auto* lambda = std::get_if<Lambda>(&argument.node)) {
      const std::vector<Type> types(lambda->parameters.size(), kDeferred);
      values.push_back(TRY(self.lambda({.lambda = lambda, .position = argument.position}, types)).plan);
      continue;
    }
    if (const std::optional<Duration> step =
            node.function.text == "sequence" && i == 2 ? step_of(argument) : std::nullopt) {
      values.push_back(TRY(spark_interval_literal(*step, argument.position)));
      continue;
    }
    PlanExpression value = TRY(self.part(argument)).plan;
    const bool nameless = is_struct && i % 2 == 0 && value.literal().string().empty();
    values.push_back(nameless ? plan::literal(spark_field_name(*node.arguments[i + 1], i / 2))
                              : std::move(value));
  }
  TRY(add_stars(node, node.arguments.size(), values));
  return values;
}

// The columns of the stars that stand before the argument; in a struct each has its name before it.
base::Result<void> ExpressionAnalyzer::SparkCalls::add_stars(const Call& node, std::size_t before,
                                                             std::vector<PlanExpression>& values) const {
  for (const Call::Star& star : node.stars) {
    if (star.before != before) continue;
    const Scope& scope = self.context_.scope;
    if (self.context_.names_anything) {
      if (node.function.text == "struct")
        return not_supported_yet(position, "a star among columns of STRUCT");
      values.push_back(unresolved_star(star.of));
      continue;
    }
    const auto columns = columns_of_star(scope, star.of);
    if (columns.empty() && !star.of.parts.empty())
      return self.context_.rules->unresolved_star(scope, star.of.parts.back(), position);
    if (node.function.text == "count" && !star.of.parts.empty())
      return spark_error(position, "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT",
                         "count(`<tableName>`.*) is not allowed. Use count(*) or expand the columns "
                         "manually, e.g. count(col1, col2).",
                         {{"tableName", star.of.parts.back().text}});
    for (const Field* field : columns) {
      if (node.function.text == "struct") values.push_back(plan::literal(field->name));
      values.push_back(TRY(self.column(*field, position)).plan);
    }
  }
  return {};
}

base::Result<Typed> ExpressionAnalyzer::SparkCalls::like_many(const Call& node) const {
  const std::string& name = node.function.text;
  const Typed value = TRY(self.part(*node.arguments[0]));
  const bool any_case = name.find("ilike") != name.npos;
  std::vector<PlanExpression> terms;
  for (std::size_t i = 1; i < node.arguments.size(); ++i) {
    Typed copy = TRY(self.context_.budget.copy(value, position));
    PlanExpression pattern = TRY(self.part(*node.arguments[i])).plan;
    PlanExpression like = plan::call(any_case ? "ilike" : "like", {std::move(copy.plan), std::move(pattern)});
    terms.push_back(negated_if(name.starts_with("not"), std::move(like)));
  }
  if (terms.empty())
    return spark_error(position, "PARSE_SYNTAX_ERROR", "Expected something between '(' and ')'.");
  return deferred(combine(name.ends_with("all") ? "and" : "or", std::move(terms)));
}

}  // namespace sql
