#include "engine/sources/scan_function.h"

#include <algorithm>

#include "duckdb/execution/partition_info.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"

namespace engine {
namespace {

duckdb::OperatorPartitionData part_of(duckdb::ClientContext&, duckdb::TableFunctionGetPartitionInput& input) {
  return duckdb::OperatorPartitionData(static_cast<PartState&>(*input.local_state).part);
}

duckdb::virtual_column_map_t row_column(duckdb::ClientContext&, duckdb::optional_ptr<duckdb::FunctionData>) {
  duckdb::virtual_column_map_t columns;
  columns.emplace(duckdb::COLUMN_IDENTIFIER_EMPTY, duckdb::TableColumn("", duckdb::LogicalType::BOOLEAN));
  return columns;
}

void set_constant(duckdb::Vector& vector, const std::optional<std::string>& text) {
  vector.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  if (text)
    duckdb::ConstantVector::GetData<duckdb::string_t>(vector)[0] =
        duckdb::StringVector::AddString(vector, *text);
  else
    duckdb::ConstantVector::SetNull(vector, true);
}

}  // namespace

void register_scan(duckdb::ExtensionLoader& loader, duckdb::TableFunction function) {
  function.projection_pushdown = true;
  function.get_partition_data = part_of;
  function.get_virtual_columns = row_column;
  loader.RegisterFunction(std::move(function));
}

duckdb::unique_ptr<duckdb::TableRef> scan_of(const char* function, const void* table) {
  duckdb::vector<duckdb::unique_ptr<duckdb::ParsedExpression>> arguments;
  arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(
      duckdb::Value::POINTER(reinterpret_cast<uintptr_t>(table))));
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function = duckdb::make_uniq<duckdb::FunctionExpression>(function, std::move(arguments));
  return item;
}

TableRef call_with_rows(const char* function, const void* object, Lowered input, Trees more) {
  auto node = select_from(std::move(input.table));
  for (const auto& column : input.columns) {
    auto value = column_tree(column.id);
    value->SetAlias(column.name);
    node->select_list.push_back(std::move(value));
  }
  auto select = duckdb::make_uniq<duckdb::SelectStatement>();
  select->node = std::move(node);
  auto rows = duckdb::make_uniq<duckdb::SubqueryExpression>();
  rows->subquery = std::move(select);
  rows->subquery_type = duckdb::SubqueryType::SCALAR;
  Trees arguments =
      trees(std::move(rows), constant_tree(duckdb::Value::POINTER(reinterpret_cast<std::uintptr_t>(object))));
  for (auto& argument : more) arguments.push_back(std::move(argument));
  auto table = duckdb::make_uniq<duckdb::TableFunctionRef>();
  table->function = call_tree(function, std::move(arguments));
  return table;
}

void add_texts(const std::vector<std::string>& columns, duckdb::vector<duckdb::LogicalType>& types,
               duckdb::vector<duckdb::string>& names) {
  names.insert(names.end(), columns.begin(), columns.end());
  types.insert(types.end(), columns.size(), duckdb::LogicalType::VARCHAR);
}

void set_constants(duckdb::DataChunk& chunk, const duckdb::vector<duckdb::column_t>& columns,
                   std::size_t own_columns, const std::vector<std::optional<std::string>>& partition_values) {
  for (duckdb::idx_t place = 0; place < columns.size(); ++place) {
    const auto column = columns[place];
    if (column < own_columns) continue;
    const bool is_partition = column - own_columns < partition_values.size();
    set_constant(chunk.data[place], is_partition ? partition_values[column - own_columns] : std::nullopt);
  }
}

duckdb::unique_ptr<duckdb::NodeStatistics> guessed_rows(std::int64_t bytes, std::size_t columns,
                                                        std::size_t value_bytes) {
  const auto row_bytes = std::max<std::size_t>(1, columns) * value_bytes;
  return duckdb::make_uniq<duckdb::NodeStatistics>(static_cast<std::size_t>(bytes) / row_bytes + 1);
}

}  // namespace engine
