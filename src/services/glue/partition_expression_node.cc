#include "services/glue/partition_expression_node.h"

#include <fmt/format.h>

#include "base/text.h"

namespace services::glue {
namespace {

using Node = PartitionExpression::Node;
using Operator = plan::PartitionCondition::Operator;

std::string_view symbol_of(Operator op) {
  switch (op) {
    case Operator::NotEqual:
      return "<>";
    case Operator::Less:
      return "<";
    case Operator::LessOrEqual:
      return "<=";
    case Operator::Greater:
      return ">";
    case Operator::GreaterOrEqual:
      return ">=";
    default:
      return "=";
  }
}

Node::Kind kind_of(Operator op) {
  if (op == Operator::In) return Node::Kind::In;
  return op == Operator::IsNull || op == Operator::IsNotNull ? Node::Kind::IsNull : Node::Kind::Compare;
}

base::Result<NodePointer> node_of(const plan::PartitionCondition& condition,
                                  const std::vector<plan::Column>& keys) {
  auto node = std::make_unique<Node>();
  node->kind = kind_of(condition.op);
  const auto key = find_key(keys, condition.column);
  if (!key)
    return base::refusal("InvalidInputException", 400,
                         fmt::format("'{}' is no partition key of the table.", condition.column));
  node->key = *key;
  node->type = plan::partition_key_type(keys[node->key].type);
  node->comparison = symbol_of(condition.op);
  for (const std::string& value : condition.values) TRY(add_constant(*node, keys[node->key], value));
  ASSERT(node->kind != Node::Kind::Compare || node->constants.size() == 1, "a comparison has one constant");
  return condition.op == Operator::IsNotNull ? negate(std::move(node)) : std::move(node);
}

}  // namespace

NodePointer negate(NodePointer operand) {
  auto node = std::make_unique<PartitionExpression::Node>();
  node->kind = PartitionExpression::Node::Kind::Not;
  node->children.push_back(std::move(operand));
  return node;
}

base::Result<void> add_constant(PartitionExpression::Node& node, const plan::Column& key,
                                std::string constant) {
  if (!is_value_of(node.type, constant))
    return base::refusal("InvalidInputException", 400,
                         fmt::format("'{}' is not a value of partition key '{}', which is of type {}.",
                                     constant, key.name, key.type));
  node.constants.push_back(std::move(constant));
  return {};
}

std::optional<std::size_t> find_key(const std::vector<plan::Column>& keys, std::string_view name) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (base::iequals(keys[i].name, name)) return i;
  return std::nullopt;
}

base::Result<NodePointer> to_node(const std::vector<plan::PartitionCondition>& conditions,
                                  const std::vector<plan::Column>& keys) {
  auto all = std::make_unique<Node>();
  all->kind = Node::Kind::And;
  for (const plan::PartitionCondition& condition : conditions)
    all->children.push_back(TRY(node_of(condition, keys)));
  return all;
}

}  // namespace services::glue
