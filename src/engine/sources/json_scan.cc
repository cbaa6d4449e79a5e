#include "engine/sources/json_scan.h"

#include <atomic>

#include "duckdb/function/table_function.hpp"
#include "engine/functions/vector_values.h"
#include "engine/sources/json_rows.h"
#include "engine/sources/scan_function.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;

constexpr const char* kFunctionName = "dovetail_json";

struct Binding final : duckdb::TableFunctionData {
  explicit Binding(const JsonTable& the_table) : table(the_table) {}
  const JsonTable& table;
};

const JsonTable& table_of(const duckdb::FunctionData* data) {
  return static_cast<const Binding&>(*data).table;
}

struct SharedState final : duckdb::GlobalTableFunctionState {
  std::vector<JsonTable::Part> parts;
  std::atomic<std::size_t> next_part{0};
  duckdb::vector<duckdb::column_t> columns;  // what the query asks for
  std::vector<JsonTarget> targets;           // those of them that records hold
  const JsonTarget* corrupt = nullptr;       // the one that bad records are put into
  idx_t MaxThreads() const override { return std::max<idx_t>(1, parts.size()); }
};

struct ThreadState final : PartState {
  explicit ThreadState(std::unique_ptr<JsonRows> the_rows) : rows(std::move(the_rows)) {}
  std::size_t file = 0;
  std::unique_ptr<JsonRecords> records;
  const std::unique_ptr<JsonRows> rows;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<duckdb::LogicalType>& types,
                                              duckdb::vector<duckdb::string>& names) {
  const auto& table = *reinterpret_cast<const JsonTable*>(input.inputs[0].GetPointer());
  for (const auto& column : table.columns()) {
    names.push_back(column.name);
    types.push_back(column.type);
  }
  add_texts(table.partition_columns(), types, names);
  return duckdb::make_uniq<Binding>(table);
}

void add_targets(SharedState& state, const JsonTable& table) {
  for (idx_t place = 0; place < state.columns.size(); ++place) {
    const auto ordinal = state.columns[place];
    if (ordinal >= table.columns().size()) continue;
    const auto& field = table.columns()[ordinal];
    state.targets.push_back({.name = field.name, .type = field.type, .ordinal = ordinal, .place = place});
  }
  for (const JsonTarget& target : state.targets)
    if (target.name == table.options().corrupt_column) state.corrupt = &target;
}

duckdb::unique_ptr<duckdb::GlobalTableFunctionState> start(duckdb::ClientContext&,
                                                           duckdb::TableFunctionInitInput& input) {
  auto state = duckdb::make_uniq<SharedState>();
  const auto& table = table_of(input.bind_data.get());
  state->parts = table.parts();
  state->columns = input.column_ids;
  add_targets(*state, table);
  return state;
}

duckdb::unique_ptr<duckdb::LocalTableFunctionState> start_thread(duckdb::ExecutionContext&,
                                                                 duckdb::TableFunctionInitInput& input,
                                                                 duckdb::GlobalTableFunctionState* state) {
  const auto& shared = static_cast<SharedState&>(*state);
  return duckdb::make_uniq<ThreadState>(
      make_json_rows(table_of(input.bind_data.get()).options(), shared.targets));
}

// Moves the thread to its next part; false when none is left.
bool next_part(const JsonTable& table, SharedState& shared, ThreadState& own) {
  own.part = shared.next_part++;
  own.records.reset();
  if (own.part >= shared.parts.size()) return false;
  own.file = shared.parts[own.part].file;
  own.records = value_or_raise(table.open(shared.parts[own.part]));
  return true;
}

void set_nulls(const SharedState& shared, DataChunk& chunk, idx_t row) {
  for (const JsonTarget& target : shared.targets) FlatVector::SetNull(chunk.data[target.place], row, true);
}

void set_corrupt(const SharedState& shared, const ThreadState& own, DataChunk& chunk, idx_t row) {
  if (shared.corrupt == nullptr) return;
  auto& vector = chunk.data[shared.corrupt->place];
  put_bytes(vector, row, own.records->record());
  FlatVector::Validity(vector).SetValid(row);
}

// One more row of the chunk; false: the record gives none.
bool add_row(const JsonTable& table, const SharedState& shared, ThreadState& own, DataChunk& chunk,
             idx_t row) {
  using Mode = JsonOptions::Mode;
  using Misfit = JsonOptions::Misfit;
  const JsonOptions& options = table.options();
  set_nulls(shared, chunk, row);
  const JsonRows::Problem problem = own.rows->read(*own.records, chunk, row);
  const bool is_malformed = !problem.malformed.empty();
  if (is_malformed) set_nulls(shared, chunk, row);
  if (!is_malformed && (problem.misfit.empty() || options.misfit == Misfit::IsNull)) return true;
  if (options.mode == Mode::DropMalformed) return false;
  if (options.mode == Mode::FailFast || (!is_malformed && options.misfit == Misfit::Fails))
    raise(own.records->bad_data(is_malformed ? problem.malformed : problem.misfit));
  set_corrupt(shared, own, chunk, row);
  return true;
}

// Fills the chunk from the thread's part; 0 rows: the part is over.
idx_t fill(const JsonTable& table, const SharedState& shared, ThreadState& own, DataChunk& chunk) {
  idx_t rows = 0;
  std::size_t bytes = 0;
  while (rows < STANDARD_VECTOR_SIZE && (rows == 0 || bytes < kChunkBytes) &&
         value_or_raise(own.records->next())) {
    bytes += own.records->record().size();
    rows += add_row(table, shared, own, chunk, rows);
  }
  set_constants(chunk, shared.columns, table.columns().size(), table.files()[own.file].partition_values);
  table.counters().rows += static_cast<std::int64_t>(rows);
  chunk.SetCardinality(rows);
  return rows;
}

void scan(duckdb::ClientContext&, duckdb::TableFunctionInput& input, DataChunk& chunk) {
  const auto& table = table_of(input.bind_data.get());
  auto& shared = static_cast<SharedState&>(*input.global_state);
  auto& own = static_cast<ThreadState&>(*input.local_state);
  do {
    if (!own.records && !next_part(table, shared, own)) return;
    if (fill(table, shared, own, chunk) > 0) return;
    own.records.reset();
    chunk.Reset();
  } while (true);
}

// A guess for the join order: a field of JSON takes about twenty bytes.
duckdb::unique_ptr<duckdb::NodeStatistics> guess_rows(duckdb::ClientContext&,
                                                      const duckdb::FunctionData* data) {
  const auto& table = table_of(data);
  return guessed_rows(table.total_bytes(), table.columns().size(), 20);
}

}  // namespace

void register_json_scan(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kFunctionName, {duckdb::LogicalType::POINTER}, scan, bind, start,
                                 start_thread);
  function.cardinality = guess_rows;
  register_scan(loader, std::move(function));
}

duckdb::unique_ptr<duckdb::TableRef> json_scan(const JsonTable& table) {
  return scan_of(kFunctionName, &table);
}

}  // namespace engine
