#include "engine/functions/window.h"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <map>

#include "base/text.h"
#include "engine/functions/floating_comparison.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"

namespace engine {
namespace {

using Frame = connect::Expression_Window_WindowFrame;
using Boundary = Frame::FrameBoundary;
using duckdb::WindowBoundary;

// A number of rows, or a distance of the key; before the current row it is below zero.
base::Result<std::int64_t> distance_of(const Boundary& boundary) {
  const auto& value = boundary.value();
  if (value.has_literal() && value.literal().has_integer()) return value.literal().integer();
  if (value.has_literal() && value.literal().has_long_()) return value.literal().long_();
  return unsupported("a frame boundary that is no constant integer");
}

// trino.preceding(distance), or, of an interval, trino.preceding(unit, count): a distance that is no constant
// integer; trino.groups_preceding(distance) counts groups of peers.
struct Distance {
  bool before = false;
  bool groups = false;
};
std::optional<Distance> distance_call(const connect::Expression& value) {
  static const std::map<std::string, Distance> kCalls = {{"trino.preceding", {true, false}},
                                                         {"trino.following", {false, false}},
                                                         {"trino.groups_preceding", {true, true}},
                                                         {"trino.groups_following", {false, true}}};
  if (!value.has_unresolved_function()) return std::nullopt;
  const auto found = kCalls.find(value.unresolved_function().function_name());
  return found == kCalls.end() ? std::nullopt : std::optional(found->second);
}

base::Result<Tree> interval_of(const connect::Expression& unit, const connect::Expression& count) {
  static const std::map<std::string, std::array<std::int64_t, 3>> kUnits = {
      {"millisecond", {0, 0, 1'000}},
      {"second", {0, 0, 1'000'000}},
      {"minute", {0, 0, 60'000'000}},
      {"hour", {0, 0, 3'600'000'000}},
      {"day", {0, 1, 0}},
      {"week", {0, 7, 0}},
      {"month", {1, 0, 0}},
      {"year", {12, 0, 0}},
  };
  const auto found = kUnits.find(unit.literal().string());
  if (found == kUnits.end() || !count.literal().has_long_())
    return unsupported("a frame of such an interval");
  const auto [months, days, micros] = found->second;
  const std::int64_t times = count.literal().long_();
  duckdb::interval_t interval;
  if (__builtin_mul_overflow(months, times, &interval.months) ||
      __builtin_mul_overflow(days, times, &interval.days) ||
      __builtin_mul_overflow(micros, times, &interval.micros))
    return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                         "INVALID_FUNCTION_ARGUMENT: the interval of a window frame is out of range");
  return constant_tree(duckdb::Value::INTERVAL(interval));
}

// A distance that is checked while the query runs: neither NULL nor below zero.
Tree checked_distance(Typed distance) {
  return let_tree(std::move(distance.tree), [&](const Tree& value) {
    auto zero = cast_tree(constant_tree(duckdb::Value::INTEGER(0)), distance.type);
    auto fits =
        compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHANOREQUALTO, value->Copy(), std::move(zero));
    auto known = operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                               trees(std::move(fits), constant_tree(duckdb::Value::BOOLEAN(false))));
    return if_tree(call_tree("dovetail_checked_distance", trees(std::move(known))), value->Copy(),
                   null_tree(distance.type));
  });
}

WindowBoundary boundary_of(const Distance& distance, bool rows) {
  if (distance.groups)
    return distance.before ? WindowBoundary::EXPR_PRECEDING_GROUPS : WindowBoundary::EXPR_FOLLOWING_GROUPS;
  if (rows)
    return distance.before ? WindowBoundary::EXPR_PRECEDING_ROWS : WindowBoundary::EXPR_FOLLOWING_ROWS;
  return distance.before ? WindowBoundary::EXPR_PRECEDING_RANGE : WindowBoundary::EXPR_FOLLOWING_RANGE;
}

struct Edge {
  WindowBoundary boundary;
  Tree distance;
};

// In a frame of groups the current row stands for its peers, as in one of a range.
void count_groups(Window& window) {
  for (WindowBoundary* edge : {&window.start, &window.end})
    if (*edge == WindowBoundary::CURRENT_ROW_RANGE) *edge = WindowBoundary::CURRENT_ROW_GROUPS;
}

base::Result<Edge> edge_of(const Boundary& boundary, bool rows, bool upper) {
  TRY(consume_only(boundary, {"current_row", "unbounded", "value"}));
  if (boundary.current_row())
    return Edge{rows ? WindowBoundary::CURRENT_ROW_ROWS : WindowBoundary::CURRENT_ROW_RANGE, nullptr};
  if (boundary.unbounded())
    return Edge{upper ? WindowBoundary::UNBOUNDED_FOLLOWING : WindowBoundary::UNBOUNDED_PRECEDING, nullptr};
  const auto distance = TRY(distance_of(boundary));
  if (distance == std::numeric_limits<std::int64_t>::min())
    return unsupported("a frame as far as -2^63 rows");
  const bool before = distance < 0 || (distance == 0 && !upper);
  const auto kind =
      rows ? (before ? WindowBoundary::EXPR_PRECEDING_ROWS : WindowBoundary::EXPR_FOLLOWING_ROWS)
           : (before ? WindowBoundary::EXPR_PRECEDING_RANGE : WindowBoundary::EXPR_FOLLOWING_RANGE);
  return Edge{kind, constant_tree(duckdb::Value::BIGINT(distance < 0 ? -distance : distance))};
}

std::string edge_text(const Boundary& boundary, std::string_view unbounded) {
  if (boundary.current_row()) return "CURRENT ROW";
  if (boundary.unbounded()) return fmt::format("UNBOUNDED {}", unbounded);
  const auto distance = distance_of(boundary);
  return fmt::format("{} FOLLOWING", distance.ok() ? *distance : 0);  // what is before is told as less than 0
}

// Of a call without a frame of its own: rankings count rows, lag() and lead() look at one.
std::string usual_frame(const connect::Expression_UnresolvedFunction& function, bool ordered) {
  constexpr std::string_view kFromFirst = "BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
  const std::string name = base::to_lower(function.function_name());
  for (std::string_view ranking : {"row_number", "rank", "dense_rank", "percent_rank", "ntile"})
    if (name == ranking) return fmt::format("ROWS {}", kFromFirst);
  if (name == "lag" || name == "lead") {
    const bool is_given = function.arguments_size() > 1 && function.arguments(1).literal().has_integer();
    const std::int64_t rows = is_given ? function.arguments(1).literal().integer() : 1;
    return fmt::format("ROWS BETWEEN {0} FOLLOWING AND {0} FOLLOWING", name == "lag" ? -rows : rows);
  }
  return ordered ? fmt::format("RANGE {}", kFromFirst)
                 : "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
}

std::string frame_text(const connect::Expression_Window& window) {
  if (!window.has_frame_spec())
    return usual_frame(window.window_function().unresolved_function(), window.order_spec_size() > 0);
  const Frame& frame = window.frame_spec();
  return fmt::format("{} BETWEEN {} AND {}", frame.frame_type() == Frame::FRAME_TYPE_ROW ? "ROWS" : "RANGE",
                     edge_text(frame.lower(), "PRECEDING"), edge_text(frame.upper(), "FOLLOWING"));
}

std::string order_text(const connect::Expression_SortOrder& order, const std::string& key) {
  using Order = connect::Expression_SortOrder;
  const bool descending = order.direction() == Order::SORT_DIRECTION_DESCENDING;
  const bool first = order.null_ordering() == Order::SORT_NULLS_UNSPECIFIED
                         ? !descending
                         : order.null_ordering() == Order::SORT_NULLS_FIRST;
  return fmt::format("{} {} NULLS {}", key, descending ? "DESC" : "ASC", first ? "FIRST" : "LAST");
}

// Of ASCII.
std::string to_upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// sum(v) OVER (PARTITION BY g ORDER BY id ASC NULLS FIRST RANGE BETWEEN ...)
std::string window_name(const connect::Expression_Window& window, const std::string& call,
                        const std::vector<std::string>& partitions, const std::vector<std::string>& orders) {
  const bool ranks = call == "rank()" || call == "dense_rank()" || call == "percent_rank()";
  std::vector<std::string> parts;
  if (!partitions.empty()) parts.push_back("PARTITION BY " + base::join(partitions, ", "));
  if (!orders.empty()) parts.push_back("ORDER BY " + base::join(orders, ", "));
  parts.push_back(frame_text(window));
  return fmt::format("{} OVER ({})", ranks ? to_upper(call) : call, base::join(parts, " "));
}

}  // namespace

base::Result<void> Lowering::far_edge(const Frame::FrameBoundary& boundary, bool rows, const Columns& columns,
                                      WindowBoundary& edge, Tree& distance) {
  const auto call = distance_call(boundary.value());
  const auto& function = boundary.value().unresolved_function();
  TRY(consume_only(function, {"function_name", "arguments"}));
  edge = boundary_of(*call, rows);
  if (function.arguments_size() == 2) {
    distance = TRY(interval_of(function.arguments(0), function.arguments(1)));
    return {};
  }
  if (function.arguments_size() != 1) return unsupported("a frame boundary of several distances");
  auto value = TRY(expression(function.arguments(0), columns));
  if (rows || call->groups) value = TRY(coerce(std::move(value), Type::BIGINT, session_));
  distance = checked_distance(std::move(value));
  return {};
}

base::Result<void> Lowering::frame(const Frame& frame, const Columns& columns, Window& window) {
  TRY(consume_only(frame, {"frame_type", "lower", "upper"}));
  if (frame.frame_type() == Frame::FRAME_TYPE_UNDEFINED) return unsupported("a window frame without a type");
  const bool rows = frame.frame_type() == Frame::FRAME_TYPE_ROW;
  bool groups = false;
  const auto set = [&](const Boundary& boundary, bool upper, WindowBoundary& edge,
                       Tree& distance) -> base::Result<void> {
    if (const auto call = distance_call(boundary.value())) {
      groups = groups || call->groups;
      return far_edge(boundary, rows, columns, edge, distance);
    }
    auto known = TRY(edge_of(boundary, rows, upper));
    edge = known.boundary;
    distance = std::move(known.distance);
    return {};
  };
  TRY(set(frame.lower(), false, window.start, window.start_distance));
  TRY(set(frame.upper(), true, window.end, window.end_distance));
  if (groups) count_groups(window);
  if (!rows && !groups && (window.start_distance || window.end_distance) && window.orders.size() != 1)
    return unsupported("a RANGE frame with a distance over other than one sort key");
  return {};
}

base::Result<Typed> Lowering::window(const connect::Expression& expression, const Columns& columns) {
  if (const Typed* made = made_window(expression)) return Typed{made->tree->Copy(), made->type, made->name};
  const auto& node = expression.window();
  TRY(consume_only(node, {"window_function", "partition_spec", "order_spec", "frame_spec"}));
  Window window;
  std::vector<std::string> partitions, orders;  // as the name shows them
  for (const auto& key : node.partition_spec()) {
    auto value = TRY(this->expression(key, columns));
    partitions.push_back(value.name);
    window.partitions.push_back(one_zero_tree(std::move(value.tree), value.type));  // as sort_order() has it
  }
  for (const auto& order : node.order_spec()) {
    auto key = TRY(sort_key(order, columns));
    orders.push_back(order_text(order, key.name));
    window.orders.push_back(order_of(order, std::move(key)));
  }
  if (node.has_frame_spec()) TRY(frame(node.frame_spec(), columns, window));
  if (node.window_function().has_common_inline_user_defined_function())
    return python_udf(node.window_function().common_inline_user_defined_function(), columns, &window);
  if (!node.window_function().has_unresolved_function())
    return unsupported("a window over other than a function");
  auto value = TRY(function(node.window_function(), columns, &window));
  value.name = window_name(node, value.name, partitions, orders);
  return value;
}

}  // namespace engine
