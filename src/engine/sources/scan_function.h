#pragma once

#include <optional>
#include <string>

#include "duckdb/common/types/vector.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/parser/tableref.hpp"

namespace engine {

// What the table functions that scan files have in common.

// A FROM item that calls the function for what `table` points to; it outlives the query.
duckdb::unique_ptr<duckdb::TableRef> scan_of(const char* function, const void* table);

// A column that is the same in every row: a partition's value; nothing: NULL.
void set_constant(duckdb::Vector& vector, const std::optional<std::string>& text);

// The column of a query that only counts rows: nobody looks at its values.
duckdb::virtual_column_map_t row_column(duckdb::ClientContext& context,
                                        duckdb::optional_ptr<duckdb::FunctionData> data);

}  // namespace engine
