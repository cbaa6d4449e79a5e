#include "engine/sources/csv_scan.h"

#include "base/text.h"
#include "duckdb/function/table_function.hpp"
#include "engine/functions/characters.h"
#include "engine/sources/csv_parts.h"
#include "engine/sources/scan_function.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::string_t;
using duckdb::Vector;

constexpr const char* kFunctionName = "dovetail_csv";

// Keeps a window alive as long as a vector's texts point into it.
class WindowBuffer final : public duckdb::VectorBuffer {
 public:
  explicit WindowBuffer(std::shared_ptr<CsvWindow> window) : window_(std::move(window)) {}

 private:
  std::shared_ptr<CsvWindow> window_;
};

// One asked-for column while a chunk is filled.
struct Target {
  Vector* vector;
  string_t* texts;
  std::int32_t field;  // of the file's records; -1: NULL in every row
  bool holds_pointers = false;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<duckdb::LogicalType>& types,
                                              duckdb::vector<duckdb::string>& names) {
  const auto& table = *reinterpret_cast<const CsvTable*>(input.inputs[0].GetPointer());
  add_texts(table.columns(), types, names);
  add_texts(table.partition_columns(), types, names);
  return duckdb::make_uniq<CsvBinding>(table);
}

// The columns that vary by row.
std::vector<Target> targets_of(const CsvTable& table, const CsvSharedState& shared,
                               const CsvTable::File& file, DataChunk& chunk) {
  std::vector<Target> targets;
  for (std::size_t i = 0; i < shared.columns.size(); ++i) {
    const auto column = shared.columns[i];
    auto& vector = chunk.data[i];
    if (column < table.columns().size())
      targets.push_back({&vector, FlatVector::GetData<string_t>(vector), file.column_field[column]});
  }
  return targets;
}

void fill_row(const CsvReader& reader, const CsvOptions& options, idx_t row, std::vector<Target>& targets) {
  const auto& fields = reader.fields();
  const auto count = static_cast<std::int32_t>(reader.field_count());
  for (auto& target : targets) {
    if (target.field < 0 || target.field >= count || is_null(fields[target.field], options)) {
      FlatVector::SetNull(*target.vector, row, true);
      continue;
    }
    const auto& field = fields[target.field];
    if (!reader.window_is_text() && !base::is_valid_utf8(field.text())) {
      target.texts[row] = duckdb::StringVector::AddString(*target.vector, repaired_utf8(field.text()));
      continue;
    }
    target.texts[row] = string_t(field.data, field.size);
    target.holds_pointers |= field.size > string_t::INLINE_LENGTH;
  }
}

void keep_window(const std::shared_ptr<CsvWindow>& window, std::vector<Target>& targets) {
  for (auto& target : targets) {
    if (!target.holds_pointers) continue;
    duckdb::StringVector::AddBuffer(*target.vector, duckdb::make_buffer<WindowBuffer>(window));
    target.holds_pointers = false;
  }
}

idx_t fill(const CsvTable& table, const CsvSharedState& shared, CsvThreadState& own, DataChunk& chunk) {
  auto targets = targets_of(table, shared, *own.file, chunk);
  set_constants(chunk, shared.columns, table.columns().size(), own.file->source.partition_values);
  std::shared_ptr<CsvWindow> window;
  std::int64_t short_rows = 0, long_rows = 0;
  idx_t rows = 0;
  std::size_t bytes = 0;  // of the windows that texts point into
  for (; rows < STANDARD_VECTOR_SIZE && bytes < kChunkBytes; ++rows) {
    if (!value_or_raise(own.reader->next())) break;
    if (own.reader->window() != window) {
      keep_window(window, targets);
      window = own.reader->window();
      bytes += window->bytes.size();
    }
    short_rows += own.reader->field_count() < own.file->field_count;
    long_rows += own.reader->field_count() > own.file->field_count;
    fill_row(*own.reader, table.options(), rows, targets);
  }
  keep_window(window, targets);
  auto& counters = table.counters();
  counters.rows += static_cast<std::int64_t>(rows);
  if (short_rows) counters.short_rows += short_rows;
  if (long_rows) counters.long_rows += long_rows;
  chunk.SetCardinality(rows);
  return rows;
}

void scan(duckdb::ClientContext&, duckdb::TableFunctionInput& input, DataChunk& chunk) {
  scan_csv(input, chunk, fill);
}

// A guess for the join order: texts of CSV take about ten bytes a field.
duckdb::unique_ptr<duckdb::NodeStatistics> guess_rows(duckdb::ClientContext&,
                                                      const duckdb::FunctionData* data) {
  const auto& table = csv_table_of(data);
  return guessed_rows(table.total_bytes(), table.columns().size(), 10);
}

}  // namespace

void register_csv_scan(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kFunctionName, {duckdb::LogicalType::POINTER}, scan, bind, start_csv,
                                 start_csv_thread);
  function.cardinality = guess_rows;
  register_scan(loader, std::move(function));
}

duckdb::unique_ptr<duckdb::TableRef> csv_scan(const CsvTable& table) {
  return scan_of(kFunctionName, &table);
}

}  // namespace engine
