#include "duckdb/parser/tableref/joinref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

// The call of a user's table function that a relation gives names to, and those that do, the outermost first.
struct NamedCall {
  const connect::CommonInlineUserDefinedTableFunction* function = nullptr;  // null: it is no such call
  std::vector<const connect::Relation*> names;
};

NamedCall named_call(const connect::Relation& relation) {
  NamedCall call;
  const connect::Relation* node = &relation;
  for (;;) {
    call.names.push_back(node);
    if (node->has_subquery_alias()) {
      node = &node->subquery_alias().input();
    } else if (node->has_to_df()) {
      node = &node->to_df().input();
    } else {
      if (node->has_common_inline_user_defined_table_function())
        call.function = &node->common_inline_user_defined_table_function();
      return call;
    }
  }
}

// The columns from a place on, as the relation names them.
base::Result<void> name_columns(const connect::Relation& relation, Columns& columns, std::size_t from) {
  TRY(consume_choice(relation, {"common"}));
  if (relation.has_to_df()) {
    if (relation.to_df().column_names_size() != static_cast<int>(columns.size() - from))
      return unsupported("another number of names than of columns");
    for (std::size_t i = from; i < columns.size(); ++i)
      columns[i].name = relation.to_df().column_names(static_cast<int>(i - from));
  }
  for (std::size_t i = from; i < columns.size(); ++i) {
    if (relation.has_subquery_alias()) {
      const auto& alias = relation.subquery_alias();
      columns[i].qualifiers.assign(alias.qualifier().begin(), alias.qualifier().end());
      columns[i].qualifiers.push_back(alias.alias());
    }
    if (relation.common().has_plan_id()) columns[i].plan_ids.push_back(relation.common().plan_id());
  }
  return {};
}

}  // namespace

// The right side is evaluated for each row of the left one, whose columns it may name.
base::Result<Lowered> Lowering::lateral_join(const connect::LateralJoin& join) {
  TRY(consume_only(join, {"left", "right", "join_type", "join_condition"}));
  const bool keeps_left = join.join_type() == connect::Join::JOIN_TYPE_LEFT_OUTER;
  if (!keeps_left && join.join_type() != connect::Join::JOIN_TYPE_INNER &&
      join.join_type() != connect::Join::JOIN_TYPE_CROSS)
    return unsupported("a lateral join of this type");
  auto left = TRY(relation(join.left()));
  const NamedCall call = named_call(join.right());
  if (call.function != nullptr && TRY(names_columns(*call.function, left.columns)))
    return lateral_call(join, std::move(left), call.names);
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

// A user's table function is called with the rows of the left side, one after another.
base::Result<Lowered> Lowering::lateral_call(const connect::LateralJoin& join, Lowered left,
                                             const std::vector<const connect::Relation*>& names) {
  const bool keeps_left = join.join_type() == connect::Join::JOIN_TYPE_LEFT_OUTER;
  if (keeps_left && join.has_join_condition())
    return unsupported("a condition of a left join with a table function");
  const std::size_t of_left = left.columns.size();
  auto rows =
      TRY(table_udtf(names.back()->common_inline_user_defined_table_function(), std::move(left), keeps_left));
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    TRY(name_columns(**name, rows.columns, of_left));
  if (!join.has_join_condition()) return rows;
  auto condition = TRY(expression(join.join_condition(), rows.columns));
  return rows_where(std::move(rows), std::move(condition.tree));
}

}  // namespace engine
