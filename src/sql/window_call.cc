#include <fmt/format.h>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/intervals.h"
#include "sql/sortable.h"
#include "sql/window.h"

// Calls with OVER (...).
namespace sql {
namespace {

using Bound = FrameDistance;
using Kind = FrameBound::Kind;

base::Result<void> check_range(const ResolvedWindow& window, const std::vector<Typed>& keys) {
  constexpr std::string_view kWhat = "Window frame of type RANGE PRECEDING or FOLLOWING requires";
  if (keys.size() != 1)
    return error_at(window.order_position, "INVALID_ORDER_BY",
                    fmt::format("{} single sort item in ORDER BY (actual: {})", kWhat, keys.size()));
  const Type& type = keys[0].type;
  if (type.kind == TypeKind::TimestampWithZone)
    return not_supported_yet(window.order_position, "a RANGE by distance over timestamps with time zone");
  if (is_number_in_plan(type))
    return not_supported_yet(window.order_position, "a RANGE by distance over " + to_string(type));
  if (is_numeric(type) || type.kind == TypeKind::Date || type.kind == TypeKind::Timestamp) return {};
  return error_at((*window.order_by)[0].expression->position, "TYPE_MISMATCH",
                  fmt::format("{} that sort item type be numeric, datetime or interval (actual: {})", kWhat,
                              to_string(type)));
}

base::Result<Bound> interval_distance(const Interval& interval, const Type& key, bool back,
                                      Position position) {
  TRY(interval_literal(interval, position));
  const bool of_months = counts_months(interval);
  if (key.kind != TypeKind::Date && key.kind != TypeKind::Timestamp)
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Window frame RANGE value type ({}) not compatible with sort item type ({})",
                    of_months ? "interval year to month" : "interval day to second", to_string(key)));
  constexpr std::int64_t kDay = 24 * 3'600 * 1'000;
  const bool of_time = !of_months && millis_of(interval) % kDay != 0;
  if (of_time && key.kind == TypeKind::Date)
    return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                         fmt::format("Cannot {} hour, minutes or seconds {} a date",
                                     back ? "subtract" : "add", back ? "from" : "to"));
  if (interval.count < 0)
    return base::refusal("INVALID_WINDOW_FRAME", 400,
                         "Window frame offset value must not be negative or null");
  return Bound{.position = position, .interval = &interval};
}

// Key and distances in the one type that all of them have in common.
base::Result<void> widen(Typed& key, Bound& start, Bound& end) {
  Type type = key.type;
  for (const Bound* bound : {&start, &end}) {
    if (!bound->value) continue;
    const std::optional<Type> common = common_type(type, bound->value->type);
    if (!common)
      return error_at(
          bound->position, "TYPE_MISMATCH",
          fmt::format("Window frame RANGE value type ({}) not compatible with sort item type ({})",
                      to_string(bound->value->type), to_string(key.type)));
    type = *common;
  }
  key = coerce(std::move(key), type);
  for (Bound* bound : {&start, &end}) {
    if (bound->value) bound->value = coerce(*std::move(bound->value), type);
  }
  return {};
}

// A constant number is the plan's own; of anything else a call of ours says what it is.
plan::WindowFrame::FrameBoundary boundary(Frame::Unit unit, Kind kind, Bound bound,
                                          const std::vector<Typed>& keys) {
  plan::WindowFrame::FrameBoundary result;
  const bool before = kind == Kind::Preceding;
  if (kind == Kind::CurrentRow) {
    result.set_current_row(true);
  } else if (!bound.value && bound.interval == nullptr) {
    result.set_unbounded(true);
  } else if (bound.interval != nullptr) {
    *result.mutable_value() =
        plan::call(before ? "trino.preceding" : "trino.following",
                   {plan::literal(bound.interval->unit), plan::literal(bound.interval->count)});
  } else if (bound.constant &&
             (unit == Frame::Unit::Rows || (unit == Frame::Unit::Range && is_integral(keys[0].type)))) {
    *result.mutable_value() = plan::literal(before ? -*bound.constant : *bound.constant);
  } else {
    const std::string groups = unit == Frame::Unit::Groups ? "groups_" : "";
    *result.mutable_value() =
        plan::call("trino." + groups + (before ? "preceding" : "following"), {std::move(bound.value->plan)});
  }
  return result;
}

}  // namespace

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
                    fmt::format("Cannot nest window functions or row pattern measures inside window {}",
                                context_.in_specification ? "specification" : "function arguments"));
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
  AggregateCall call = TRY(ExpressionAnalyzer(inside).call_over(node, position));
  inside.in_specification = true;
  const ExpressionAnalyzer analyzer(std::move(inside));
  std::vector<Typed> parts = TRY(analyzer.parts(*window.partition_by));
  for (std::size_t i = 0; i < parts.size(); ++i)
    TRY(check_key(parts[i].type, "window function PARTITION BY", (*window.partition_by)[i]->position));
  std::vector<PlanExpression> partition = plans(std::move(parts));
  std::vector<Typed> keys;
  for (const SortItem& item : *window.order_by) {
    keys.push_back(TRY(analyzer.part(*item.expression)));
    if (!is_orderable(keys.back().type))
      return error_at(
          item.expression->position, "TYPE_MISMATCH",
          fmt::format("{} is not orderable, and therefore cannot be used in window function ORDER BY",
                      to_string(keys.back().type)));
  }
  std::optional<plan::WindowFrame> frame;
  if (window.frame != nullptr) frame = TRY(analyzer.frame(*window.frame, window, keys));
  const bool counts_from_key =
      window.frame != nullptr && window.frame->unit == Frame::Unit::Range &&
      (window.frame->start.distance != nullptr || window.frame->end.distance != nullptr);
  std::vector<plan::SortOrder> order;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const SortItem& item = (*window.order_by)[i];
    order.push_back(counts_from_key
                        ? plan::sort_order(std::move(keys[i].plan), item.descending, item.nulls_first)
                        : sort_order(std::move(keys[i]), item));
  }
  PlanExpression value =
      plan::over(std::move(call.plan), std::move(partition), std::move(order), std::move(frame));
  if (call.convert) return checked(std::move(value), call.type);
  return Typed{std::move(value), call.type};
}

// The distances of a RANGE are of the key's type: the key, or they, may become wider.
base::Result<plan::WindowFrame> ExpressionAnalyzer::frame(const Frame& frame, const ResolvedWindow& window,
                                                          std::vector<Typed>& keys) const {
  TRY(check_bounds(frame));
  const bool far = frame.start.distance || frame.end.distance;
  const bool range = far && frame.unit == Frame::Unit::Range;
  if (far && frame.unit != Frame::Unit::Rows && keys.empty())
    return error_at(
        frame.position, "MISSING_ORDER_BY",
        fmt::format("Window frame of type {} PRECEDING or FOLLOWING requires ORDER BY", word_of(frame.unit)));
  if (range) TRY(check_range(window, keys));
  Bound start = TRY(bound(frame, frame.start, "start", keys));
  Bound end = TRY(bound(frame, frame.end, "end", keys));
  if (range) TRY(widen(keys[0], start, end));
  plan::WindowFrame result;
  result.set_frame_type(frame.unit == Frame::Unit::Rows ? plan::WindowFrame::FRAME_TYPE_ROW
                                                        : plan::WindowFrame::FRAME_TYPE_RANGE);
  *result.mutable_lower() = boundary(frame.unit, frame.start.kind, std::move(start), keys);
  *result.mutable_upper() = boundary(frame.unit, frame.end.kind, std::move(end), keys);
  return result;
}

base::Result<FrameDistance> ExpressionAnalyzer::bound(const Frame& frame, const FrameBound& bound,
                                                      std::string_view side,
                                                      const std::vector<Typed>& keys) const {
  if (!bound.distance) return FrameDistance{};
  const Position position = bound.distance->position;
  const bool range = frame.unit == Frame::Unit::Range;
  if (const auto* interval = std::get_if<Interval>(&bound.distance->node); interval != nullptr && range)
    return interval_distance(*interval, keys[0].type, bound.kind == FrameBound::Kind::Preceding, position);
  FrameDistance distance{.position = position, .constant = constant_distance(*bound.distance)};
  distance.value = TRY(part(*bound.distance));
  const Type& type = distance.value->type;
  const bool exact = is_integral(type) || (type.kind == TypeKind::Decimal && type.scale == 0);
  if (!range && !exact)
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Window frame {} {} value type must be exact numeric type with scale 0 (actual {})",
                    word_of(frame.unit), side, to_string(type)));
  if (!range) {
    distance.value = TRY(cast(*std::move(distance.value), {TypeKind::Bigint}, OnFailure::Error, position));
  } else if (is_interval(type) && is_time(keys[0].type)) {
    return not_supported_yet(position, "a distance of a RANGE that is an interval, and no literal");
  } else if (!is_numeric(type) || !is_numeric(keys[0].type)) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Window frame RANGE value type ({}) not compatible with sort item type ({})",
                                to_string(type), to_string(keys[0].type)));
  }
  return distance;
}

}  // namespace sql
