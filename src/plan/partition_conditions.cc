#include <optional>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/expression_text.h"
#include "plan/types.h"
#include "plan/walks.h"

namespace plan {
namespace {

using DataType = spark::connect::DataType;
using Literal = Expression::Literal;
using Operator = PartitionCondition::Operator;

// The Read with that plan id and the Filters right above it; aliases between them do not matter.
bool find_read(const Relation& relation, std::int64_t plan_id, std::vector<const Expression*>& conditions) {
  if (relation.has_read()) return relation.common().plan_id() == plan_id;
  if (relation.has_subquery_alias()) return find_read(relation.subquery_alias().input(), plan_id, conditions);
  if (!relation.has_filter()) return false;
  conditions.push_back(&relation.filter().condition());
  return find_read(relation.filter().input(), plan_id, conditions);
}

// The highest chain of Filters over the Read: the walk meets inputs first, so the last one found is it.
std::vector<const Expression*> conditions_over(const google::protobuf::Message& root, std::int64_t plan_id) {
  std::vector<const Expression*> highest;
  for_each_relation(root, [&](const Relation& relation) {
    std::vector<const Expression*> conditions;
    if (find_read(relation, plan_id, conditions)) highest = std::move(conditions);
  });
  return highest;
}

std::optional<std::string> integer_text(const Literal& literal) {
  switch (literal.literal_type_case()) {
    case Literal::kByte:
      return std::to_string(literal.byte());
    case Literal::kShort:
      return std::to_string(literal.short_());
    case Literal::kInteger:
      return std::to_string(literal.integer());
    case Literal::kLong:
      return std::to_string(literal.long_());
    default:
      return std::nullopt;
  }
}

// The constant as a text of the key's type; nothing if comparing them would first convert one of the two.
std::optional<std::string> constant_text(const Expression& expression, const DataType& key_type) {
  if (!expression.has_literal()) return std::nullopt;
  const Literal& literal = expression.literal();
  switch (key_type.kind_case()) {
    case DataType::kString:
      return literal.has_string() ? std::optional(literal.string()) : std::nullopt;
    case DataType::kByte:
    case DataType::kShort:
    case DataType::kInteger:
    case DataType::kLong:
      return integer_text(literal);
    case DataType::kDate:
      return literal.has_date() ? std::optional(iso_date(literal.date())) : std::nullopt;
    default:
      return std::nullopt;
  }
}

struct Comparison {
  std::string_view function;
  Operator op;
  Operator mirrored;  // of constant op key
};

constexpr Comparison kComparisons[] = {
    {"==", Operator::Equal, Operator::Equal},
    {"=", Operator::Equal, Operator::Equal},
    {"!=", Operator::NotEqual, Operator::NotEqual},
    {"<", Operator::Less, Operator::Greater},
    {"<=", Operator::LessOrEqual, Operator::GreaterOrEqual},
    {">", Operator::Greater, Operator::Less},
    {">=", Operator::GreaterOrEqual, Operator::LessOrEqual},
};

// Reads conjuncts as conditions on the keys of one table.
class ConditionReader {
 public:
  explicit ConditionReader(const std::vector<Column>& keys) {
    for (const Column& key : keys)
      if (auto type = parse_type(key.type); type.ok()) keys_.push_back({key.name, *std::move(type)});
  }

  std::optional<PartitionCondition> read(const Expression& conjunct) const {
    if (!conjunct.has_unresolved_function()) return std::nullopt;
    const auto& call = conjunct.unresolved_function();
    const std::string name = base::to_lower(call.function_name());
    if (name == "in") return membership(call);
    if (name == "isnull") return null_test(call, Operator::IsNull);
    if (name == "isnotnull") return null_test(call, Operator::IsNotNull);
    if (name == "not" && call.arguments_size() == 1) return negated(call.arguments(0));
    for (const Comparison& comparison : kComparisons)
      if (name == comparison.function && call.arguments_size() == 2) return compared(call, comparison);
    return std::nullopt;
  }

 private:
  struct Key {
    std::string name;
    DataType type;
  };

  const Key* key(const Expression& expression) const {
    if (!expression.has_unresolved_attribute()) return nullptr;
    const std::string& identifier = expression.unresolved_attribute().unparsed_identifier();
    for (const Key& key : keys_)
      if (base::iequals(identifier, key.name) || base::iequals(identifier, quoted(key.name))) return &key;
    return nullptr;
  }

  std::optional<PartitionCondition> compared(const Expression::UnresolvedFunction& call,
                                             const Comparison& comparison) const {
    const Key* left = key(call.arguments(0));
    const Key* found = left ? left : key(call.arguments(1));
    if (!found) return std::nullopt;
    auto value = constant_text(call.arguments(left ? 1 : 0), found->type);
    if (!value) return std::nullopt;
    return PartitionCondition{found->name, left ? comparison.op : comparison.mirrored, {*std::move(value)}};
  }

  std::optional<PartitionCondition> membership(const Expression::UnresolvedFunction& call) const {
    const Key* found = call.arguments_size() > 1 ? key(call.arguments(0)) : nullptr;
    if (!found) return std::nullopt;
    PartitionCondition condition{found->name, Operator::In, {}};
    for (int i = 1; i < call.arguments_size(); ++i) {
      auto value = constant_text(call.arguments(i), found->type);
      if (!value) return std::nullopt;
      condition.values.push_back(*std::move(value));
    }
    return condition;
  }

  std::optional<PartitionCondition> null_test(const Expression::UnresolvedFunction& call, Operator op) const {
    const Key* found = call.arguments_size() == 1 ? key(call.arguments(0)) : nullptr;
    if (!found) return std::nullopt;
    return PartitionCondition{found->name, op, {}};
  }

  // NOT of an equality or of a NULL test; a row with a NULL key is kept by neither form.
  std::optional<PartitionCondition> negated(const Expression& inner) const {
    auto condition = read(inner);
    if (!condition) return std::nullopt;
    if (condition->op == Operator::Equal)
      condition->op = Operator::NotEqual;
    else if (condition->op == Operator::IsNull)
      condition->op = Operator::IsNotNull;
    else
      return std::nullopt;
    return condition;
  }

  std::vector<Key> keys_;
};

}  // namespace

std::vector<PartitionCondition> partition_conditions(const google::protobuf::Message& root,
                                                     std::int64_t read_plan_id,
                                                     const std::vector<Column>& partition_keys) {
  const ConditionReader reader(partition_keys);
  std::vector<PartitionCondition> found;
  for (const Expression* condition : conditions_over(root, read_plan_id))
    for (const Expression* conjunct : conjuncts(*condition))
      if (auto known = reader.read(*conjunct)) found.push_back(*std::move(known));
  return found;
}

}  // namespace plan
