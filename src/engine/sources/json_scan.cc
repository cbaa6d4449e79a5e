#include "engine/sources/json_scan.h"

#include <fmt/format.h>

#include <atomic>

#include "base/text.h"
#include "duckdb/execution/partition_info.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "engine/functions/characters.h"
#include "engine/sources/json_writer.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;

constexpr const char* kFunctionName = "dovetail_json";
// A chunk ends after so many bytes of records too: what a thread holds.
constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

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
  std::vector<JsonColumn> targets;           // those of them that records hold
  std::vector<idx_t> places;                 // of the targets in the chunk
  std::unordered_map<std::string, std::size_t> by_name;
  std::optional<std::size_t> corrupt;  // the target that bad records are put into
  idx_t MaxThreads() const override { return std::max<idx_t>(1, parts.size()); }
};

struct ThreadState final : duckdb::LocalTableFunctionState {
  explicit ThreadState(bool converts) : writer(converts) {}
  std::size_t part = 0;
  std::size_t file = 0;
  std::unique_ptr<JsonRecords> records;
  JsonWriter writer;
  std::string misfit;  // what of the record is not of its column's type
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<duckdb::LogicalType>& types,
                                              duckdb::vector<duckdb::string>& names) {
  const auto& table = *reinterpret_cast<const JsonTable*>(input.inputs[0].GetPointer());
  for (const auto& column : table.columns()) {
    names.push_back(column.name);
    types.push_back(column.type);
  }
  for (const auto& name : table.partition_columns()) {
    names.push_back(name);
    types.push_back(duckdb::LogicalType::VARCHAR);
  }
  return duckdb::make_uniq<Binding>(table);
}

// The name that a field has in the files.
const std::string& key_of(const JsonTable& table, const std::string& field) {
  const auto& keys = table.options().keys;
  const auto found = keys.find(base::to_lower(field));
  return found == keys.end() ? field : found->second;
}

void find_by_keys(const JsonTable& table, JsonColumn& column) {
  if (table.options().keys.empty()) return;
  if (column.type.id() == duckdb::LogicalTypeId::STRUCT) {
    column.places.clear();
    for (std::size_t i = 0; i < column.parts.size(); ++i) {
      const auto& key = key_of(table, column.parts[i].name);
      column.places.emplace(key, i);
      column.places.emplace(base::to_lower(key), i);
    }
  }
  for (auto& part : column.parts) find_by_keys(table, part);
}

// A field that no asked-for column has is skipped; of names that differ in case alone, the exact one is
// meant.
void add_targets(SharedState& state, const JsonTable& table) {
  for (idx_t place = 0; place < state.columns.size(); ++place) {
    const auto column = state.columns[place];
    if (column >= table.columns().size()) continue;
    const auto& field = table.columns()[column];
    if (field.name == table.options().corrupt_column) state.corrupt = state.targets.size();
    const auto& key = key_of(table, field.name);
    state.by_name.emplace(key, state.targets.size());
    state.by_name.emplace(base::to_lower(key), state.targets.size());
    find_by_keys(table, state.targets.emplace_back(field.name, field.type));
    state.places.push_back(place);
  }
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
                                                                 duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<ThreadState>(table_of(input.bind_data.get()).options().converts);
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

const std::size_t* find_target(const SharedState& shared, const std::string& name) {
  auto found = shared.by_name.find(name);
  if (found == shared.by_name.end()) found = shared.by_name.find(base::to_lower(name));
  return found == shared.by_name.end() ? nullptr : &found->second;
}

void set_nulls(const SharedState& shared, DataChunk& chunk, idx_t row) {
  for (const auto place : shared.places) FlatVector::SetNull(chunk.data[place], row, true);
}

// A value may be long.
std::string misfit_text(const JsonColumn& column, std::string_view value) {
  constexpr std::size_t kMostShown = 100;
  const bool is_long = value.size() > kMostShown;
  return fmt::format("the value {}{} of the column {} is no {}", repaired_utf8(value.substr(0, kMostShown)),
                     is_long ? "..." : "", column.name, hive_name(column.type));
}

// Puts the record's fields into the row; what is wrong with the record, when there is.
std::string read_record(const SharedState& shared, ThreadState& own, DataChunk& chunk, idx_t row) {
  set_nulls(shared, chunk, row);
  const auto record = own.records->record();
  JsonCursor cursor(record);
  own.misfit.clear();
  if (own.records->broken() || cursor.kind() != JsonCursor::Kind::Object) return own.records->problem();
  std::string name;
  for (cursor.enter(); cursor.next_name(name);) {
    const auto* target = find_target(shared, name);
    if (!target || shared.corrupt == *target) {
      cursor.skip();
      continue;
    }
    const auto& column = shared.targets[*target];
    cursor.kind();  // its blanks are no part of the value
    const std::size_t begin = cursor.position();
    own.writer.write(cursor, column, chunk.data[shared.places[*target]], row);
    if (own.writer.take_misfit() && own.misfit.empty())
      own.misfit = misfit_text(column, record.substr(begin, cursor.position() - begin));
  }
  if (!cursor.ok()) set_nulls(shared, chunk, row);
  return cursor.problem();
}

// One more row of the chunk; false: the record gives none.
bool add_row(const JsonTable& table, const SharedState& shared, ThreadState& own, DataChunk& chunk,
             idx_t row) {
  using Mode = JsonOptions::Mode;
  const auto problem = read_record(shared, own, chunk, row);
  if (problem.empty() && own.misfit.empty()) return true;
  if (table.options().mode == Mode::DropMalformed) return false;
  if (table.options().mode == Mode::FailFast)
    raise(own.records->bad_data(problem.empty() ? own.misfit : problem));
  if (shared.corrupt) {
    auto& vector = chunk.data[shared.places[*shared.corrupt]];
    const auto text = own.records->record();
    FlatVector::GetData<duckdb::string_t>(vector)[row] =
        duckdb::StringVector::AddString(vector, text.data(), text.size());
    FlatVector::Validity(vector).SetValid(row);
  }
  return true;
}

void set_constant(Vector& vector, const std::optional<std::string>& text) {
  vector.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  if (text)
    duckdb::ConstantVector::GetData<duckdb::string_t>(vector)[0] =
        duckdb::StringVector::AddString(vector, *text);
  else
    duckdb::ConstantVector::SetNull(vector, true);
}

// The columns that are the same in every row: partition values, and what only counts the rows.
void set_constants(const JsonTable& table, const SharedState& shared, const ThreadState& own,
                   DataChunk& chunk) {
  const auto own_columns = table.columns().size();
  for (idx_t place = 0; place < shared.columns.size(); ++place) {
    const auto column = shared.columns[place];
    if (column < own_columns) continue;
    const auto& values = table.files()[own.file].partition_values;
    if (column - own_columns < values.size())
      set_constant(chunk.data[place], values[column - own_columns]);
    else
      set_constant(chunk.data[place], std::nullopt);
  }
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
  set_constants(table, shared, own, chunk);
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

duckdb::OperatorPartitionData part_of(duckdb::ClientContext&, duckdb::TableFunctionGetPartitionInput& input) {
  return duckdb::OperatorPartitionData(static_cast<ThreadState&>(*input.local_state).part);
}

// A guess for the join order: a field of JSON takes about twenty bytes.
duckdb::unique_ptr<duckdb::NodeStatistics> guess_rows(duckdb::ClientContext&,
                                                      const duckdb::FunctionData* data) {
  const auto& table = table_of(data);
  const auto row_bytes = std::max<std::size_t>(1, table.columns().size()) * 20;
  return duckdb::make_uniq<duckdb::NodeStatistics>(static_cast<std::size_t>(table.total_bytes()) / row_bytes +
                                                   1);
}

duckdb::virtual_column_map_t virtual_columns(duckdb::ClientContext&,
                                             duckdb::optional_ptr<duckdb::FunctionData>) {
  duckdb::virtual_column_map_t columns;
  columns.emplace(duckdb::COLUMN_IDENTIFIER_EMPTY, duckdb::TableColumn("", duckdb::LogicalType::BOOLEAN));
  return columns;
}

}  // namespace

void register_json_scan(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kFunctionName, {duckdb::LogicalType::POINTER}, scan, bind, start,
                                 start_thread);
  function.projection_pushdown = true;
  function.get_partition_data = part_of;
  function.cardinality = guess_rows;
  function.get_virtual_columns = virtual_columns;
  loader.RegisterFunction(std::move(function));
}

duckdb::unique_ptr<duckdb::TableRef> json_scan(const JsonTable& table) {
  duckdb::vector<duckdb::unique_ptr<duckdb::ParsedExpression>> arguments;
  arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(
      duckdb::Value::POINTER(reinterpret_cast<uintptr_t>(&table))));
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function = duckdb::make_uniq<duckdb::FunctionExpression>(kFunctionName, std::move(arguments));
  return item;
}

}  // namespace engine
