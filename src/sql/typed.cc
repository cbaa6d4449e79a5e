#include "sql/typed.h"

namespace sql {

std::vector<PlanExpression> plans(std::vector<Typed> values) {
  std::vector<PlanExpression> result;
  for (Typed& value : values) result.push_back(std::move(value.plan));
  return result;
}

}  // namespace sql
