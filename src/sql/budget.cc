#include "sql/budget.h"

#include <fmt/format.h>

#include <algorithm>

namespace sql {
namespace {

std::size_t nodes_of(const PlanExpression& value) {
  return 1 + value.ByteSizeLong() / kBytesOfANode;
}

// The plan is deeper than the text, which has its own bound: recursion is safe.
int depth_of(const PlanExpression& value) {
  int below = 0;
  for (const PlanExpression& argument : value.unresolved_function().arguments())
    below = std::max(below, depth_of(argument));
  if (value.has_cast()) below = depth_of(value.cast().expr());
  if (value.has_window()) below = depth_of(value.window().window_function());
  if (value.has_lambda_function()) below = depth_of(value.lambda_function().function());
  if (value.has_unresolved_extract_value()) below = depth_of(value.unresolved_extract_value().child());
  if (value.has_alias()) below = depth_of(value.alias().expr());
  return 1 + below;
}

}  // namespace

base::Result<void> Budget::spend(std::size_t nodes, Position position) {
  if (stop_.stop_requested()) return error_at(position, "USER_CANCELED", "Query was canceled");
  if (nodes > left_) {
    left_ = 0;  // nothing small that comes later gets through
    return too_large(position, fmt::format("its plan has more than {} expressions", kMaxPlanNodes));
  }
  left_ -= nodes;
  return {};
}

base::Result<Typed> Budget::copy(const Typed& value, Position position) {
  TRY(spend(nodes_of(value.plan), position));
  return value;
}

base::Result<void> Budget::Descent::check(Position position) const {
  if (budget_.depth_ <= kMaxPlanningDepth) return {};
  return too_large(position, "its expressions and queries nest too deep");
}

base::Error too_large(Position position, const std::string& what) {
  return error_at(position, "NOT_SUPPORTED", "statement is too large: " + what);
}

base::Result<void> check_type(const Type& type, Position position) {
  if (!is_nested(type) || part_count(type) <= kMaxTypeParts) return {};
  return too_large(position, fmt::format("a type has more than {} parts", kMaxTypeParts));
}

base::Result<void> check_depth(const PlanExpression& value, Position position) {
  if (depth_of(value) <= kMaxPlanDepth) return {};
  return too_large(position, fmt::format("its plan nests more than {} expressions", kMaxPlanDepth));
}

}  // namespace sql
