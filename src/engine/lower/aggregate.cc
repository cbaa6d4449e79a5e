#include <fmt/format.h>

#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// The output is the grouping expressions, then the aggregates.
base::Result<Lowered> Lowering::aggregate(const connect::Aggregate& aggregate) {
  TRY(consume_only(aggregate, {"input", "group_type", "grouping_expressions", "aggregate_expressions"}));
  if (aggregate.group_type() != connect::Aggregate::GROUP_TYPE_GROUPBY)
    return unsupported(fmt::format("group_type = {}", connect::Aggregate::GroupType_Name(aggregate.group_type())));
  auto input = TRY(relation(aggregate.input()));
  auto groups = TRY(expressions(aggregate.grouping_expressions(), input.columns));
  auto values = TRY(expressions(aggregate.aggregate_expressions(), input.columns));

  auto node = select_from(std::move(input.table));
  Lowered result;
  duckdb::GroupingSet all;
  for (auto& [value, column] : groups) {
    // A bare constant in GROUP BY would be taken for a column's number.
    if (value.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT)
      value.tree = cast_tree(std::move(value.tree), value.type);
    all.insert(node->groups.group_expressions.size());
    node->groups.group_expressions.push_back(value.tree->Copy());
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  if (!all.empty()) node->groups.grouping_sets.push_back(std::move(all));
  if (groups.empty() && values.empty()) return unsupported("an Aggregate without expressions");
  node->aggregate_handling = duckdb::AggregateHandling::STANDARD_HANDLING;
  result.table = as_table(std::move(node));
  return result;
}

}  // namespace engine
