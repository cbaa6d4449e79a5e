#include "engine/functions/window.h"

#include <fmt/format.h>

#include "base/text.h"
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

struct Edge {
  WindowBoundary boundary;
  Tree distance;
};

base::Result<Edge> edge_of(const Boundary& boundary, bool rows, bool upper) {
  TRY(consume_only(boundary, {"current_row", "unbounded", "value"}));
  if (boundary.current_row())
    return Edge{rows ? WindowBoundary::CURRENT_ROW_ROWS : WindowBoundary::CURRENT_ROW_RANGE, nullptr};
  if (boundary.unbounded())
    return Edge{upper ? WindowBoundary::UNBOUNDED_FOLLOWING : WindowBoundary::UNBOUNDED_PRECEDING, nullptr};
  const auto distance = TRY(distance_of(boundary));
  const bool before = distance < 0 || (distance == 0 && !upper);
  const auto kind =
      rows ? (before ? WindowBoundary::EXPR_PRECEDING_ROWS : WindowBoundary::EXPR_FOLLOWING_ROWS)
           : (before ? WindowBoundary::EXPR_PRECEDING_RANGE : WindowBoundary::EXPR_FOLLOWING_RANGE);
  return Edge{kind, constant_tree(duckdb::Value::BIGINT(distance < 0 ? -distance : distance))};
}

}  // namespace

base::Result<void> Lowering::frame(const Frame& frame, Window& window) {
  TRY(consume_only(frame, {"frame_type", "lower", "upper"}));
  if (frame.frame_type() == Frame::FRAME_TYPE_UNDEFINED) return unsupported("a window frame without a type");
  const bool rows = frame.frame_type() == Frame::FRAME_TYPE_ROW;
  auto start = TRY(edge_of(frame.lower(), rows, false));
  auto end = TRY(edge_of(frame.upper(), rows, true));
  if (!rows && (start.distance || end.distance) && window.orders.size() != 1)
    return unsupported("a RANGE frame with a distance over other than one sort key");
  window.start = start.boundary;
  window.end = end.boundary;
  window.start_distance = std::move(start.distance);
  window.end_distance = std::move(end.distance);
  return {};
}

base::Result<Typed> Lowering::window(const connect::Expression& expression, const Columns& columns) {
  const auto& node = expression.window();
  TRY(consume_only(node, {"window_function", "partition_spec", "order_spec", "frame_spec"}));
  Window window;
  for (const auto& key : node.partition_spec())
    window.partitions.push_back(TRY(this->expression(key, columns)).tree);
  for (const auto& order : node.order_spec()) window.orders.push_back(TRY(sort_order(order, columns)));
  if (node.has_frame_spec()) TRY(frame(node.frame_spec(), window));
  if (!node.window_function().has_unresolved_function())
    return unsupported("a window over other than a function");
  return function(node.window_function(), columns, &window);
}

}  // namespace engine
