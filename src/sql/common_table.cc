#include <fmt/format.h>

#include "plan/query_relations.h"
#include "sql/cast.h"
#include "sql/query_planner.h"
#include "sql/recursion_check.h"

// What a table of WITH is: a query, or the rows that a query makes of its own rows again and again.
namespace sql {
namespace {

base::Result<void> name_columns(Planned& planned, const CommonTable& table) {
  if (!table.columns.empty() && table.columns.size() != planned.columns.size())
    return error_at(table.columns.front().position, "MISMATCHED_COLUMN_ALIASES",
                    fmt::format("Column alias list has {} entries but relation has {} columns",
                                table.columns.size(), planned.columns.size()));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    planned.columns[i].label = table.columns[i].text;
    planned.columns[i].named = true;
  }
  return {};
}

// The step's columns in the types of the anchor's.
base::Result<plan::Relation> coerced_step(Planned step, const Planned& anchor, Position position,
                                          Names& names) {
  if (step.columns.size() != anchor.columns.size())
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("base and step relations of recursion have different number of fields: {}, {}",
                    anchor.columns.size(), step.columns.size()));
  std::vector<PlanExpression> projection;
  for (std::size_t i = 0; i < step.columns.size(); ++i) {
    OutputColumn& column = step.columns[i];
    const Type& wanted = anchor.columns[i].type;
    if (common_type(wanted, column.type) != wanted)
      return error_at(
          position, "TYPE_MISMATCH",
          fmt::format("recursion step relation output type ({}) is not coercible to recursion base "
                      "relation output type ({}) at column {}",
                      to_string(column.type), to_string(wanted), i + 1));
    Typed value = coerce({plan::column(column.plan_name), column.type}, wanted);
    projection.push_back(plan::alias(std::move(value.plan), names.unique(column.label)));
  }
  return plan::project(std::move(step.relation), std::move(projection));
}

base::Result<Planned> recurring(const Recursion& recursion, const CommonTables& definition,
                                Planning& planning) {
  Planned anchor =
      TRY(QueryPlanner({planning, definition.visible, definition.outer}).plan(*recursion.anchor));
  TRY(name_columns(anchor, definition.table));
  const std::int64_t anchor_id = planning.next_plan_id(), step_id = planning.next_plan_id();
  const RecursionRows rows{fmt::format("recursion_{}", step_id), anchor.columns};
  const CommonTables itself{definition.table, definition.visible, definition.outer, true, &rows};
  Planned step = TRY(QueryPlanner({planning, &itself, definition.outer}).plan(*recursion.step));
  plan::Relation next = TRY(coerced_step(std::move(step), anchor, recursion.step->position, planning.names));
  anchor.relation = plan::recursion(std::move(anchor.relation), anchor_id, std::move(next), step_id, rows.id);
  if (recursion.distinct) anchor.relation = plan::distinct(std::move(anchor.relation));
  return anchor;
}

}  // namespace

base::Result<Planned> plan_common_table(const CommonTables& definition, Planning& planning) {
  const CommonTable& table = definition.table;
  if (definition.rows != nullptr)
    return Planned{plan::recursion_rows(definition.rows->id), definition.rows->columns};
  const Recursion recursion = definition.recursive ? TRY(recursion_of(table)) : Recursion{};
  if (recursion.anchor != nullptr) return recurring(recursion, definition, planning);
  Planned planned = TRY(QueryPlanner({planning, definition.visible, definition.outer}).plan(*table.query));
  TRY(name_columns(planned, table));
  return planned;
}

}  // namespace sql
