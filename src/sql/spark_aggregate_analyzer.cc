#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plan/spark_error.h"
#include "sql/rules.h"
#include "sql/spark_call_analyzer.h"
#include "sql/spark_errors.h"
#include "sql/spark_label.h"
#include "sql/whole_constant.h"
#include "sql/window.h"

// Calls of Spark's that range over rows: aggregates, grouping() and windows.
namespace sql {
namespace {

// Whether an aggregate of values with NULLs for the rows that FILTER leaves out is one without those rows.
bool passes_over_nulls(std::string_view function, bool ignore_nulls) {
  for (std::string_view name : {"first", "last", "any_value", "first_value", "last_value"}) {
    if (function == name) return ignore_nulls;
  }
  return true;
}

// Of aggregates of pairs: those that pass over a row without the second.
bool is_by(std::string_view function) {
  return function == "max_by" || function == "min_by";
}

// Of a row before or behind the current one.
bool is_neighbour(std::string_view function) {
  return function == "lag" || function == "lead";
}

// Of aggregates that pass over NULLs, those that may be told to.
bool collects(std::string_view function) {
  return function == "collect_list" || function == "array_agg" || function == "collect_set";
}
bool may_ignore_nulls(std::string_view function) {
  for (std::string_view name : {"first", "last", "any_value", "first_value", "last_value", "nth_value"}) {
    if (function == name) return true;
  }
  return is_neighbour(function) || collects(function);
}

// Of window functions: those that say where a row stands among others.
bool needs_order(std::string_view function) {
  for (std::string_view name : {"rank", "dense_rank", "percent_rank", "cume_dist", "row_number", "ntile",
                                "lag", "lead", "nth_value"}) {
    if (function == name) return true;
  }
  return false;
}

// As Spark's messages show it: specifiedwindowframe(RowFrame, -1, currentrow$()).
std::string bound_text(const FrameBound& bound) {
  using Kind = FrameBound::Kind;
  const std::optional<std::int64_t> distance =
      bound.distance ? whole_constant(*bound.distance) : std::optional<std::int64_t>();
  switch (bound.kind) {
    case Kind::UnboundedPreceding:
      return "unboundedpreceding$()";
    case Kind::UnboundedFollowing:
      return "unboundedfollowing$()";
    case Kind::CurrentRow:
      return "currentrow$()";
    case Kind::Preceding:
      return fmt::format("-{}", distance.value_or(0));
    case Kind::Following:
      return fmt::format("{}", distance.value_or(0));
  }
  return "";
}
std::string frame_text(const Frame& frame) {
  return fmt::format("specifiedwindowframe({}Frame, {}, {})",
                     frame.unit == Frame::Unit::Rows ? "Row" : "Range", bound_text(frame.start),
                     bound_text(frame.end));
}

// The functions that say where a row stands have one frame only; lag and lead have none.
base::Result<void> check_frame(const std::string& function, const Frame& frame) {
  if (is_neighbour(function))
    return plan::spark_error("_LEGACY_ERROR_TEMP_1035",
                             "Cannot specify window frame for <prettyName> function.",
                             {{"prettyName", function}});
  if (!needs_order(function) || function == "nth_value") return {};
  Frame required;
  required.unit = function == "cume_dist" ? Frame::Unit::Range : Frame::Unit::Rows;
  required.start.kind = FrameBound::Kind::UnboundedPreceding;
  if (frame_text(frame) == frame_text(required)) return {};
  return plan::spark_error("_LEGACY_ERROR_TEMP_1036",
                           "Window Frame <wf> must match the required frame <required>.",
                           {{"wf", frame_text(frame)}, {"required", frame_text(required)}});
}

}  // namespace

// What an aggregate takes: a row that FILTER leaves out has a NULL, where NULLs are passed over.
base::Result<std::vector<PlanExpression>> ExpressionAnalyzer::SparkCalls::aggregated(
    const SparkFunction& function, const Call& node, const ExpressionAnalyzer& inside) const {
  const std::string& name = node.function.text;
  if (node.star && name != "count")
    return spark_error(position, "INVALID_USAGE_OF_STAR_OR_REGEX", "Invalid usage of '*' in an expression.");
  std::vector<PlanExpression> values;
  if (node.star)
    values.push_back(plan::literal(1));
  else
    values = TRY((SparkCalls{inside, position}.arguments(node)));
  TRY(add_order(function, node, inside, values));
  if (values.empty()) return values;
  if ((node.filter || self.context_.only_where) && !passes_over_nulls(name, node.ignore_nulls))
    return not_supported_yet(position, "FILTER of " + name);
  const auto keep_where = [&](PlanExpression keep) {
    PlanExpression& value = values[is_by(name) && values.size() > 1 ? 1 : 0];
    value = plan::call("when", {std::move(keep), std::move(value)});
  };
  if (node.filter) keep_where(TRY(inside.part(*node.filter)).plan);
  if (self.context_.only_where != nullptr) keep_where(*self.context_.only_where);
  return values;
}

// With what the plan's functions take behind the arguments: first(x) IGNORE NULLS is first(x, true).
base::Result<PlanExpression> ExpressionAnalyzer::SparkCalls::aggregate_call(
    const SparkFunction& function, const Call& node, const ExpressionAnalyzer& inside) const {
  std::vector<PlanExpression> values = TRY(aggregated(function, node, inside));
  if (node.ignore_nulls && !may_ignore_nulls(function.name))
    return not_a_word_for(node.function.text, "IGNORE NULLS");
  if (node.ignore_nulls && is_neighbour(function.name)) {
    if (values.size() < 2) values.push_back(plan::literal(1));
    if (values.size() < 3) values.push_back(plan::null_literal("void"));
  }
  if (node.ignore_nulls && !collects(function.name)) values.push_back(plan::literal(true));
  return planned(function, std::move(values), node);
}

// WITHIN GROUP (ORDER BY key): of percentile_cont(part) and mode() the values themselves, as the first
// argument, and whether the greatest come first as the last; of listagg(text) the order of its rows.
base::Result<void> ExpressionAnalyzer::SparkCalls::add_order(const SparkFunction& function, const Call& node,
                                                             const ExpressionAnalyzer& inside,
                                                             std::vector<PlanExpression>& values) const {
  TRY(check_within_group(function, node));
  std::vector<PlanExpression> order;
  for (const SortItem& item : node.order_by) {
    PlanExpression key = TRY(inside.part(*item.expression)).plan;
    if (function.name != "listagg" && function.name != "string_agg") {
      values.insert(values.begin(), std::move(key));
      if (function.name == "mode") values.push_back(plan::literal(true));
      if (item.descending) values.push_back(plan::literal(true));
      return {};
    }
    if (node.distinct && !values.empty() && key.SerializeAsString() != values[0].SerializeAsString())
      return invalid_order(node, "MISMATCH_WITH_DISTINCT_INPUT",
                           "The function is invoked with DISTINCT and WITHIN GROUP but its input and the "
                           "ordering do not match. The WITHIN GROUP ordering expression must be picked from "
                           "the function inputs.");
    PlanExpression& placed = order.emplace_back();
    *placed.mutable_sort_order() = plan::sort_order(std::move(key), item.descending, item.nulls_first);
  }
  std::ranges::move(order, std::back_inserter(values));
  return {};
}

base::Result<void> ExpressionAnalyzer::SparkCalls::check_within_group(const SparkFunction& function,
                                                                      const Call& node) const {
  using Within = SparkFunction::WithinGroup;
  const bool listed = function.name == "listagg" || function.name == "string_agg";
  const bool must =
      function.within_group == Within::Must || (function.name == "mode" && node.arguments.empty());
  if (node.order_by.empty())
    return must ? base::Result<void>(invalid_order(node, "WITHIN_GROUP_MISSING",
                                                   "WITHIN GROUP is required for the function."))
                : base::Result<void>();
  if (function.within_group == Within::No)
    return not_a_word_for(node.function.text, "WITHIN GROUP (ORDER BY ...)");
  if (!listed && node.order_by.size() != (must ? 1 : 0))
    return invalid_order(node, "WRONG_NUM_ORDERINGS",
                         fmt::format("The function requires {} orderings in WITHIN GROUP but got {}.",
                                     must ? 1 : 0, node.order_by.size()));
  const std::size_t wanted = function.name == "mode" ? 0 : 1;
  if (listed || node.arguments.size() == wanted) return {};
  return wrong_number_of_arguments(node, wanted);
}

base::Error ExpressionAnalyzer::SparkCalls::wrong_number_of_arguments(const Call& node,
                                                                      std::size_t wanted) const {
  return spark_error(position, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                     "The <functionName> requires <expectedNum> parameters but the actual number is "
                     "<actualNum>. Please, refer to '<docroot>/sql-ref-functions.html' for a fix.",
                     {{"functionName", fmt::format("`{}`", node.function.text)},
                      {"expectedNum", std::to_string(wanted)},
                      {"actualNum", std::to_string(node.arguments.size())},
                      {"docroot", "https://spark.apache.org/docs/latest"}});
}

base::Error ExpressionAnalyzer::SparkCalls::invalid_order(const Call& node, const char* condition,
                                                          const std::string& text) const {
  return spark_error(position, fmt::format("INVALID_WITHIN_GROUP_EXPRESSION.{}", condition),
                     "Invalid function <funcName> with WITHIN GROUP. " + text,
                     {{"funcName", fmt::format("`{}`", node.function.text)}});
}

base::Result<Typed> ExpressionAnalyzer::SparkCalls::aggregate(const SparkFunction& function,
                                                              const Call& node) const {
  if (self.context_.names_anything) return deferred(TRY(aggregate_call(function, node, self)));
  if (self.context_.aggregation == nullptr)
    return spark_error(position, "INVALID_AGGREGATE_FUNCTION_USAGE",
                       fmt::format("The aggregate function {} is not allowed in the {}.", node.function.text,
                                   self.context_.clause));
  for (const ExpressionPtr& argument : node.arguments) {
    if (const Expression* inner = find_aggregate(*argument, self.context_.rules))
      return spark_error(inner->position, "NESTED_AGGREGATE_FUNCTION",
                         "It is not allowed to use an aggregate function in the argument of another "
                         "aggregate function. Please use the inner aggregate function in a sub-query.");
  }
  const ExpressionAnalyzer inside = self.plain("arguments of " + node.function.text);
  PlanExpression call = TRY(aggregate_call(function, node, inside));
  TRY(check_depth(call, position));
  return deferred(self.context_.aggregation->add_call(std::move(call), node.function.text));
}

// grouping(a): 1 where the row's grouping set leaves the key out; grouping_id(a, b): a bit for each.
base::Result<Typed> ExpressionAnalyzer::SparkCalls::grouping(const Call& node) const {
  Aggregation* aggregation = self.context_.aggregation;
  if (aggregation == nullptr || !aggregation->has_grouping_sets())
    return spark_error(position, "UNSUPPORTED_GROUPING_EXPRESSION",
                       "grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup.");
  const ExpressionAnalyzer plain = self.plain("arguments of " + node.function.text);
  std::vector<PlanExpression> keys = plans(TRY(plain.parts(node.arguments)));
  if (keys.empty()) keys = aggregation->keys();
  for (const PlanExpression& key : keys) {
    if (aggregation->find_key(key) == nullptr)
      return spark_error(position, "GROUPING_ID_COLUMN_MISMATCH",
                         "Columns of grouping and grouping_id do not match grouping columns.");
  }
  PlanExpression id = aggregation->add_call(plan::call("grouping_id", std::move(keys)), "grouping");
  return deferred(plan::cast(std::move(id), node.function.text == "grouping" ? "tinyint" : "bigint"));
}

base::Result<PlanExpression> ExpressionAnalyzer::SparkCalls::call_over(
    const Call& node, const ExpressionAnalyzer& inside) const {
  const SparkFunction* function = find_spark_function(node.function.text);
  if (function == nullptr) return unknown_spark_function(node.function);
  using Kind = SparkFunction::Kind;
  if (function->kind != Kind::Aggregate && function->kind != Kind::Window)
    return spark_error(
        position, "UNSUPPORTED_EXPR_FOR_WINDOW",
        fmt::format("Expression \"{}\" not supported within a window function.", node.function.text));
  if (node.distinct)
    return spark_error(position, "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
                       "Distinct window functions are not supported.");
  return aggregate_call(*function, node, inside);
}

base::Error ExpressionAnalyzer::SparkCalls::unordered(const Call& node) const {
  return plan::spark_error(
      "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
      "Window function <wf_name> requires the window to be ordered. You need to add an ORDER BY clause. "
      "For "
      "example: SELECT <wf_expr> OVER (PARTITION BY window_partition ORDER BY window_ordering) FROM table.",
      {{"wf_name", node.function.text}, {"wf_expr", spark_call_label(node, self.context_.scope)}});
}

base::Result<Typed> ExpressionAnalyzer::SparkCalls::window(const Call& node) const {
  const Context& context = self.context_;
  if (context.windows == nullptr && context.clause.starts_with("arguments of "))
    return spark_error(position, "_LEGACY_ERROR_TEMP_1031",
                       "It is not allowed to use a window function inside an aggregate function. Please use "
                       "the inner window function in a sub-query.");
  if (context.windows == nullptr)
    return spark_error(position, "UNSUPPORTED_EXPR_FOR_OPERATOR",
                       fmt::format("A window function is not allowed in the {}.", context.clause));
  const ResolvedWindow window = TRY(resolve(*node.over, *context.windows));
  PlanExpression call = TRY(call_over(node, self));
  if (window.order_by->empty() && needs_order(node.function.text)) return unordered(node);
  std::vector<plan::SortOrder> order;
  for (const SortItem& item : *window.order_by) {
    PlanExpression key = TRY(self.part(*item.expression)).plan;
    order.push_back(plan::sort_order(std::move(key), item.descending, item.nulls_first));
  }
  std::vector<PlanExpression> partition = plans(TRY(self.parts(*window.partition_by)));
  std::optional<plan::WindowFrame> frame;
  if (window.frame != nullptr) {
    TRY(check_frame(node.function.text, *window.frame));
    frame = TRY(plain_frame(*window.frame, order.size()));
  }
  return deferred(plan::over(std::move(call), std::move(partition), std::move(order), std::move(frame)));
}

}  // namespace sql
