#include "sql/window.h"

#include <fmt/format.h>

#include <limits>

#include "base/text.h"

namespace sql {
namespace {

using Kind = FrameBound::Kind;

base::Error invalid_frame(Position position, const std::string& message) {
  return error_at(position, "INVALID_WINDOW_FRAME", message);
}

base::Result<const Window*> find(const Name& name, const std::vector<NamedWindow>& named) {
  for (const NamedWindow& window : named) {
    if (base::iequals(window.name.text, name.text)) return &window.window;
  }
  return error_at(name.position, "INVALID_WINDOW_REFERENCE",
                  fmt::format("Cannot resolve WINDOW name {}", name.text));
}

base::Result<plan::WindowFrame::FrameBoundary> plain_boundary(const FrameBound& bound) {
  plan::WindowFrame::FrameBoundary result;
  if (bound.kind == Kind::CurrentRow) {
    result.set_current_row(true);
  } else if (!bound.distance) {
    result.set_unbounded(true);
  } else {
    const std::optional<std::int32_t> distance = constant_distance(*bound.distance);
    if (!distance)
      return not_supported_yet(bound.distance->position,
                               "a frame bound that is no integer literal of 32 bits");
    *result.mutable_value() = plan::literal(bound.kind == Kind::Preceding ? -*distance : *distance);
  }
  return result;
}

}  // namespace

std::string_view word_of(Frame::Unit unit) {
  return unit == Frame::Unit::Rows ? "ROWS" : unit == Frame::Unit::Range ? "RANGE" : "GROUPS";
}

base::Result<void> check_bounds(const Frame& frame) {
  const Kind start = frame.start.kind;
  const Kind end = frame.end.kind;
  if (start == Kind::UnboundedFollowing)
    return invalid_frame(frame.position, "Window frame start cannot be UNBOUNDED FOLLOWING");
  if (end == Kind::UnboundedPreceding)
    return invalid_frame(frame.position, "Window frame end cannot be UNBOUNDED PRECEDING");
  if (start == Kind::CurrentRow && end == Kind::Preceding)
    return invalid_frame(frame.position, "Window frame starting from CURRENT ROW cannot end with PRECEDING");
  if (start == Kind::Following && end == Kind::Preceding)
    return invalid_frame(frame.position, "Window frame starting from FOLLOWING cannot end with PRECEDING");
  if (start == Kind::Following && end == Kind::CurrentRow)
    return invalid_frame(frame.position, "Window frame starting from FOLLOWING cannot end with CURRENT ROW");
  return {};
}

std::optional<std::int32_t> constant_distance(const Expression& expression) {
  const auto* number = std::get_if<NumberLiteral>(&expression.node);
  const std::optional<std::int64_t> value = number != nullptr && number->kind == NumberLiteral::Kind::Integer
                                                ? base::parse_int(number->digits)
                                                : std::nullopt;
  if (!value || *value > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return static_cast<std::int32_t>(*value);
}

base::Result<plan::WindowFrame> plain_frame(const Frame& frame, std::size_t sort_keys) {
  TRY(check_bounds(frame));
  if (frame.unit == Frame::Unit::Groups) return not_supported_yet(frame.position, "a frame of GROUPS");
  const bool rows = frame.unit == Frame::Unit::Rows;
  if (!rows && (frame.start.distance || frame.end.distance) && sort_keys != 1)
    return invalid_frame(frame.position,
                         fmt::format("Window frame of type RANGE PRECEDING or FOLLOWING requires single sort "
                                     "item in ORDER BY (actual: {})",
                                     sort_keys));
  plan::WindowFrame result;
  result.set_frame_type(rows ? plan::WindowFrame::FRAME_TYPE_ROW : plan::WindowFrame::FRAME_TYPE_RANGE);
  *result.mutable_lower() = TRY(plain_boundary(frame.start));
  *result.mutable_upper() = TRY(plain_boundary(frame.end));
  return result;
}

base::Result<ResolvedWindow> resolve(const Window& window, const std::vector<NamedWindow>& named) {
  ResolvedWindow result{&window.partition_by, &window.order_by, window.frame ? &*window.frame : nullptr,
                        window.order_position};
  if (!window.base) return result;
  const Window& base = *TRY(find(*window.base, named));
  if (window.is_base) return resolve(base, named);
  if (base.frame)
    return error_at(window.position, "INVALID_WINDOW_REFERENCE",
                    "Cannot reference named WINDOW containing frame specification");
  if (!window.partition_by.empty())
    return error_at(window.partition_by.front()->position, "INVALID_PARTITION_BY",
                    "WINDOW specification with named WINDOW reference cannot specify PARTITION BY");
  const ResolvedWindow below = TRY(resolve(base, named));
  if (!window.order_by.empty() && !below.order_by->empty())
    return error_at(window.order_position, "INVALID_ORDER_BY",
                    "Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY");
  result.partition_by = below.partition_by;
  if (window.order_by.empty()) {
    result.order_by = below.order_by;
    result.order_position = below.order_position;
  }
  return result;
}

}  // namespace sql
