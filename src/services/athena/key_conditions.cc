#include "services/athena/key_conditions.h"

#include <algorithm>

#include "base/text.h"

namespace services::athena {
namespace {

using Operator = plan::PartitionCondition::Operator;

// Texts, dates as yyyy-MM-dd and exact numbers have one order. Others can be spelt in ways that only the
// engine knows.
bool has_order(const plan::Column& key) {
  const std::string type = base::to_lower(base::trim(key.type));
  return type == "string" || type == "date" ||
         plan::partition_key_type(type) == plan::PartitionKeyType::Exact;
}

}  // namespace

KeyConditions::KeyConditions(const plan::Column& key, const std::vector<plan::PartitionCondition>& conditions)
    : type_(plan::partition_key_type(key.type)),
      excluded_([type = type_](const auto& left, const auto& right) {
        return plan::compare(type, left, right) == std::partial_ordering::less;
      }) {
  const bool ordered = has_order(key);
  for (const plan::PartitionCondition& condition : conditions) {
    if (condition.column != key.name) continue;
    if (condition.op == Operator::IsNull) none_ = true;
    const auto fits = [&](const std::string& value) { return plan::is_value_of(type_, value); };
    if (ordered && !condition.values.empty() && std::ranges::all_of(condition.values, fits)) add(condition);
  }
}

bool KeyConditions::is_less(const std::string& left, const std::string& right) const {
  return excluded_.key_comp()(left, right);
}

void KeyConditions::add(const plan::PartitionCondition& condition) {
  const std::string& value = condition.values[0];
  switch (condition.op) {
    case Operator::Equal:
    case Operator::In:
      return name(condition.values);
    case Operator::NotEqual:
      excluded_.insert(value);
      return;
    case Operator::Less:
    case Operator::LessOrEqual:
      return lower_high({.value = value, .included = condition.op == Operator::LessOrEqual});
    case Operator::Greater:
    case Operator::GreaterOrEqual:
      return raise_low({.value = value, .included = condition.op == Operator::GreaterOrEqual});
    default:
      return;
  }
}

// All conditions must hold, so a value must be named by each of the equalities.
void KeyConditions::name(const std::vector<std::string>& values) {
  Values wanted(excluded_.key_comp());
  for (const std::string& value : values)
    if (!named_ || named_->contains(value)) wanted.insert(value);
  named_ = std::move(wanted);
}

void KeyConditions::raise_low(const Bound& bound) {
  const bool tighter =
      !low_ || is_less(low_->value, bound.value) || (!bound.included && !is_less(bound.value, low_->value));
  if (tighter) low_ = bound;
}

void KeyConditions::lower_high(const Bound& bound) {
  const bool tighter = !high_ || is_less(bound.value, high_->value) ||
                       (!bound.included && !is_less(high_->value, bound.value));
  if (tighter) high_ = bound;
}

bool KeyConditions::may_meet(const std::string& value) const {
  if (none_ || (named_ && !named_->contains(value)) || excluded_.contains(value)) return false;
  const bool above = !low_ || (low_->included ? !is_less(value, low_->value) : is_less(low_->value, value));
  const bool below =
      !high_ || (high_->included ? !is_less(high_->value, value) : is_less(value, high_->value));
  return above && below;
}

// For columns that cannot find a value by its name: they visit what lies between the least and the greatest.
std::optional<std::string> KeyConditions::low() const {
  std::optional<std::string> low = low_ ? std::optional(low_->value) : std::nullopt;
  const bool named = named_ && !named_->empty();
  if (named && (!low || is_less(*low, *named_->begin()))) low = *named_->begin();
  return low;
}

std::optional<std::string> KeyConditions::high() const {
  std::optional<std::string> high = high_ ? std::optional(high_->value) : std::nullopt;
  const bool named = named_ && !named_->empty();
  if (named && (!high || is_less(*named_->rbegin(), *high))) high = *named_->rbegin();
  return high;
}

}  // namespace services::athena
