#include "services/glue/partition_expression.h"

#include <algorithm>
#include <compare>

#include "services/glue/partition_expression_node.h"
#include "services/glue/partition_expression_parser.h"

namespace services::glue {

namespace {

using Node = PartitionExpression::Node;

bool holds(std::string_view comparison, std::partial_ordering order) {
  if (comparison == "=") return order == 0;
  if (comparison == "<>") return order != 0;
  if (comparison == "<") return order < 0;
  if (comparison == "<=") return order <= 0;
  if (comparison == ">") return order > 0;
  return order >= 0;
}

// SQL's LIKE: % stands for any run of characters, _ for one. Linear in the text but for backtracking to the
// last %.
bool like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

// SQL's three-valued logic: nothing stands for unknown, which a NULL value gives.
std::optional<bool> evaluate(const Node& node, const PartitionValues& values);

std::optional<bool> evaluate_chain(const Node& node, const PartitionValues& values, bool deciding) {
  bool unknown = false;
  for (const NodePointer& child : node.children) {
    const auto value = evaluate(*child, values);
    if (value == deciding) return deciding;
    unknown |= !value;
  }
  return unknown ? std::nullopt : std::optional(!deciding);
}

std::optional<bool> evaluate_predicate(const Node& node, const std::string& value) {
  const auto test = [&](std::string_view comparison, const std::string& constant) -> std::optional<bool> {
    const auto order = compare(node.type, value, constant);
    return order ? std::optional(holds(comparison, *order)) : std::nullopt;
  };
  switch (node.kind) {
    case Node::Kind::Compare:
      return test(node.comparison, node.constants[0]);
    case Node::Kind::Like:
      return like(value, node.constants[0]);
    case Node::Kind::In:
      return std::any_of(node.constants.begin(), node.constants.end(),
                         [&](const auto& c) { return test("=", c) == true; });
    default: {  // Between
      const auto low = test(">=", node.constants[0]), high = test("<=", node.constants[1]);
      return low && high ? std::optional(*low && *high) : std::nullopt;
    }
  }
}

// Null: the value is NULL, or the partition has none for that key (it was made when the table had fewer).
const std::string* value_of(const PartitionValues& values, std::size_t key) {
  return key < values.size() && values[key] ? &*values[key] : nullptr;
}

std::optional<bool> evaluate(const Node& node, const PartitionValues& values) {
  switch (node.kind) {
    case Node::Kind::And:
      return evaluate_chain(node, values, false);
    case Node::Kind::Or:
      return evaluate_chain(node, values, true);
    case Node::Kind::Not: {
      const auto inner = evaluate(*node.children[0], values);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    case Node::Kind::IsNull:
      return value_of(values, node.key) == nullptr;
    default: {
      const std::string* value = value_of(values, node.key);
      return value ? evaluate_predicate(node, *value) : std::nullopt;
    }
  }
}

// The constant that the conjunction below `node` fixes the key to. Numbers have many spellings and are not
// sought by.
std::optional<std::string> fixed_value(const Node& node, std::size_t key) {
  if (node.kind == Node::Kind::Compare && node.key == key && node.comparison == "=" &&
      node.type == plan::PartitionKeyType::Text)
    return node.constants[0];
  if (node.kind != Node::Kind::And) return std::nullopt;
  for (const NodePointer& child : node.children)
    if (auto value = fixed_value(*child, key)) return value;
  return std::nullopt;
}

}  // namespace

PartitionExpression::PartitionExpression(std::unique_ptr<Node> root, std::size_t key_count)
    : root_(std::move(root)), key_count_(key_count) {}
PartitionExpression::PartitionExpression(PartitionExpression&&) noexcept = default;
PartitionExpression& PartitionExpression::operator=(PartitionExpression&&) noexcept = default;
PartitionExpression::~PartitionExpression() = default;

base::Result<PartitionExpression> PartitionExpression::parse(std::string_view text,
                                                             const std::vector<plan::Column>& keys) {
  return PartitionExpression(TRY(parse_partition_expression(text, keys)), keys.size());
}

base::Result<PartitionExpression> PartitionExpression::of(
    const std::vector<plan::PartitionCondition>& conditions, const std::vector<plan::Column>& keys) {
  return PartitionExpression(TRY(to_node(conditions, keys)), keys.size());
}

bool PartitionExpression::matches(const PartitionValues& values) const {
  return evaluate(*root_, values) == true;
}

std::vector<std::string> PartitionExpression::leading_values() const {
  std::vector<std::string> values;
  for (std::size_t key = 0; key < key_count_; ++key) {
    auto value = fixed_value(*root_, key);
    if (!value) break;
    values.push_back(*std::move(value));
  }
  return values;
}

}  // namespace services::glue