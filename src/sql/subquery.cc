#include "sql/subquery.h"

#include <fmt/format.h>

#include "plan/query_relations.h"
#include "sql/cast.h"
#include "sql/query_planner.h"
#include "sql/rules.h"

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

Typed only_column(const Planned& planned) {
  return {plan::column(planned.columns[0].plan_name), planned.columns[0].type};
}

Planned with_column(Planned planned, PlanExpression value) {
  value = plan::alias(std::move(value), planned.columns[0].plan_name);
  planned.relation = plan::project(std::move(planned.relation), {std::move(value)});
  return planned;
}

Planned as_type(Planned planned, const Type& type) {
  Typed column = only_column(planned);
  if (is_alike_in_plan(column.type, type)) return planned;
  return with_column(std::move(planned), coerce(std::move(column), type).plan);
}

Type row_of(const std::vector<OutputColumn>& columns) {
  Type type{.kind = TypeKind::Row};
  for (const OutputColumn& column : columns) {
    type.parts.push_back(column.type);
    type.names.push_back(column.named ? column.label : "");
  }
  return type;
}

// Several columns as one of rows.
Planned as_one_column(Planned planned, Names& names) {
  if (planned.columns.size() == 1) return planned;
  OutputColumn row{.type = row_of(planned.columns), .plan_name = names.unique("row"), .named = false};
  std::vector<PlanExpression> fields;
  const std::vector<std::string> field_names = sql::field_names(row.type);
  for (std::size_t i = 0; i < planned.columns.size(); ++i) {
    fields.push_back(plan::literal(field_names[i]));
    fields.push_back(plan::column(planned.columns[i].plan_name));
  }
  PlanExpression made = plan::alias(plan::call("named_struct", std::move(fields)), row.plan_name);
  planned.relation = plan::project(std::move(planned.relation), {std::move(made)});
  planned.columns = {std::move(row)};
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
  return type.kind == TypeKind::Row ? to_string(type) : fmt::format("row({})", to_string(type));
}
std::string shown_row(const std::vector<OutputColumn>& columns) {
  std::vector<std::string> fields;
  for (const OutputColumn& column : columns)
    fields.push_back((column.named ? column.label + " " : "") + to_string(column.type));
  return fmt::format("row({})", fmt::join(fields, ", "));
}

// What a value is compared with: the only column, or all of them as a row. A row is never compared with a
// column of rows.
std::optional<Type> common_with(const Type& value, const std::vector<OutputColumn>& columns) {
  if (columns.size() > 1) return common_type(value, row_of(columns));
  if (value.kind == TypeKind::Row) return std::nullopt;
  return common_type(value, columns[0].type);
}

}  // namespace

base::Result<Planned> Subqueries::plan(const QueryTree& query, const ExpressionAnalyzer& outer) const {
  return QueryPlanner({around_.planning, around_.common_tables, &outer}).plan(query);
}

// Several columns are the fields of one row, but not to Spark.
base::Result<Planned> Subqueries::plan_values(const QueryTree& query, const ExpressionAnalyzer& outer,
                                              Position position) const {
  Planned planned = TRY(plan(query, outer));
  if (planned.columns.size() > 1 && around_.planning.rules != nullptr)
    return around_.planning.rules->wide_subquery(planned.columns.size(), position);
  return planned;
}

// Makes the value and the query's rows of one type.
base::Result<Planned> Subqueries::plan_beside(Typed& value, const QueryTree& query,
                                              const ExpressionAnalyzer& outer, Position position) const {
  Planned planned = TRY(plan_values(query, outer, position));
  const std::optional<Type> common = common_with(value.type, planned.columns);
  if (!common)
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Value expression and result of subquery must be of the same type: {} vs {}",
                                shown_row(value.type), shown_row(planned.columns)));
  const Type type = common->kind == TypeKind::Unknown ? Type{TypeKind::Integer} : *common;
  if (!is_comparable(type))
    return error_at(position, "TYPE_MISMATCH", to_string(type) + " is not comparable");
  if (would_fill_long(type)) {
    value = without_blanks(std::move(value));
    PlanExpression column = without_blanks(only_column(planned)).plan;
    return with_column(std::move(planned), std::move(column));
  }
  value = coerce(std::move(value), type);
  return as_type(as_one_column(std::move(planned), around_.planning.names), type);
}

std::int64_t Subqueries::keep(plan::Relation relation) {
  const std::int64_t id = around_.planning.next_plan_id();
  references_.push_back(plan::with_plan_id(std::move(relation), id));
  return id;
}

// Of no rows at all it is NULL, where Trino gives a row of
// NULLs unless the query looks at the rows around it.
base::Result<Typed> Subqueries::scalar(const QueryTree& query, const ExpressionAnalyzer& outer,
                                       Position position) {
  Planned planned = TRY(plan_values(query, outer, position));
  planned = as_one_column(std::move(planned), around_.planning.names);
  const Type type = planned.columns[0].type;
  if (type.kind == TypeKind::Unknown) return null_of(type);
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_SCALAR, keep(std::move(planned.relation))), type};
}

base::Result<Typed> Subqueries::exists(const QueryTree& query, const ExpressionAnalyzer& outer) {
  Planned planned = TRY(plan(query, outer));
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_EXISTS, keep(std::move(planned.relation))),
               kBoolean};
}

// Of nested values DuckDB's equality is the one that Trino has here: what is NULL or NaN inside equals
// itself. Where the search filters rows it does not: ExpressionAnalyzer::sought().
base::Result<Typed> Subqueries::in(const InSubquery& node, Typed value, const ExpressionAnalyzer& outer,
                                   Position position) {
  Planned planned = TRY(plan_beside(value, *node.query, outer, position));
  if (is_floating(value.type)) planned = without_nans(std::move(planned));
  return Typed{plan::subquery(SubqueryType::SUBQUERY_TYPE_IN, keep(std::move(planned.relation)),
                              {std::move(value.plan)}),
               kBoolean};
}

// value <op> ALL (query) is NOT (value <other op> ANY (query)).
base::Result<Typed> Subqueries::quantified(const Quantified& node, Typed value,
                                           const ExpressionAnalyzer& outer, Position position) {
  Planned planned = TRY(plan_beside(value, *node.query, outer, position));
  const Type& type = value.type;
  const bool ordered = node.op != BinaryOperator::Equal && node.op != BinaryOperator::NotEqual;
  if (ordered && !is_orderable(type))
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Type [row({})] must be orderable in order to be used in quantified comparison",
                    to_string(type)));
  const BinaryOperator op = node.all ? opposite(node.op) : node.op;
  if (is_nested(type) && op != BinaryOperator::Equal)
    return not_supported_yet(
        position, fmt::format("{} {} over {}", symbol(node.op), node.all ? "ALL" : "ANY", to_string(type)));
  if (is_floating(type) && op == BinaryOperator::Equal) planned = without_nans(std::move(planned));
  const std::int64_t id = keep(std::move(planned.relation));
  PlanExpression any = plan::any_comparison(symbol(op), std::move(value.plan), id);
  if (node.all) any = plan::call("not", {std::move(any)});
  return Typed{std::move(any), kBoolean};
}

PlanExpression Subqueries::table(plan::Relation relation) {
  return plan::subquery(SubqueryType::SUBQUERY_TYPE_TABLE_ARG, keep(std::move(relation)));
}

plan::Relation Subqueries::around(plan::Relation relation) const& {
  if (references_.empty()) return relation;
  return plan::with_relations(std::move(relation), references_);
}

plan::Relation Subqueries::around(plan::Relation relation) && {
  if (references_.empty()) return relation;
  return plan::with_relations(std::move(relation), std::move(references_));
}

}  // namespace sql
