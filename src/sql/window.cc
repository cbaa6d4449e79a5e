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

base::Result<void> check_range(const Frame& frame, std::size_t sort_keys) {
  if (frame.rows || (!frame.start.distance && !frame.end.distance) || sort_keys == 1) return {};
  constexpr std::string_view kWhat = "Window frame of type RANGE PRECEDING or FOLLOWING requires";
  if (sort_keys == 0) return error_at(frame.position, "MISSING_ORDER_BY", fmt::format("{} ORDER BY", kWhat));
  return error_at(frame.position, "INVALID_ORDER_BY",
                  fmt::format("{} single sort item in ORDER BY (actual: {})", kWhat, sort_keys));
}

base::Result<plan::WindowFrame::FrameBoundary> boundary(const FrameBound& bound) {
  plan::WindowFrame::FrameBoundary result;
  if (bound.kind == Kind::CurrentRow) {
    result.set_current_row(true);
  } else if (!bound.distance) {
    result.set_unbounded(true);
  } else {
    const auto* number = std::get_if<NumberLiteral>(&bound.distance->node);
    const std::optional<std::int64_t> rows = number != nullptr && number->kind == NumberLiteral::Kind::Integer
                                                 ? base::parse_int(number->digits)
                                                 : std::nullopt;
    if (!rows)
      return not_supported_yet(bound.distance->position, "a frame bound that is not an integer literal");
    if (*rows > std::numeric_limits<std::int32_t>::max())
      return not_supported_yet(bound.distance->position, "a frame bound above 2147483647");
    const auto distance = static_cast<std::int32_t>(*rows);
    *result.mutable_value() = plan::literal(bound.kind == Kind::Preceding ? -distance : distance);
  }
  return result;
}

}  // namespace

base::Result<ResolvedWindow> resolve(const Window& window, const std::vector<NamedWindow>& named) {
  ResolvedWindow result{&window.partition_by, &window.order_by, window.frame ? &*window.frame : nullptr};
  if (!window.base) return result;
  const Window& base = *TRY(find(*window.base, named));
  if (!window.partition_by.empty())
    return error_at(window.position, "INVALID_PARTITION_BY",
                    "WINDOW specification with named WINDOW reference cannot specify PARTITION BY");
  const ResolvedWindow below = TRY(resolve(base, named));
  if (!window.order_by.empty() && !below.order_by->empty())
    return error_at(window.position, "INVALID_ORDER_BY",
                    "Cannot specify ORDER BY if the referenced named WINDOW specifies ORDER BY");
  result.partition_by = below.partition_by;
  if (window.order_by.empty()) result.order_by = below.order_by;
  if (result.frame == nullptr) result.frame = below.frame;
  return result;
}

base::Result<plan::WindowFrame> plan_frame(const Frame& frame, std::size_t sort_keys) {
  TRY(check_bounds(frame));
  TRY(check_range(frame, sort_keys));
  plan::WindowFrame result;
  result.set_frame_type(frame.rows ? plan::WindowFrame::FRAME_TYPE_ROW : plan::WindowFrame::FRAME_TYPE_RANGE);
  *result.mutable_lower() = TRY(boundary(frame.start));
  *result.mutable_upper() = TRY(boundary(frame.end));
  return result;
}

}  // namespace sql
