#include "engine/sources/scan_function.h"

#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"

namespace engine {

duckdb::unique_ptr<duckdb::TableRef> scan_of(const char* function, const void* table) {
  duckdb::vector<duckdb::unique_ptr<duckdb::ParsedExpression>> arguments;
  arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(
      duckdb::Value::POINTER(reinterpret_cast<uintptr_t>(table))));
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function = duckdb::make_uniq<duckdb::FunctionExpression>(function, std::move(arguments));
  return item;
}

void set_constant(duckdb::Vector& vector, const std::optional<std::string>& text) {
  vector.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  if (text)
    duckdb::ConstantVector::GetData<duckdb::string_t>(vector)[0] =
        duckdb::StringVector::AddString(vector, *text);
  else
    duckdb::ConstantVector::SetNull(vector, true);
}

duckdb::virtual_column_map_t row_column(duckdb::ClientContext&, duckdb::optional_ptr<duckdb::FunctionData>) {
  duckdb::virtual_column_map_t columns;
  columns.emplace(duckdb::COLUMN_IDENTIFIER_EMPTY, duckdb::TableColumn("", duckdb::LogicalType::BOOLEAN));
  return columns;
}

}  // namespace engine
