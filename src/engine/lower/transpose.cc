#include "duckdb/parser/result_modifier.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/lower/lowering.h"
#include "plan/spark_settings.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

base::Error bad_index(std::string_view reason) {
  return plan::spark_error("TRANSPOSE_INVALID_INDEX_COLUMN",
                           "Invalid index column for TRANSPOSE because: <reason>",
                           {{"reason", std::string(reason)}});
}

base::Error too_many_rows(std::size_t most) {
  return plan::spark_error(
      "TRANSPOSE_EXCEED_ROW_LIMIT",
      "Number of rows exceeds the allowed limit of <maxValues> for TRANSPOSE. If this was intended, set "
      "<config> to at least the current row count.",
      {{"maxValues", std::to_string(most)}, {"config", plan::kTransposeMaxValues}});
}

base::Error no_common_type(const Type& a, const Type& b) {
  return plan::spark_error(
      "TRANSPOSE_NO_LEAST_COMMON_TYPE",
      "Transpose requires non-index columns to share a least common type, but <dt1> and "
      "<dt2> do not.",
      {{"dt1", fmt::format("\"{}\"", sql_name(a))}, {"dt2", fmt::format("\"{}\"", sql_name(b))}});
}

}  // namespace

// The column that names the new ones, by its place among the input's.
base::Result<std::size_t> Lowering::index_column(const connect::Transpose& transpose,
                                                 const Columns& columns) {
  if (columns.empty()) return bad_index("the input has no column");
  std::size_t index = 0;
  if (transpose.index_columns_size() > 1) return bad_index("only one index column is allowed");
  if (transpose.index_columns_size() == 1) {
    const auto key = TRY(expression(transpose.index_columns(0), columns));
    const auto same = [&](const auto& column) { return key.tree->Equals(*column_tree(column.id)); };
    const auto found = std::ranges::find_if(columns, same);
    if (found == columns.end()) return bad_index("Index column must be an atomic attribute");
    index = static_cast<std::size_t>(found - columns.begin());
  }
  if (columns[index].type.IsNested())
    return bad_index(
        fmt::format("Index column must be of atomic type, but found: {}", hive_name(columns[index].type)));
  return index;
}

// Columns become rows, and rows columns, named by the index column: all are known before the plan is.
base::Result<Lowered> Lowering::transpose(const connect::Transpose& transpose) {
  TRY(consume_only(transpose, {"input", "index_columns"}));
  auto input = TRY(relation(transpose.input()));
  const std::size_t index = TRY(index_column(transpose, input.columns));
  const OutputColumn key = input.columns[index];
  Columns columns = input.columns;
  columns.erase(columns.begin() + static_cast<long>(index));
  Type type = columns.empty() ? Type(Type::VARCHAR) : columns[0].type;
  for (const auto& column : columns) {
    const auto common = common_type(type, column.type);
    if (!common) return no_common_type(type, column.type);
    type = *common;
  }
  Values values;
  values.emplace_back(TRY(cast(value_of(key), Type::VARCHAR, CastMode::Legacy, session_)),
                      new_column("key", Type::VARCHAR));
  for (const auto& column : columns)
    values.emplace_back(TRY(coerce(value_of(column), type, session_)), new_column(column.name, type));
  // The rows are computed now, for their keys are the names of columns, and go into the plan as constants.
  const auto rows = TRY(rows_of(sorted_rows(std::move(input), key, std::move(values))));
  if (rows.size() > session_.most_transposed_rows) return too_many_rows(session_.most_transposed_rows);

  Values results;
  const auto unnest = [&](const std::string& name, const Type& item, duckdb::vector<duckdb::Value> list) {
    results.emplace_back(
        Typed{call_tree("unnest", constant_tree(duckdb::Value::LIST(item, std::move(list)))), item, name},
        new_column(name, item));
  };
  duckdb::vector<duckdb::Value> names;
  for (const auto& column : columns) names.emplace_back(column.name);
  unnest("key", Type::VARCHAR, std::move(names));
  for (const auto& row : rows)
    unnest(duckdb::StringValue::Get(row[0]), type, duckdb::vector<duckdb::Value>(row.begin() + 1, row.end()));
  return select(Lowered{.table = duckdb::make_uniq<duckdb::EmptyTableRef>()}, std::move(results));
}

// The values of the rows that have a key, in its order; one row more than may be.
Lowered Lowering::sorted_rows(Lowered input, const OutputColumn& key, Values values) {
  auto node = select_from(std::move(input.table));
  Lowered result;
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  node->where_clause = present_tree(column_tree(key.id));
  auto order = duckdb::make_uniq<duckdb::OrderModifier>();
  order->orders.emplace_back(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_FIRST,
                             column_tree(key.id));
  node->modifiers.push_back(std::move(order));
  auto limit = duckdb::make_uniq<duckdb::LimitModifier>();
  limit->limit = number_tree(static_cast<std::int64_t>(session_.most_transposed_rows) + 1);
  node->modifiers.push_back(std::move(limit));
  result.table = as_table(std::move(node));
  return result;
}

}  // namespace engine
