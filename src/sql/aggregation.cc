#include "sql/aggregation.h"

#include "sql/same_expression.h"

namespace sql {

std::size_t Aggregation::add_key(Typed key, std::size_t node, std::string_view wish) {
  const auto [known, added] = keys_.try_emplace(same_text(key.plan), Key{key, grouping_.size()});
  nodes_.insert(node);
  if (!added) return known->second.place;
  if (key.plan.has_unresolved_attribute()) {
    grouping_.push_back(std::move(key.plan));
    return known->second.place;
  }
  const std::string name = names_.unique(wish);
  known->second.column.plan = plan::column(name);
  grouping_.push_back(plan::alias(std::move(key.plan), name));
  return known->second.place;
}

std::vector<PlanExpression> Aggregation::keys() const {
  std::vector<PlanExpression> keys;
  for (const PlanExpression& key : grouping_) keys.push_back(key.has_alias() ? key.alias().expr() : key);
  return keys;
}

bool Aggregation::may_be_key(std::size_t node) const {
  return nodes_.contains(node);
}

const Typed* Aggregation::find_key(const PlanExpression& value) const {
  const auto key = keys_.find(same_text(value));
  return key == keys_.end() ? nullptr : &key->second.column;
}

const Typed* Aggregation::find_key_that_calls(std::string_view function) const {
  for (const PlanExpression& key : keys())
    if (key.unresolved_function().function_name() == function) return find_key(key);
  return nullptr;
}

PlanExpression Aggregation::add_call(PlanExpression call, std::string_view wish) {
  const auto [known, added] = call_names_.try_emplace(same_text(call));
  if (added) {
    known->second = names_.unique(wish);
    calls_.push_back(plan::alias(std::move(call), known->second));
  }
  return plan::column(known->second);
}

plan::Relation Aggregation::relation(plan::Relation input) && {
  // GROUP BY () of nothing: one row still.
  if (grouping_.empty() && calls_.empty()) add_call(plan::call("count", {plan::literal(1)}), "rows");
  if (sets_) return plan::aggregate_sets(std::move(input), std::move(grouping_), *sets_, std::move(calls_));
  return plan::aggregate(std::move(input), std::move(grouping_), std::move(calls_));
}

}  // namespace sql
