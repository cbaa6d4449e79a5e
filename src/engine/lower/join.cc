#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "duckdb/parser/tableref/joinref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using Node = connect::Join;
using duckdb::JoinType;

std::optional<JoinType> join_type(Node::JoinType type) {
  switch (type) {
    case Node::JOIN_TYPE_INNER:
    case Node::JOIN_TYPE_CROSS:
      return JoinType::INNER;
    case Node::JOIN_TYPE_LEFT_OUTER:
      return JoinType::LEFT;
    case Node::JOIN_TYPE_RIGHT_OUTER:
      return JoinType::RIGHT;
    case Node::JOIN_TYPE_FULL_OUTER:
      return JoinType::OUTER;
    case Node::JOIN_TYPE_LEFT_SEMI:
      return JoinType::SEMI;
    case Node::JOIN_TYPE_LEFT_ANTI:
      return JoinType::ANTI;
    default:
      return std::nullopt;
  }
}

bool keeps_left_only(JoinType type) {
  return type == JoinType::SEMI || type == JoinType::ANTI;
}

base::Result<const OutputColumn*> using_column(const Columns& columns, const std::string& name,
                                               std::string_view side) {
  const auto found = columns_named(columns, name);
  if (found.size() == 1) return found[0];
  if (found.size() > 1) return resolve(columns, "`" + name + "`").error();
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(fmt::format("`{}`", column.name));
  std::ranges::sort(names);
  return plan::spark_error("UNRESOLVED_USING_COLUMN_FOR_JOIN",
                           "USING column <colName> cannot be resolved on the <side> side of the join. The "
                           "<side>-side columns: [<suggestion>].",
                           {{"colName", fmt::format("`{}`", name)},
                            {"side", std::string(side)},
                            {"suggestion", base::join(names, ", ")}});
}

// How many relations with ids of their own stand above the one that is named.
using Depths = std::map<std::pair<std::int64_t, std::string>, std::size_t>;

// Where a frame is joined with one that was made of it, the condition's columns of the first are its own, and
// not those of the other, where they lie deeper.
Columns told_apart(Columns columns) {
  Depths least;
  for (const auto& column : columns)
    for (std::size_t i = 0; i < column.plan_ids.size(); ++i) {
      const std::size_t depth = column.plan_ids.size() - i;
      auto& known = least.try_emplace({column.plan_ids[i], base::to_lower(column.name)}, depth).first->second;
      known = std::min(known, depth);
    }
  for (auto& column : columns) {
    std::vector<std::int64_t> nearest;
    for (std::size_t i = 0; i < column.plan_ids.size(); ++i)
      if (least.at({column.plan_ids[i], base::to_lower(column.name)}) == column.plan_ids.size() - i)
        nearest.push_back(column.plan_ids[i]);
    column.plan_ids = std::move(nearest);
  }
  return columns;
}

}  // namespace

base::Result<Lowered> Lowering::join(const connect::Join& join) {
  TRY(consume_only(join, {"left", "right", "join_condition", "join_type", "using_columns"}));
  const auto type = join_type(join.join_type());
  if (!type) return unsupported(fmt::format("join_type = {}", Node::JoinType_Name(join.join_type())));
  auto left = TRY(relation(join.left()));
  auto right = TRY(relation(join.right()));
  Columns both = left.columns;
  both.insert(both.end(), right.columns.begin(), right.columns.end());

  Trees conditions;
  Columns keys;  // of USING: one column each, first
  std::vector<std::string> merged;
  for (const auto& name : join.using_columns()) {
    const auto* a = TRY(using_column(left.columns, name, "left"));
    const auto* b = TRY(using_column(right.columns, name, "right"));
    conditions.push_back(TRY(apply("==", value_of(*a), value_of(*b))).tree);
    // Of the side whose rows are all there: the other one's is NULL where it has none.
    keys.push_back(*type == JoinType::RIGHT ? *b : *a);
    merged.insert(merged.end(), {a->id, b->id});
  }
  if (join.has_join_condition()) {
    auto condition = TRY(expression(join.join_condition(), told_apart(both)));
    if (condition.type.id() != duckdb::LogicalTypeId::BOOLEAN)
      return plan::spark_error(
          "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE",
          "The join condition <joinCondition> has the invalid type <conditionType>, expected \"BOOLEAN\".",
          {{"joinCondition", fmt::format("\"{}\"", condition.name)},
           {"conditionType", fmt::format("\"{}\"", sql_name(condition.type))}});
    conditions.push_back(std::move(condition.tree));
  }

  // DuckDB has no outer join without a condition.
  if (conditions.empty() && *type != JoinType::INNER)
    conditions.push_back(constant_tree(duckdb::Value::BOOLEAN(true)));
  const bool cross = conditions.empty();
  auto ref =
      duckdb::make_uniq<duckdb::JoinRef>(cross ? duckdb::JoinRefType::CROSS : duckdb::JoinRefType::REGULAR);
  ref->left = joinable(std::move(left.table));
  ref->right = joinable(std::move(right.table));
  ref->type = *type;
  if (conditions.size() == 1) ref->condition = std::move(conditions[0]);
  if (conditions.size() > 1)
    ref->condition = conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND, std::move(conditions));

  if (*type == JoinType::OUTER && !merged.empty()) return full_join_using(std::move(ref), both, merged);
  Lowered result{.columns = std::move(keys)};
  for (auto& column : keeps_left_only(*type) ? left.columns : both)
    if (std::find(merged.begin(), merged.end(), column.id) == merged.end())
      result.columns.push_back(std::move(column));
  result.table = std::move(ref);
  return result;
}

// Of a full join, a column of USING is that of the side that has the row. `merged` are the ids of both sides'
// columns, in pairs.
base::Result<Lowered> Lowering::full_join_using(TableRef join, const Columns& both,
                                                const std::vector<std::string>& merged) {
  const auto column_of = [&](const std::string& id) {
    return *std::ranges::find(both, id, &OutputColumn::id);
  };
  Values values;
  for (std::size_t i = 0; i < merged.size(); i += 2) {
    const OutputColumn left = column_of(merged[i]), right = column_of(merged[i + 1]);
    Typed value = TRY(apply("coalesce", value_of(left), value_of(right)));
    OutputColumn column = new_column(left.name, value.type);
    column.plan_ids = left.plan_ids;
    column.plan_ids.insert(column.plan_ids.end(), right.plan_ids.begin(), right.plan_ids.end());
    values.emplace_back(std::move(value), std::move(column));
  }
  for (const OutputColumn& column : both) {
    if (std::ranges::find(merged, column.id) != merged.end()) continue;
    OutputColumn same = column;
    same.id = new_column(column.name, column.type).id;
    values.emplace_back(value_of(column), std::move(same));
  }
  return select(Lowered{.table = std::move(join), .columns = both}, std::move(values));
}

// No query is put around a join: DuckDB orders only joins that stand directly in each other. But two tables
// in a FROM need names that differ.
TableRef Lowering::joinable(TableRef table) {
  if (table->type != duckdb::TableReferenceType::JOIN) table->alias = fmt::format("t{}", next_table_++);
  return table;
}

}  // namespace engine
