#include <fmt/format.h>

#include <algorithm>

#include "plan/walks.h"
#include "sql/ast_walks.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/same_expression.h"
#include "sql/sortable.h"

// Calls of aggregates, with what they say of their rows.
namespace sql {
namespace {

// Whether all columns that a call names are of the rows around the subquery: engines take it for an aggregate
// of those.
bool is_of_outer_rows(const PlanExpression& call, const Scope& scope) {
  const std::set<std::string> used = plan::columns_used(call);
  return !used.empty() && std::ranges::none_of(scope.fields(), [&](const Field& field) {
    return used.contains(field.plan_name);
  });
}

// LISTAGG takes texts, and says so in its own words.
base::Result<void> check_listagg(const Call& node, const std::vector<Argument>& arguments) {
  const Type& type = arguments[0].value.type;
  if (type.kind == TypeKind::Varchar || type.kind == TypeKind::Unknown) return {};
  const auto* column = std::get_if<ColumnName>(&node.arguments[0]->node);
  return error_at(node.function.position, "TYPE_MISMATCH",
                  fmt::format("Expected expression of varchar, but '{}' has {} type",
                              column != nullptr ? to_string(*column) : "...", to_string(type)));
}

// The first aggregate inside of an expression; null: there is none.
const Call* aggregate_in(const Expression& expression) {
  const Call* call = std::get_if<Call>(&expression.node);
  if (call != nullptr && !call->over && is_aggregate(call->function.text)) return call;
  const Call* found = nullptr;
  for_each_child(expression, [&](const Expression& child) {
    if (found == nullptr) found = aggregate_in(child);
  });
  return found;
}

base::Result<void> check_not_nested(const Call& node) {
  for (const ExpressionPtr& argument : node.arguments) {
    if (const Call* inner = aggregate_in(*argument))
      return error_at(node.function.position, "NESTED_AGGREGATION",
                      fmt::format("Cannot nest aggregations inside aggregation '{}': [{}]",
                                  node.function.text, shown(*inner)));
  }
  return {};
}

// The place of the argument that a key of ORDER BY is.
std::optional<std::size_t> place_of(const PlanExpression& key, const std::vector<Argument>& arguments) {
  const std::string text = same_text(key);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].lambda == nullptr && same_text(arguments[i].value.plan) == text) return i;
  }
  return std::nullopt;
}

}  // namespace

std::string shown(const Call& call) {
  return call.function.text + (call.star ? "(*)" : "(...)");
}

base::Error ExpressionAnalyzer::not_scalar(const std::string& what, Position position) const {
  return error_at(position, "EXPRESSION_NOT_SCALAR",
                  fmt::format("{} cannot contain aggregations, window functions or grouping operations: [{}]",
                              context_.clause, what));
}

base::Result<std::vector<Argument>> ExpressionAnalyzer::aggregate_arguments(const Call& node) const {
  const std::string& name = node.function.text;
  const Position position = node.function.position;
  if (node.star && name != "count") return syntax_error(position, "* is an argument of count only");
  if (!node.star && (name != "count" || !node.arguments.empty())) return arguments(node);
  return std::vector<Argument>{{.value = {plan::literal(1), {TypeKind::Integer}}, .position = position}};
}

// DISTINCT, FILTER and ORDER BY.
base::Result<RowClauses> ExpressionAnalyzer::row_clauses(const Call& node,
                                                         const std::vector<Argument>& arguments) const {
  RowClauses clauses{.distinct = node.distinct};
  if (node.filter) clauses.filter = TRY(filtering(true).condition(*node.filter, "Filter expression")).plan;
  for (const SortItem& item : node.order_by) {
    Typed key = TRY(part(*item.expression));
    if (!is_orderable(key.type))
      return error_at(
          node.function.position, "TYPE_MISMATCH",
          fmt::format("ORDER BY can only be applied to orderable types (actual: {})", to_string(key.type)));
    const std::optional<std::size_t> argument = node.distinct ? place_of(key.plan, arguments) : std::nullopt;
    if (node.distinct && !argument)
      return error_at(item.expression->position, "EXPRESSION_NOT_IN_DISTINCT",
                      "For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments");
    if (node.distinct && item.nulls_first && holds(key.type, is_floating))
      return not_supported_yet(item.expression->position, "DISTINCT with NULLS FIRST of floating numbers");
    clauses.order.push_back({sort_order(std::move(key), item), argument});
  }
  return clauses;
}

base::Result<AggregateCall> ExpressionAnalyzer::aggregate_call(const Call& node) const {
  std::vector<Argument> arguments = TRY(aggregate_arguments(node));
  if (node.function.text == "listagg" && !arguments.empty()) TRY(check_listagg(node, arguments));
  for (const Argument& argument : arguments)
    if (node.distinct) TRY(check_distinct(argument.value.type, "", node.function.position));
  const RowClauses clauses = TRY(row_clauses(node, arguments));
  return call_aggregate(node.function, std::move(arguments), clauses, lambda_planner());
}

base::Result<Typed> ExpressionAnalyzer::aggregate(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (context_.aggregation == nullptr) return not_scalar(shown(node), position);
  if (node.ignore_nulls)
    return error_at(position, "NULL_TREATMENT_NOT_ALLOWED",
                    "Null treatment is only allowed for window functions");
  TRY(check_not_nested(node));
  AggregateCall call =
      TRY(plain(fmt::format("The arguments of aggregation '{}'", name)).aggregate_call(node));
  if (context_.outer != nullptr && is_of_outer_rows(call.plan, context_.scope)) {
    return error_at(position, "NOT_SUPPORTED",
                    fmt::format("{} of columns of the outer query only is not supported yet", name));
  }
  TRY(check_depth(call.plan, position));
  PlanExpression column = context_.aggregation->add_call(std::move(call.plan), name);
  if (call.convert) return checked(std::move(column), call.type);
  return Typed{std::move(column), call.type};
}

// grouping(a, b): a bit for each key, 1 where the row's grouping set leaves it out.
base::Result<Typed> ExpressionAnalyzer::grouping(const Call& node, Position position) const {
  if (context_.aggregation == nullptr) return not_scalar(shown(node), position);
  if (!context_.aggregation->has_keys() && !context_.aggregation->has_grouping_sets())
    return error_at(context_.aggregation->position(), "MISSING_GROUP_BY",
                    "A GROUPING() operation can only be used with a corresponding GROUPING "
                    "SET/CUBE/ROLLUP/GROUP BY clause");
  constexpr std::size_t kMostKeys = 31;
  if (node.arguments.empty() || node.arguments.size() > kMostKeys)
    return error_at(position, "TOO_MANY_ARGUMENTS",
                    fmt::format("GROUPING supports up to {} column arguments", kMostKeys));
  std::vector<Typed> keys = TRY(plain("The arguments of GROUPING").parts(node.arguments));
  for (const Typed& key : keys) {
    if (context_.aggregation->find_key(key.plan) == nullptr)
      return error_at(
          position, "INVALID_ARGUMENTS",
          "The arguments to GROUPING() must be expressions referenced by the GROUP BY at this query level");
  }
  const Type type{TypeKind::Integer};
  if (!context_.aggregation->has_grouping_sets()) return Typed{plan::literal(0), type};
  PlanExpression call = plan::call("grouping_id", plans(std::move(keys)));
  return checked(context_.aggregation->add_call(std::move(call), "grouping"), type);
}

}  // namespace sql
