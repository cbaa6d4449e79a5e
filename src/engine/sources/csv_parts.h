#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "engine/sources/csv_table.h"
#include "engine/sources/scan_function.h"

namespace engine {

// What the two table functions of a CSV table share, the one of its columns (csv_scan.h) and the one of its
// records as they stand (csv_records.h): how threads take the parts of the files.

struct CsvBinding final : duckdb::TableFunctionData {
  explicit CsvBinding(const CsvTable& the_table) : table(the_table) {}
  const CsvTable& table;
};
const CsvTable& csv_table_of(const duckdb::FunctionData* data);

struct CsvSharedState final : duckdb::GlobalTableFunctionState {
  std::vector<CsvTable::Part> parts;
  std::atomic<std::size_t> next_part{0};
  duckdb::vector<duckdb::column_t> columns;  // what the query asks for
  duckdb::idx_t MaxThreads() const override { return std::max<duckdb::idx_t>(1, parts.size()); }
};

struct CsvThreadState final : PartState {
  const CsvTable::File* file = nullptr;
  std::unique_ptr<CsvReader> reader;
};

duckdb::unique_ptr<duckdb::GlobalTableFunctionState> start_csv(duckdb::ClientContext&,
                                                               duckdb::TableFunctionInitInput& input);
duckdb::unique_ptr<duckdb::LocalTableFunctionState> start_csv_thread(duckdb::ExecutionContext&,
                                                                     duckdb::TableFunctionInitInput&,
                                                                     duckdb::GlobalTableFunctionState*);

// Fills a chunk from the thread's part; 0 rows: the part is over.
using CsvFill = duckdb::idx_t (*)(const CsvTable& table, const CsvSharedState& shared, CsvThreadState& own,
                                  duckdb::DataChunk& chunk);
// The next chunk that has rows; an empty one when no part is left.
void scan_csv(duckdb::TableFunctionInput& input, duckdb::DataChunk& chunk, CsvFill fill);

}  // namespace engine
