#pragma once

#include <optional>
#include <string>
#include <vector>

#include "duckdb/common/types/data_chunk.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/lower/relation.h"

namespace engine {

// What the table functions that scan files have in common: threads take one part of the files after the
// other, and give its rows in chunks.

// A chunk ends after so many bytes of rows, too: what a thread holds.
inline constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

// What a thread has of a scan.
struct PartState : duckdb::LocalTableFunctionState {
  std::size_t part = 0;
};

// Makes a function known to a database, of which a query uses the columns that it needs, or none when it only
// counts rows, and the order of the parts. Its threads' states are PartStates.
void register_scan(duckdb::ExtensionLoader& loader, duckdb::TableFunction function);

// A FROM item that calls the function for what `table` points to; it outlives the query.
duckdb::unique_ptr<duckdb::TableRef> scan_of(const char* function, const void* table);

// A FROM item that calls a function of another relation's rows, of what `object` points to, and of more.
TableRef call_with_rows(const char* function, const void* object, Lowered input, Trees more);

// The columns that are texts: partition values.
void add_texts(const std::vector<std::string>& columns, duckdb::vector<duckdb::LogicalType>& types,
               duckdb::vector<duckdb::string>& names);

// Of the columns that a query asks for, sets those behind the files' own, which are the same in every row:
// the partition values, then the column that only counts rows, whose values nobody looks at.
void set_constants(duckdb::DataChunk& chunk, const duckdb::vector<duckdb::column_t>& columns,
                   std::size_t own_columns, const std::vector<std::optional<std::string>>& partition_values);

// A guess for the join order, from about how many bytes a value takes.
duckdb::unique_ptr<duckdb::NodeStatistics> guessed_rows(std::int64_t bytes, std::size_t columns,
                                                        std::size_t value_bytes);

}  // namespace engine
