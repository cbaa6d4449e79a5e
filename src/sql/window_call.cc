#include <fmt/format.h>

#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/window.h"

// Calls with OVER (...).
namespace sql {

base::Result<AggregateCall> ExpressionAnalyzer::call_over(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (node.filter && is_aggregate(name))
    return error_at(position, "NOT_SUPPORTED", "FILTER is not yet supported for window functions");
  if (!node.order_by.empty())
    return error_at(
        position, "EXPRESSION_NOT_AGGREGATE",
        fmt::format("'{} OVER' must be an aggregate expression or appear in GROUP BY clause", shown(node)));
  if (node.distinct)
    return error_at(position, "NOT_SUPPORTED",
                    fmt::format("DISTINCT in window function parameters not yet supported: {}", shown(node)));
  if (is_aggregate(name)) {
    if (node.ignore_nulls)
      return error_at(position, "NULL_TREATMENT_NOT_ALLOWED",
                      fmt::format("Cannot specify null treatment clause for {} function", name));
    return aggregate_call(node);
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
    PlanExpression key = TRY(analyzer.part(*item.expression)).plan;
    order.push_back(plan::sort_order(std::move(key), item.descending, item.nulls_first));
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
