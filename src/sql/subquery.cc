#include "sql/subquery.h"

#include <fmt/format.h>

#include "plan/query_relations.h"
#include "sql/cast.h"
#include "sql/query_planner.h"

namespace sql {
namespace {

using plan::SubqueryType;

// A NaN in the list is equal to nothing: as if it were not there. Left in, it would be found by another NaN.
Planned without_nans(Planned planned) {
  const PlanExpression column = plan::column(planned.columns[0].plan_name);
  PlanExpression number = plan::call("trino.equal", {column, column});
  planned.relation = plan::filter(std::move(planned.relation),
                                  plan::call("or", {plan::call("isnull", {column}), std::move(number)}));
  return planned;
}

Planned as_type(Planned planned, const Type& type) {
  OutputColumn& column = planned.columns[0];
  if (to_spark(column.type) == to_spark(type)) return planned;
  Typed value = coerce({plan::column(column.plan_name), column.type}, type);
  planned.relation =
      plan::project(std::move(planned.relation), {plan::alias(std::move(value.plan), column.plan_name)});
  return planned;
}

BinaryOperator opposite(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Equal:
      return BinaryOperator::NotEqual;
    case BinaryOperator::NotEqual:
      return BinaryOperator::Equal;
    case BinaryOperator::Less:
      return BinaryOperator::GreaterOrEqual;
    case BinaryOperator::LessOrEqual:
      return BinaryOperator::Greater;
    case BinaryOperator::Greater:
      return BinaryOperator::LessOrEqual;
    default:
      return BinaryOperator::Less;
  }
}

// As messages show a value, and the columns of a query, that should be alike.
std::string shown_row(const Type& type) {
  return fmt::format("row({})", to_string(type));
}
std::string shown_row(const std::vector<OutputColumn>& columns) {
  std::vector<std::string> fields;
  for (const OutputColumn& column : columns)
    fields.push_back((column.named ? column.label + " " : "") + to_string(column.type));
  return fmt::format("row({})", fmt::join(fields, ", "));
}

}  // namespace

base::Result<Planned> Subqueries::plan(const QueryTree& query, const ExpressionAnalyzer& outer) const {
  return QueryPlanner({around_.planning, around_.common_tables, &outer}).plan(query);
}

base::Result<Planned> Subqueries::plan_column(const QueryTree& query, const ExpressionAnalyzer& outer,
                                              Position position) const {
  Planned planned = TRY(plan(query, outer));
  if (planned.columns.size() == 1) return planned;
  return error_at(position, "NOT_SUPPORTED",
                  fmt::format("Multiple columns returned by subquery are not yet supported. Found {}",
                              planned.columns.size()));
}

std::int64_t Subqueries::keep(plan::Relation relation) {
  const std::int64_t id = around_.planning.next_plan_id();
  references_.push_back(plan::with_plan_id(std::move(relation), id));
  return id;
}

base::Result<Typed> Subqueries::scalar(const QueryTree& query, const ExpressionAnalyzer& outer) {
  Planned planned = TRY(plan_column(query, outer, query.position));
  const Type type = planned.columns[0].type;
  if (type.kind == TypeKind::Unknown) return null_of(type);
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_SCALAR, keep(std::move(planned.relation))), type};
}

base::Result<Typed> Subqueries::exists(const QueryTree& query, const ExpressionAnalyzer& outer) {
  Planned planned = TRY(plan(query, outer));
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_EXISTS, keep(std::move(planned.relation))),
               kBoolean};
}

base::Result<Typed> Subqueries::in(const InSubquery& node, Typed value, const ExpressionAnalyzer& outer,
                                   Position position) {
  Planned planned = TRY(plan_column(*node.query, outer, position));
  const Type found = planned.columns[0].type;
  const std::optional<Type> common = common_type(value.type, found);
  if (!common) {
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("value and result of subquery must be of the same type for IN expression: {} vs {}",
                    to_string(value.type), to_string(found)));
  }
  const Type type = common->kind == TypeKind::Unknown ? Type{TypeKind::Integer} : *common;
  if (is_nested(type)) return not_supported_yet(position, "IN over " + to_string(type));
  planned = as_type(std::move(planned), type);
  if (is_floating(type)) planned = without_nans(std::move(planned));
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_IN, keep(std::move(planned.relation)),
                              {coerce(std::move(value), type).plan}),
               kBoolean};
}

// value <op> ALL (query) is NOT (value <other op> ANY (query)).
base::Result<Typed> Subqueries::quantified(const Quantified& node, Typed value,
                                           const ExpressionAnalyzer& outer, Position position) {
  Planned planned = TRY(plan(*node.query, outer));
  const std::optional<Type> common =
      planned.columns.size() == 1 ? common_type(value.type, planned.columns[0].type) : std::nullopt;
  if (!common)
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Value expression and result of subquery must be of the same type: {} vs {}",
                                shown_row(value.type), shown_row(planned.columns)));
  const bool ordered = node.op != BinaryOperator::Equal && node.op != BinaryOperator::NotEqual;
  if (ordered && !is_orderable(*common))
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Type [row({})] must be orderable in order to be used in quantified comparison",
                    to_string(*common)));
  if (is_nested(*common))
    return not_supported_yet(position, "a comparison with ANY or ALL over " + to_string(*common));
  const Type type = common->kind == TypeKind::Unknown ? Type{TypeKind::Integer} : *common;
  planned = as_type(std::move(planned), type);
  const BinaryOperator op = node.all ? opposite(node.op) : node.op;
  if (is_floating(type) && op == BinaryOperator::Equal) planned = without_nans(std::move(planned));
  const std::int64_t id = keep(std::move(planned.relation));
  PlanExpression any = plan::any_comparison(symbol(op), coerce(std::move(value), type).plan, id);
  if (node.all) any = plan::call("not", {std::move(any)});
  return Typed{std::move(any), kBoolean};
}

plan::Relation Subqueries::around(plan::Relation relation) && {
  if (references_.empty()) return relation;
  return plan::with_relations(std::move(relation), std::move(references_));
}

}  // namespace sql
