#include "duckdb/main/connection.hpp"
#include "duckdb/parser/statement/explain_statement.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/lower/lowering.h"
#include "engine/storage/raise.h"

// What is asked of DuckDB while a plan is lowered: for those few relations whose own columns hang on the rows
// of others, and for EXPLAIN.
namespace engine {
namespace {

using Rows = std::vector<std::vector<duckdb::Value>>;

duckdb::unique_ptr<duckdb::SelectStatement> select_of(Lowered relation) {
  auto node = select_from(std::move(relation.table));
  select_all(*node, relation.columns);
  if (relation.columns.empty()) node->select_list.push_back(constant_tree(duckdb::Value::BOOLEAN(true)));
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  return statement;
}

base::Result<Rows> run(duckdb::Connection& connection, duckdb::unique_ptr<duckdb::SQLStatement> statement) {
  try {
    const auto result = connection.Query(std::move(statement));
    if (result->HasError()) result->ThrowError();
    Rows rows(result->RowCount());
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (std::size_t column = 0; column < result->ColumnCount(); ++column)
        rows[row].push_back(result->GetValue(column, row));
    return rows;
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
}

}  // namespace

base::Result<Rows> Lowering::rows_of(Lowered relation) {
  return run(connection_, select_of(std::move(relation)));
}

base::Result<std::string> Lowering::plan_of(Lowered relation) {
  const auto rows =
      TRY(run(connection_, duckdb::make_uniq<duckdb::ExplainStatement>(
                               select_of(std::move(relation)), duckdb::ExplainType::EXPLAIN_STANDARD)));
  std::string text;
  for (const auto& row : rows) text += row.back().ToString();
  return text;
}

}  // namespace engine
