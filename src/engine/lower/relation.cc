#include "engine/lower/relation.h"

#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"

namespace engine {

Typed value_of(const OutputColumn& column) {
  return {column_tree(column.id), column.type, column.name, true};
}

SelectNode select_from(TableRef table) {
  auto node = duckdb::make_uniq<duckdb::SelectNode>();
  node->from_table = std::move(table);
  return node;
}

void select_value(duckdb::SelectNode& node, Tree value, const OutputColumn& column) {
  value->SetAlias(column.id);
  node.select_list.push_back(std::move(value));
}

void select_all(duckdb::SelectNode& node, const Columns& columns) {
  for (const auto& column : columns) select_value(node, column_tree(column.id), column);
}

// DuckDB has no rows without columns: such have one that nobody knows.
TableRef as_table(SelectNode node) {
  if (node->select_list.empty()) node->select_list.push_back(constant_tree(duckdb::Value::BOOLEAN(true)));
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  return duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement));
}

}  // namespace engine
