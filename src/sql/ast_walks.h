#pragma once

#include "sql/ast.h"

namespace sql {

namespace detail {

// The children of each node; leaves have none.
template <typename Visit>
struct Children {
  Visit& visit;

  void one(const ExpressionPtr& child) const {
    if (child) visit(*child);
  }
  void all(const Expressions& children) const {
    for (const ExpressionPtr& child : children) one(child);
  }
  template <typename Leaf>
  void operator()(const Leaf&) const {}
  void operator()(const Negation& node) const { one(node.operand); }
  void operator()(const Not& node) const { one(node.operand); }
  void operator()(const Binary& node) const { one(node.left), one(node.right); }
  void operator()(const Logical& node) const { all(node.terms); }
  void operator()(const Concatenation& node) const { all(node.terms); }
  void operator()(const IsNull& node) const { one(node.operand); }
  void operator()(const Between& node) const { one(node.value), one(node.low), one(node.high); }
  void operator()(const InList& node) const { one(node.value), all(node.list); }
  void operator()(const Like& node) const { one(node.value), one(node.pattern), one(node.escape); }
  void operator()(const Case& node) const {
    one(node.operand);
    for (const Case::When& when : node.whens) one(when.condition), one(when.result);
    one(node.otherwise);
  }
  void operator()(const Cast& node) const { one(node.operand); }
  void operator()(const Call& node) const {
    all(node.arguments);
    one(node.filter);
    for (const SortItem& item : node.order_by) one(item.expression);
    if (!node.over) return;
    all(node.over->partition_by);
    for (const SortItem& item : node.over->order_by) one(item.expression);
    if (node.over->frame) one(node.over->frame->start.distance), one(node.over->frame->end.distance);
  }
  void operator()(const AtTimeZone& node) const { one(node.value); }
  void operator()(const InSubquery& node) const { one(node.value); }
  void operator()(const Quantified& node) const { one(node.value); }
  void operator()(const Row& node) const { all(node.items); }
  void operator()(const ArrayOf& node) const { all(node.items); }
  void operator()(const Subscript& node) const { one(node.value), one(node.index); }
  void operator()(const FieldAccess& node) const { one(node.value); }
  void operator()(const Lambda& node) const { one(node.body); }
  void operator()(const Try& node) const { one(node.value); }
  void operator()(const IsDistinct& node) const { one(node.left), one(node.right); }
  void operator()(const JsonForm& node) const {
    one(node.input.value);
    for (const JsonForm::Operand& operand : node.operands) one(operand.key), one(operand.value);
    one(node.on_empty.otherwise), one(node.on_error.otherwise);
  }
};

}  // namespace detail

// Calls visit(child) for each child that is there, left to right. What stands in a query is no child.
template <typename Visit>
void for_each_child(const Expression& expression, Visit&& visit) {
  std::visit(detail::Children<std::remove_reference_t<Visit>>{visit}, expression.node);
}

// The query that stands in an expression itself, not in its children; null: none.
inline const QueryTree* query_in(const Expression& expression) {
  if (const auto* scalar = std::get_if<Subquery>(&expression.node)) return scalar->query.get();
  if (const auto* in = std::get_if<InSubquery>(&expression.node)) return in->query.get();
  if (const auto* exists = std::get_if<Exists>(&expression.node)) return exists->query.get();
  if (const auto* quantified = std::get_if<Quantified>(&expression.node)) return quantified->query.get();
  return nullptr;
}

}  // namespace sql
