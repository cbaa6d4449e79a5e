#include "duckdb/parser/result_modifier.hpp"
#include "engine/functions/floating_comparison.h"
#include "engine/functions/nested_order.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

// Ascending puts NULL first and descending last, unless it is said.
duckdb::OrderByNullType null_order(const connect::Expression_SortOrder& order, bool descending) {
  switch (order.null_ordering()) {
    case connect::Expression_SortOrder::SORT_NULLS_FIRST:
      return duckdb::OrderByNullType::NULLS_FIRST;
    case connect::Expression_SortOrder::SORT_NULLS_LAST:
      return duckdb::OrderByNullType::NULLS_LAST;
    default:
      return descending ? duckdb::OrderByNullType::NULLS_LAST : duckdb::OrderByNullType::NULLS_FIRST;
  }
}

}  // namespace

base::Result<Typed> Lowering::sort_key(const connect::Expression_SortOrder& order, const Columns& columns) {
  TRY(consume_only(order, {"child", "direction", "null_ordering"}));
  TRY(check_no_pattern(order.child(), "Sort"));
  return expression(order.child(), columns);
}

base::Result<duckdb::OrderByNode> Lowering::sort_order(const connect::Expression_SortOrder& order,
                                                       const Columns& columns, SortKey kind) {
  return order_of(order, TRY(sort_key(order, columns)), kind);
}

// Where a key is a bare column, DuckDB gives the column as it reads it out of the keys, in which -0.0 is 0.0:
// keys are made of the column, and are not it.
duckdb::OrderByNode Lowering::order_of(const connect::Expression_SortOrder& order, Typed key, SortKey kind) {
  if (kind == SortKey::Made) key.tree = one_zero_tree(std::move(key.tree), key.type);
  const bool descending = order.direction() == connect::Expression_SortOrder::SORT_DIRECTION_DESCENDING;
  return duckdb::OrderByNode(descending ? duckdb::OrderType::DESCENDING : duckdb::OrderType::ASCENDING,
                             null_order(order, descending), ordered_tree(std::move(key.tree), key.type));
}

// Sorting within partitions (is_global = false) has no smaller meaning here: there is one partition.
base::Result<Lowered> Lowering::sort(const connect::Sort& sort, const Wanted& wanted) {
  TRY(consume_only(sort, {"input", "order", "is_global"}));
  Wanted below = sort.is_global() ? without_partition_number(wanted) : wanted;
  for (const auto& order : sort.order()) below = wanted_by(order, std::move(below));
  const auto files = TRY(files_asked_by(&sort.input(), sort.order()));
  auto input = TRY(relation(sort.input(), files.added_to(below)));
  const Columns reachable = files.visible(input.reachable(), input);
  auto modifier = duckdb::make_uniq<duckdb::OrderModifier>();
  for (const auto& order : sort.order()) {
    auto key = TRY(sort_order(order, reachable));
    // A constant would be taken for a column's number; it orders nothing.
    if (key.expression->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT) continue;
    modifier->orders.push_back(std::move(key));
  }
  if (modifier->orders.empty()) return input;
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  node->modifiers.push_back(std::move(modifier));
  return Lowered{as_table(std::move(node)), std::move(input.columns), true, std::move(input.left_out)};
}

}  // namespace engine
