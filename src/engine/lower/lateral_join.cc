#include "duckdb/parser/tableref/joinref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// The right side is evaluated for each row of the left one, whose columns it may name.
base::Result<Lowered> Lowering::lateral_join(const connect::LateralJoin& join) {
  TRY(consume_only(join, {"left", "right", "join_type", "join_condition"}));
  const bool keeps_left = join.join_type() == connect::Join::JOIN_TYPE_LEFT_OUTER;
  if (!keeps_left && join.join_type() != connect::Join::JOIN_TYPE_INNER &&
      join.join_type() != connect::Join::JOIN_TYPE_CROSS)
    return unsupported("a lateral join of this type");
  auto left = TRY(relation(join.left()));
  outer_.push_back({.columns = &left.columns});
  auto lowered = relation(join.right());
  outer_.pop_back();
  auto right = TRY(std::move(lowered));
  Lowered result{.columns = left.columns};
  result.columns.insert(result.columns.end(), right.columns.begin(), right.columns.end());
  auto beside =
      select_from(std::move(right.table));  // a query of its own, for only such name the left's columns
  select_all(*beside, right.columns);
  auto ref = duckdb::make_uniq<duckdb::JoinRef>(duckdb::JoinRefType::REGULAR);
  ref->left = joinable(std::move(left.table));
  ref->right = joinable(as_table(std::move(beside)));
  ref->type = keeps_left ? duckdb::JoinType::LEFT : duckdb::JoinType::INNER;
  ref->condition = join.has_join_condition() ? TRY(expression(join.join_condition(), result.columns)).tree
                                             : constant_tree(duckdb::Value::BOOLEAN(true));
  result.table = std::move(ref);
  return result;
}

}  // namespace engine
