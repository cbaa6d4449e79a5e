#include <algorithm>

#include "engine/functions/json_number.h"
#include "engine/functions/json_path_evaluation.h"

// The conditions of filters: a path that fails in one makes it unknown, in lax mode and in strict.
namespace engine {
namespace {

namespace path = plan::json_path;

// Which kinds of items a sequence has.
struct Kinds {
  bool null = false;
  bool scalar = false;
  bool container = false;  // or no value at all

  explicit Kinds(const JsonSequence& items) {
    for (const JsonItem* item : items) {
      const bool whole = item->is_container() || item->as<JsonItem::Missing>() != nullptr;
      null = null || item->is_null();
      container = container || whole;
      scalar = scalar || (!whole && !item->is_null());
    }
  }
};

// A long text takes longer to compare.
std::size_t weight_of_text(const JsonItem& item) {
  constexpr std::size_t kBytesOfOne = 1024;
  const auto* text = item.as<std::string>();
  return 1 + (text == nullptr ? 0 : text->size() / kBytesOfOne);
}

JsonSequence scalars(const JsonSequence& items) {
  JsonSequence found;
  for (const JsonItem* item : items) {
    if (!item->is_null()) found.push_back(item);
  }
  return found;
}

// null equals null, and differs from all else.
bool decided_by_null(path::Comparison op, const Kinds& left, const Kinds& right) {
  if (op == path::Comparison::Equal) return left.null && right.null;
  if (op != path::Comparison::NotEqual) return false;
  return (left.null && (right.scalar || right.container)) || (right.null && (left.scalar || left.container));
}

}  // namespace

struct JsonPathEvaluation::PredicateVisitor {
  JsonPathEvaluation& self;
  const Context& context;

  Truth operator()(const path::Compare& node) const { return self.compare_all(node, context); }
  Truth operator()(const path::Exists& node) const {
    const auto found = self.sequence(*node.path, context);
    return found.ok() ? Truth(!found->empty()) : std::nullopt;
  }
  Truth operator()(const path::StartsWith& node) const { return self.starts_with(node, context); }
  Truth operator()(const path::Not& node) const {
    const Truth operand = self.truth(*node.operand, context);
    return operand ? Truth(!*operand) : std::nullopt;
  }
  Truth operator()(const path::IsUnknown& node) const { return !self.truth(*node.operand, context); }
  Truth operator()(const path::Logical& node) const {
    Truth all = node.all;
    for (const path::PredicatePtr& term : node.terms) {
      const Truth one = self.truth(*term, context);
      if (one == !node.all) return one;
      if (!one) all = std::nullopt;
    }
    return all;
  }
};

JsonPathEvaluation::Truth JsonPathEvaluation::truth(const path::Predicate& predicate,
                                                    const Context& context) {
  return std::visit(PredicateVisitor{*this, context}, predicate.node);
}

// Whether some pair of the two sequences compares so. The first pair that cannot be compared makes it
// unknown, unless lax mode has found one before.
JsonPathEvaluation::Truth JsonPathEvaluation::compare_all(const path::Compare& node, const Context& context) {
  auto left = sequence(*node.left, context);
  if (!left.ok()) return std::nullopt;
  auto right = sequence(*node.right, context);
  if (!right.ok()) return std::nullopt;
  const JsonSequence lefts = unwrapped(*std::move(left)), rights = unwrapped(*std::move(right));
  if (lefts.empty() || rights.empty()) return false;
  const Kinds a(lefts), b(rights);
  if ((a.container && (b.container || b.scalar)) || (a.scalar && b.container)) return std::nullopt;
  bool found = decided_by_null(node.op, a, b);
  if ((found && path_.lax) || !a.scalar || !b.scalar) return found;
  for (const JsonItem* one : scalars(lefts)) {
    for (const JsonItem* other : scalars(rights)) {
      count(weight_of_text(*one));
      const Truth holds = compare(node.op, *one, *other);
      if (!holds) return std::nullopt;
      found = found || *holds;
      if (found && path_.lax) return true;
    }
  }
  return found;
}

JsonPathEvaluation::Truth JsonPathEvaluation::starts_with(const path::StartsWith& node,
                                                          const Context& context) {
  auto texts = sequence(*node.text, context);
  const auto prefixes = sequence(*node.prefix, context);
  if (!texts.ok() || !prefixes.ok() || prefixes->size() != 1) return std::nullopt;
  const auto* prefix = prefixes->front()->as<std::string>();
  if (prefix == nullptr) return std::nullopt;
  bool found = false;
  for (const JsonItem* item : unwrapped(*std::move(texts))) {
    const auto* text = item->as<std::string>();
    if (text == nullptr) return std::nullopt;
    found = found || text->starts_with(*prefix);
    if (found && path_.lax) return true;
  }
  return found;
}

}  // namespace engine
