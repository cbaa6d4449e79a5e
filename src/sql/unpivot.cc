#include "sql/unpivot.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "sql/operators.h"
#include "sql/spark_errors.h"
#include "sql/typed.h"

namespace sql {
namespace {

using Columns = std::vector<const Field*>;

base::Error size_mismatch(const Unpivot& unpivot) {
  std::vector<std::string> names;
  for (const Name& value : unpivot.values) names.push_back(value.text);
  return spark_error(
      unpivot.position, "UNPIVOT_VALUE_SIZE_MISMATCH",
      fmt::format("All unpivot value columns must have the same size as there are value column names ({}).",
                  base::join(names, ", ")));
}

base::Result<Columns> columns_of(const Unpivot::Set& set, const Unpivot& unpivot, const Scope& scope) {
  if (set.columns.size() != unpivot.values.size()) return size_mismatch(unpivot);
  Columns columns;
  for (const ExpressionPtr& column : set.columns) {
    const auto& name = std::get<ColumnName>(column->node);
    const base::Result<const Field*> field = scope.resolve(name, column->position);
    if (!field.ok() && field.error().code == "COLUMN_NOT_FOUND")
      return spark_unresolved_column(scope, name, column->position);
    columns.push_back(TRY(field));
  }
  return columns;
}

}  // namespace

base::Result<ScopedRelation> unpivoted(const Unpivot& unpivot, ScopedRelation input, Names& names) {
  std::set<std::string> turned;
  std::vector<PlanExpression> rows;
  for (const Unpivot::Set& set : unpivot.sets) {
    const Columns columns = TRY(columns_of(set, unpivot, input.scope));
    std::vector<std::string> labels;
    std::vector<PlanExpression> fields = {plan::literal("name"), plan::literal("")};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      turned.insert(columns[i]->plan_name);
      labels.push_back(std::get<ColumnName>(set.columns[i]->node).parts.back().text);
      fields.push_back(plan::literal(fmt::format("value{}", i)));
      fields.push_back(plan::column(columns[i]->plan_name));
    }
    fields[1] = plan::literal(set.alias ? set.alias->text : base::join(labels, "_"));
    rows.push_back(plan::call("named_struct", std::move(fields)));
  }

  ScopedRelation result;
  std::vector<PlanExpression> projection;
  for (const Field& field : input.scope.fields()) {
    if (turned.contains(field.plan_name)) continue;
    projection.push_back(plan::column(field.plan_name));
    result.scope.add(field);
  }
  std::vector<std::string> plan_names;
  const auto add = [&](const Name& name) {
    plan_names.push_back(names.unique(name.text));
    result.scope.add({.name = name.text, .plan_name = plan_names.back(), .type = kDeferred});
  };
  add(unpivot.name);
  std::vector<PlanExpression> known;
  for (const Name& value : unpivot.values) {
    add(value);
    known.push_back(plan::call("isnotnull", {plan::column(plan_names.back())}));
  }
  projection.push_back(
      plan::aliases(plan::call("inline", {plan::call("array", std::move(rows))}), plan_names));
  result.relation = plan::project(std::move(input.relation), std::move(projection));
  if (!unpivot.keeps_nulls)
    result.relation = plan::filter(std::move(result.relation), combine("or", std::move(known)));
  return result;
}

}  // namespace sql
