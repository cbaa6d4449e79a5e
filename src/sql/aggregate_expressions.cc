#include <fmt/format.h>

#include <algorithm>

#include "plan/walks.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/sortable.h"
#include "sql/window.h"

// Calls that are over rows: aggregates, GROUPING and window functions.
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

// With a FILTER, array_agg is a function of its own, which no query can name.
Name aggregate_name(const Call& call) {
  const bool filtered = call.filter != nullptr && call.function.text == "array_agg";
  return filtered ? Name{"array_agg where", call.function.position} : call.function;
}

std::string shown(const Call& call) {
  return call.function.text + (call.star ? "(*)" : "(...)");
}

}  // namespace

base::Error ExpressionAnalyzer::not_scalar(const std::string& what, Position position) const {
  return error_at(position, "EXPRESSION_NOT_SCALAR",
                  fmt::format("{} cannot contain aggregations, window functions or grouping operations: [{}]",
                              context_.clause, what));
}

// What an aggregate takes, with its FILTER: a row that the condition leaves out has a NULL, which all of them
// pass over but array_agg: that takes the condition behind its argument.
base::Result<std::vector<Typed>> ExpressionAnalyzer::aggregate_arguments(const Call& node,
                                                                         const ExpressionAnalyzer& analyzer,
                                                                         Position position) const {
  const std::string& name = node.function.text;
  if (node.star && name != "count") return syntax_error(position, "* is an argument of count only");
  std::vector<Typed> arguments;
  if (node.star || (name == "count" && node.arguments.empty()))
    arguments.push_back({plan::literal(1), {TypeKind::Integer}});
  else
    arguments = TRY(analyzer.parts(node.arguments));
  if (!node.filter || arguments.empty()) return arguments;
  Typed keep = TRY(analyzer.condition(*node.filter, "Filter expression"));
  if (name == "array_agg") {
    arguments.push_back(std::move(keep));
    return arguments;
  }
  Typed& last = arguments.back();
  last.plan = plan::call("when", {std::move(keep.plan), std::move(last.plan), null_of(last.type).plan});
  return arguments;
}

base::Result<Typed> ExpressionAnalyzer::aggregate(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (context_.aggregation == nullptr) return not_scalar(shown(node), position);
  if (node.ignore_nulls)
    return error_at(position, "NULL_TREATMENT_NOT_ALLOWED",
                    "Null treatment is only allowed for window functions");
  const ExpressionAnalyzer analyzer = plain(fmt::format("The arguments of aggregation '{}'", name));
  std::vector<Typed> arguments = TRY(aggregate_arguments(node, analyzer, position));
  AggregateCall call = TRY(call_aggregate(aggregate_name(node), std::move(arguments), node.distinct));
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

base::Result<AggregateCall> ExpressionAnalyzer::call_over(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (node.filter && is_aggregate(name))
    return error_at(position, "NOT_SUPPORTED", "FILTER is not yet supported for window functions");
  if (node.distinct)
    return error_at(position, "NOT_SUPPORTED",
                    fmt::format("DISTINCT in window function parameters not yet supported: {}", shown(node)));
  if (is_aggregate(name)) {
    if (node.ignore_nulls)
      return error_at(position, "NULL_TREATMENT_NOT_ALLOWED",
                      fmt::format("Cannot specify null treatment clause for {} function", name));
    return call_aggregate(aggregate_name(node), TRY(aggregate_arguments(node, *this, position)), false);
  }
  if (!is_window_function(name))
    return error_at(position, is_scalar(name) ? "FUNCTION_NOT_WINDOW" : "FUNCTION_NOT_FOUND",
                    is_scalar(name) ? fmt::format("Not a window function: {}", name)
                                    : fmt::format("Function '{}' not registered", name));
  if (node.filter)
    return error_at(position, "FUNCTION_NOT_AGGREGATE",
                    fmt::format("Filter is only valid for aggregation functions: {}", name));
  return call_window(node.function, TRY(parts(node.arguments)), node.ignore_nulls);
}

base::Result<Typed> ExpressionAnalyzer::window_function(const Call& node, Position position) const {
  if (context_.in_window)
    return error_at(position, "NESTED_WINDOW",
                    "Cannot nest window functions or row pattern measures inside window function arguments");
  if (context_.windows == nullptr) return not_scalar(shown(node), position);
  const ResolvedWindow window = TRY(resolve(*node.over, *context_.windows));
  const std::string& name = node.function.text;
  if (name == "lag" || name == "lead") {
    if (window.order_by->empty())
      return error_at(position, "MISSING_ORDER_BY",
                      fmt::format("{} function requires an ORDER BY window clause", name));
    if (window.frame != nullptr)
      return error_at(position, "INVALID_WINDOW_FRAME",
                      fmt::format("Cannot specify window frame for {} function", name));
  }
  Context inside = context_;
  inside.in_window = true;
  const ExpressionAnalyzer analyzer(std::move(inside));
  AggregateCall call = TRY(analyzer.call_over(node, position));
  std::vector<plan::SortOrder> order;
  for (const SortItem& item : *window.order_by) {
    Typed key = TRY(analyzer.part(*item.expression));
    TRY(check_sortable(key.type, item.expression->position));
    order.push_back(plan::sort_order(std::move(key.plan), item.descending, item.nulls_first));
  }
  std::vector<PlanExpression> partition = plans(TRY(analyzer.parts(*window.partition_by)));
  std::optional<plan::WindowFrame> frame;
  if (window.frame != nullptr) frame = TRY(plan_frame(*window.frame, order.size()));
  PlanExpression value =
      plan::over(std::move(call.plan), std::move(partition), std::move(order), std::move(frame));
  if (call.convert) return checked(std::move(value), call.type);
  return Typed{std::move(value), call.type};
}

}  // namespace sql
