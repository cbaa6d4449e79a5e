#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/query_node/recursive_cte_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "duckdb/parser/tableref/joinref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// trino.recursion(anchor, step, relation id): the rows of the anchor, and those that the step makes of the
// rows that were new before, which it reads by that id, until there are no new ones.
//
// 1. The anchor's rows have a column more, their depth, which is 0.
// 2. The step is lowered with the id standing for the rows between; they are the recursion's table then.
// 3. Its rows are one deeper than those they were made of: dovetail_next_depth() ends a recursion that goes
// further than Trino's, where DuckDB would go on for ever.
// 4. The depth is left out of what the outside sees.
namespace engine {
namespace {

const connect::Relation* reference_of(const connect::Expression& argument,
                                      const std::map<std::int64_t, const connect::Relation*>& references) {
  const auto& subquery = argument.subquery_expression();
  const auto found = references.find(subquery.plan_id());
  const bool table = subquery.subquery_type() == connect::SubqueryExpression::SUBQUERY_TYPE_TABLE_ARG;
  return argument.has_subquery_expression() && table && found != references.end() ? found->second : nullptr;
}

TableRef table_of(const std::string& name, const Columns& columns) {
  auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
  table->table_name = name;
  for (const auto& column : columns) table->column_name_alias.push_back(column.id);
  return table;
}

// How often the step has run for the rows that it is handed: they all say the same.
TableRef depth_of(const std::string& name, const Columns& columns, const OutputColumn& depth) {
  auto node = select_from(table_of(name, columns));
  select_value(*node, call_tree("max", trees(column_tree(columns.back().id))), depth);
  node->aggregate_handling = duckdb::AggregateHandling::FORCE_AGGREGATES;
  return as_table(std::move(node));
}

TableRef beside(TableRef left, TableRef right) {
  auto join = duckdb::make_uniq<duckdb::JoinRef>(duckdb::JoinRefType::CROSS);
  join->left = std::move(left);
  join->right = std::move(right);
  return join;
}

}  // namespace

base::Result<Lowered> Lowering::table_function(const connect::UnresolvedTableValuedFunction& function) {
  TRY(consume_only(function, {"function_name", "arguments"}));
  if (base::iequals(function.function_name(), "range")) return range_function(function);
  auto call =
      plan::call(function.function_name(), {function.arguments().begin(), function.arguments().end()});
  if (generator(call) != nullptr) {
    connect::Project rows;  // beside the one row of a SELECT without FROM
    *rows.add_expressions() = std::move(call);
    return project(rows, {});
  }
  if (function.function_name() != "trino.recursion" || function.arguments_size() != 3)
    return unsupported(fmt::format("the table function {}", function.function_name()));
  const auto* anchor = reference_of(function.arguments(0), references_);
  const auto* step = reference_of(function.arguments(1), references_);
  if (anchor == nullptr || step == nullptr || !function.arguments(2).literal().has_string())
    return unsupported("a recursion of other than two relations and the id of the rows between them");
  return recursion(*anchor, *step, function.arguments(2).literal().string());
}

base::Result<Lowered> Lowering::recursion(const connect::Relation& anchor, const connect::Relation& step,
                                          const std::string& relation_id) {
  const std::string name = "dovetail_recursion_" + relation_id;
  auto first = TRY(relation(anchor));
  Columns rows;
  for (const auto& column : first.columns) rows.push_back(new_column(column.name, column.type));
  const Columns shown = rows;
  rows.push_back(new_column("depth", Type::BIGINT));

  auto anchor_node = select_from(std::move(first.table));
  for (std::size_t i = 0; i < shown.size(); ++i)
    select_value(*anchor_node, column_tree(first.columns[i].id), rows[i]);
  select_value(*anchor_node, constant_tree(duckdb::Value::BIGINT(0)), rows.back());

  share(relation_id, name, shown);
  auto lowered = relation(step);
  // Before the error of the step is looked at: nothing outside may read the rows by this id.
  shared_.erase(relation_id);
  auto next = TRY(std::move(lowered));
  if (next.columns.size() != shown.size())
    return unsupported("a recursion whose step has other columns than its anchor");
  Columns known;
  for (const auto& column : rows) known.push_back(new_column(column.name, column.type));
  const OutputColumn depth = new_column("depth", Type::BIGINT);
  auto step_node =
      select_from(beside(joinable(std::move(next.table)), joinable(depth_of(name, known, depth))));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    auto value = TRY(coerce(value_of(next.columns[i]), shown[i].type, session_));
    select_value(*step_node, std::move(value.tree), rows[i]);
  }
  select_value(*step_node, call_tree("dovetail_next_depth", trees(column_tree(depth.id))), rows.back());

  auto node = duckdb::make_uniq<duckdb::RecursiveCTENode>();
  node->ctename = name;
  node->union_all = true;
  node->left = std::move(anchor_node);
  node->right = std::move(step_node);
  for (const auto& column : rows) node->aliases.push_back(column.id);
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  auto info = duckdb::make_uniq<duckdb::CommonTableExpressionInfo>();
  info->query = std::move(statement);
  for (const auto& column : rows) info->aliases.push_back(column.id);

  Columns out;
  for (const auto& column : rows) out.push_back(new_column(column.name, column.type));
  auto select = select_from(table_of(name, out));
  select->cte_map.map[name] = std::move(info);
  out.pop_back();
  select_all(*select, out);
  return Lowered{as_table(std::move(select)), std::move(out)};
}

}  // namespace engine
