#include "sql/pivot.h"

#include <fmt/format.h>

#include <set>

#include "sql/ast_walks.h"
#include "sql/spark_errors.h"
#include "sql/spark_label.h"

namespace sql {
namespace {

// The plan's names of the columns that an expression is made of.
void list_columns(const Expression& expression, const Scope& scope, std::set<std::string>& columns) {
  if (const auto* name = std::get_if<ColumnName>(&expression.node)) {
    for (ColumnName column = *name; !column.parts.empty(); column.parts.pop_back()) {
      const base::Result<const Field*> field = scope.resolve(column, expression.position);
      if (field.ok()) columns.insert((*field)->plan_name);
    }
  }
  for_each_child(expression, [&](const Expression& child) { list_columns(child, scope, columns); });
}

std::string label_of(const SelectItem& item, const Scope& scope) {
  return item.alias ? item.alias->text : spark_label(*item.expression, scope);
}

}  // namespace

base::Result<ScopedRelation> pivoted(const Pivot& pivot, const ScopedRelation& input,
                                     const ExpressionAnalyzer& rows, Names& names) {
  const Scope& scope = input.scope;
  const Typed column = TRY(rows.analyze(*pivot.column));
  std::set<std::string> used;
  list_columns(*pivot.column, scope, used);
  for (const SelectItem& item : pivot.aggregates) list_columns(*item.expression, scope, used);

  Aggregation aggregation(names, pivot.position);
  ScopedRelation result;
  std::vector<PlanExpression> projection;
  for (const Field& field : scope.fields()) {
    if (used.contains(field.plan_name)) continue;
    PlanExpression key = plan::column(field.plan_name);
    projection.push_back(key);
    aggregation.add_key({std::move(key), kDeferred}, Expression::Node(ColumnName{}).index(), field.name);
    result.scope.add(field);
  }
  for (const SelectItem& value : pivot.values) {
    PlanExpression wanted = TRY(rows.analyze(*value.expression)).plan;
    const PlanExpression match = plan::call("<=>", {column.plan, std::move(wanted)});
    const PlanExpression present = aggregation.add_call(plan::call("bool_or", {match}), "present");
    const ExpressionAnalyzer of_value = rows.aggregating(aggregation, match);
    for (const SelectItem& item : pivot.aggregates) {
      if (!contains_aggregate(*item.expression, spark().rules))
        return spark_error(item.position, "INVALID_PIVOT", "PIVOT takes aggregate functions.");
      std::string label = label_of(value, scope);
      if (pivot.aggregates.size() > 1) label += "_" + label_of(item, scope);
      Field field{.name = label, .plan_name = names.unique(label), .type = kDeferred};
      PlanExpression all = TRY(of_value.analyze(*item.expression)).plan;
      projection.push_back(plan::alias(plan::call("when", {present, std::move(all)}), field.plan_name));
      result.scope.add(std::move(field));
    }
  }
  result.relation = plan::project(std::move(aggregation).relation(input.relation), std::move(projection));
  return result;
}

}  // namespace sql
