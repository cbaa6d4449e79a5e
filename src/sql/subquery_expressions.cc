#include "sql/expression_analyzer.h"
#include "sql/operators.h"
#include "sql/subquery.h"

// Expressions that a query stands in.
namespace sql {

base::Result<Typed> ExpressionAnalyzer::subquery(const Subquery& node, Position position) const {
  if (context_.subqueries == nullptr)
    return not_supported_yet(position, "a subquery in the " + context_.clause);
  return context_.subqueries->scalar(*node.query, *this, position);
}

// Of a search that filters rows Trino makes a join, in which what has NULL inside equals nothing; elsewhere
// NULL inside equals itself.
Typed ExpressionAnalyzer::sought(Typed value) const {
  if (context_.filters && is_nested(value.type))
    value.plan = plan::call("trino.whole", {std::move(value.plan)});
  return value;
}

base::Result<Typed> ExpressionAnalyzer::in_subquery(const InSubquery& node, Position position) const {
  if (context_.subqueries == nullptr)
    return not_supported_yet(position, "a subquery in the " + context_.clause);
  Typed value = TRY(filtering(false).part(*node.value));
  if (!node.negated) value = sought(std::move(value));
  Typed found = TRY(context_.subqueries->in(node, std::move(value), filtering(false), position));
  return Typed{negated_if(node.negated, std::move(found.plan)), kBoolean};
}

base::Result<Typed> ExpressionAnalyzer::exists(const Exists& node, Position position) const {
  if (context_.subqueries == nullptr)
    return not_supported_yet(position, "a subquery in the " + context_.clause);
  return context_.subqueries->exists(*node.query, *this);
}

base::Result<Typed> ExpressionAnalyzer::quantified(const Quantified& node, Position position) const {
  if (context_.subqueries == nullptr)
    return not_supported_yet(position, "a subquery in the " + context_.clause);
  Typed value = TRY(filtering(false).part(*node.value));
  if (!node.all && node.op == BinaryOperator::Equal) value = sought(std::move(value));
  return context_.subqueries->quantified(node, std::move(value), filtering(false), position);
}

}  // namespace sql
