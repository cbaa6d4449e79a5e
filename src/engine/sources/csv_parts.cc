#include "engine/sources/csv_parts.h"

#include "engine/storage/raise.h"

namespace engine {
namespace {

// Moves the thread to its next part; false when none is left.
bool next_part(const CsvTable& table, CsvSharedState& shared, CsvThreadState& own) {
  own.part = shared.next_part++;
  own.reader.reset();
  if (own.part >= shared.parts.size()) return false;
  own.file = &table.files()[shared.parts[own.part].file];
  own.reader = value_or_raise(table.read(shared.parts[own.part]));
  return true;
}

}  // namespace

const CsvTable& csv_table_of(const duckdb::FunctionData* data) {
  return static_cast<const CsvBinding&>(*data).table;
}

duckdb::unique_ptr<duckdb::GlobalTableFunctionState> start_csv(duckdb::ClientContext&,
                                                               duckdb::TableFunctionInitInput& input) {
  auto state = duckdb::make_uniq<CsvSharedState>();
  state->parts = csv_table_of(input.bind_data.get()).parts();
  state->columns = input.column_ids;
  return state;
}

duckdb::unique_ptr<duckdb::LocalTableFunctionState> start_csv_thread(duckdb::ExecutionContext&,
                                                                     duckdb::TableFunctionInitInput&,
                                                                     duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<CsvThreadState>();
}

void scan_csv(duckdb::TableFunctionInput& input, duckdb::DataChunk& chunk, CsvFill fill) {
  const auto& table = csv_table_of(input.bind_data.get());
  auto& shared = static_cast<CsvSharedState&>(*input.global_state);
  auto& own = static_cast<CsvThreadState&>(*input.local_state);
  do {
    if (!own.reader && !next_part(table, shared, own)) return;
    if (fill(table, shared, own, chunk) > 0) return;
    own.reader.reset();
    chunk.Reset();
  } while (true);
}

}  // namespace engine
