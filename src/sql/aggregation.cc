#include "sql/aggregation.h"

#include <algorithm>

namespace sql {

void Aggregation::add_key(Typed key, std::size_t node, std::string_view wish) {
  if (find_key(key.plan) != nullptr) return;
  std::string value = key.plan.SerializeAsString();
  if (key.plan.has_unresolved_attribute()) {
    keys_.push_back({std::move(value), node, key});
    grouping_.push_back(std::move(key.plan));
    return;
  }
  const std::string name = names_.unique(wish);
  keys_.push_back({std::move(value), node, {plan::column(name), key.type}});
  grouping_.push_back(plan::alias(std::move(key.plan), name));
}

bool Aggregation::may_be_key(std::size_t node) const {
  return std::ranges::find(keys_, node, &Key::node) != keys_.end();
}

const Typed* Aggregation::find_key(const PlanExpression& value) const {
  const auto key = std::ranges::find(keys_, value.SerializeAsString(), &Key::value);
  return key == keys_.end() ? nullptr : &key->column;
}

PlanExpression Aggregation::add_call(PlanExpression call, std::string_view wish) {
  const auto [known, added] = call_names_.try_emplace(call.SerializeAsString());
  if (added) {
    known->second = names_.unique(wish);
    calls_.push_back(plan::alias(std::move(call), known->second));
  }
  return plan::column(known->second);
}

plan::Relation Aggregation::relation(plan::Relation input) && {
  return plan::aggregate(std::move(input), std::move(grouping_), std::move(calls_));
}

}  // namespace sql
