#include "sql/typed.h"

namespace sql {

Typed deferred(PlanExpression plan) {
  return {std::move(plan), kDeferred};
}

PlanExpression transformed(PlanExpression array, const std::string& name, PlanExpression made) {
  return plan::call("trino.transform", {std::move(array), plan::lambda(std::move(made), {name})});
}

PlanExpression with_named(PlanExpression value, const std::string& name, PlanExpression made) {
  PlanExpression only = plan::call("array", {std::move(value)});
  return plan::call("trino.subscript",
                    {transformed(std::move(only), name, std::move(made)), plan::literal(std::int64_t{1})});
}

std::vector<PlanExpression> plans(std::vector<Typed> values) {
  std::vector<PlanExpression> result;
  for (Typed& value : values) result.push_back(std::move(value.plan));
  return result;
}

}  // namespace sql
