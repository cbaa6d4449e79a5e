#include "engine/sources/row_scan.h"

#include <atomic>

#include "duckdb/function/table_function.hpp"
#include "engine/sources/scan_function.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::idx_t;

constexpr const char* kFunctionName = "dovetail_rows";

struct Binding final : duckdb::TableFunctionData {
  explicit Binding(const RowFiles& the_files) : files(the_files) {}
  const RowFiles& files;
};

const RowFiles& files_of(const duckdb::FunctionData* data) {
  return static_cast<const Binding&>(*data).files;
}

struct SharedState final : duckdb::GlobalTableFunctionState {
  std::vector<FilePart> parts;
  std::atomic<std::size_t> next_part{0};
  duckdb::vector<duckdb::column_t> columns;  // what the query asks for
  std::vector<std::size_t> wanted;           // those of them that the files hold
  std::vector<idx_t> places;                 // of these in the chunk
  idx_t MaxThreads() const override { return std::max<idx_t>(1, parts.size()); }
};

struct ThreadState final : PartState {
  std::unique_ptr<PartRows> rows;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<duckdb::LogicalType>& types,
                                              duckdb::vector<duckdb::string>& names) {
  const auto& files = *reinterpret_cast<const RowFiles*>(input.inputs[0].GetPointer());
  for (const auto& column : files.columns()) {
    names.push_back(column.name);
    types.push_back(column.type);
  }
  add_texts(files.partition_columns(), types, names);
  return duckdb::make_uniq<Binding>(files);
}

duckdb::unique_ptr<duckdb::GlobalTableFunctionState> start(duckdb::ClientContext&,
                                                           duckdb::TableFunctionInitInput& input) {
  auto state = duckdb::make_uniq<SharedState>();
  const auto& files = files_of(input.bind_data.get());
  state->parts = files.parts();
  state->columns = input.column_ids;
  for (idx_t place = 0; place < state->columns.size(); ++place) {
    if (state->columns[place] >= files.columns().size()) continue;
    state->wanted.push_back(state->columns[place]);
    state->places.push_back(place);
  }
  return state;
}

duckdb::unique_ptr<duckdb::LocalTableFunctionState> start_thread(duckdb::ExecutionContext&,
                                                                 duckdb::TableFunctionInitInput&,
                                                                 duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<ThreadState>();
}

// Moves the thread to its next part; false when none is left.
bool next_part(const RowFiles& files, SharedState& shared, ThreadState& own) {
  own.part = shared.next_part++;
  if (own.part >= shared.parts.size()) return false;
  own.rows = files.open(shared.parts[own.part], shared.wanted);
  return true;
}

void scan(duckdb::ClientContext&, duckdb::TableFunctionInput& input, DataChunk& chunk) {
  const auto& files = files_of(input.bind_data.get());
  auto& shared = static_cast<SharedState&>(*input.global_state);
  auto& own = static_cast<ThreadState&>(*input.local_state);
  std::vector<duckdb::Vector*> into;
  for (const auto place : shared.places) into.push_back(&chunk.data[place]);
  while (own.rows || next_part(files, shared, own)) {
    const idx_t rows = own.rows->next(into);
    if (rows == 0) {
      own.rows.reset();
      chunk.Reset();
      continue;
    }
    set_constants(chunk, shared.columns, files.columns().size(),
                  files.files()[shared.parts[own.part].file].partition_values);
    files.counters().rows += static_cast<std::int64_t>(rows);
    chunk.SetCardinality(rows);
    return;
  }
}

// A guess for the join order: a value takes about five bytes, packed.
duckdb::unique_ptr<duckdb::NodeStatistics> guess_rows(duckdb::ClientContext&,
                                                      const duckdb::FunctionData* data) {
  const auto& files = files_of(data);
  return guessed_rows(files.total_bytes(), files.columns().size(), 5);
}

}  // namespace

void register_row_scan(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kFunctionName, {duckdb::LogicalType::POINTER}, scan, bind, start,
                                 start_thread);
  function.cardinality = guess_rows;
  register_scan(loader, std::move(function));
}

duckdb::unique_ptr<duckdb::TableRef> row_scan(const RowFiles& files) {
  return scan_of(kFunctionName, &files);
}

}  // namespace engine
