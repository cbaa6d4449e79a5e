#include "sql/window.h"

#include <fmt/format.h>

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

}  // namespace

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

base::Result<ResolvedWindow> resolve(const Window& window, const std::vector<NamedWindow>& named) {
  ResolvedWindow result{&window.partition_by, &window.order_by, window.frame ? &*window.frame : nullptr,
                        window.order_position};
  if (!window.base) return result;
  const Window& base = *TRY(find(*window.base, named));
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
