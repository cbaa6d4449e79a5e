#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plan/partition_key_type.h"
#include "services/glue/partition_expression.h"

namespace services::glue {

// One condition of the tree. `key` counts the table's partition keys.
struct PartitionExpression::Node {
  enum class Kind { And, Or, Not, Compare, In, Between, Like, IsNull } kind;
  std::vector<std::unique_ptr<Node>> children;  // of And, Or, Not
  std::size_t key = 0;
  plan::PartitionKeyType type = plan::PartitionKeyType::Text;
  std::string comparison;              // of Compare: = <> < <= > >=
  std::vector<std::string> constants;  // one for Compare and Like, two for Between, any number for In
};

using NodePointer = std::unique_ptr<PartitionExpression::Node>;

// NOT `operand`.
NodePointer negate(NodePointer operand);

// Adds a constant to the node, unless it is not of the key's type: an InvalidInputException.
base::Result<void> add_constant(PartitionExpression::Node& node, const plan::Column& key,
                                std::string constant);

// The place of the key of that name.
std::optional<std::size_t> find_key(const std::vector<plan::Column>& keys, std::string_view name);

// What planning asks for, as a tree: a conjunction.
base::Result<NodePointer> to_node(const std::vector<plan::PartitionCondition>& conditions,
                                  const std::vector<plan::Column>& keys);

}  // namespace services::glue
