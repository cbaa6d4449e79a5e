#include "engine/sources/csv_records.h"

#include "duckdb/function/table_function.hpp"
#include "engine/functions/trino_kernels.h"
#include "engine/sources/csv_parts.h"
#include "engine/sources/scan_function.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::idx_t;

constexpr const char* kFunctionName = "dovetail_csv_records";
enum Column : duckdb::column_t { kText, kFields, kOwnColumns };

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<Type>& types,
                                              duckdb::vector<duckdb::string>& names) {
  const auto& table = *reinterpret_cast<const CsvTable*>(input.inputs[0].GetPointer());
  names = {"text", "fields"};
  types = {Type::VARCHAR, Type::LIST(Type::VARCHAR)};
  add_texts(table.partition_columns(), types, names);
  return duckdb::make_uniq<CsvBinding>(table);
}

Texts fields_of(const CsvTable& table, const CsvTable::File& file, const CsvReader& reader) {
  Texts texts;
  for (const std::int32_t place : file.column_field) {
    const bool is_there = place >= 0 && static_cast<std::size_t>(place) < reader.field_count();
    if (!is_there || is_null(reader.fields()[place], table.options()))
      texts.emplace_back();
    else
      texts.emplace_back(reader.fields()[place].text());
  }
  if (reader.field_count() != file.field_count) texts.emplace_back();
  return texts;
}

void fill_row(const CsvTable& table, const CsvSharedState& shared, const CsvThreadState& own,
              DataChunk& chunk, idx_t row) {
  for (idx_t i = 0; i < shared.columns.size(); ++i) {
    if (shared.columns[i] == kText)
      detail::put(chunk.data[i], row, own.reader->record_text());
    else if (shared.columns[i] == kFields)
      detail::put(chunk.data[i], row, fields_of(table, *own.file, *own.reader));
  }
}

idx_t fill(const CsvTable& table, const CsvSharedState& shared, CsvThreadState& own, DataChunk& chunk) {
  idx_t rows = 0;
  std::size_t bytes = 0;
  std::int64_t short_rows = 0, long_rows = 0;
  for (; rows < STANDARD_VECTOR_SIZE && bytes < kChunkBytes; ++rows) {
    if (!value_or_raise(own.reader->next())) break;
    bytes += own.reader->record_text().size();
    short_rows += own.reader->field_count() < own.file->field_count;
    long_rows += own.reader->field_count() > own.file->field_count;
    fill_row(table, shared, own, chunk, rows);
  }
  set_constants(chunk, shared.columns, kOwnColumns, own.file->source.partition_values);
  auto& counters = table.counters();
  counters.rows += static_cast<std::int64_t>(rows);
  counters.short_rows += short_rows;
  counters.long_rows += long_rows;
  chunk.SetCardinality(rows);
  return rows;
}

void scan(duckdb::ClientContext&, duckdb::TableFunctionInput& input, DataChunk& chunk) {
  scan_csv(input, chunk, fill);
}

}  // namespace

void register_csv_records(duckdb::ExtensionLoader& loader) {
  register_scan(loader, duckdb::TableFunction(kFunctionName, {duckdb::LogicalType::POINTER}, scan, bind,
                                              start_csv, start_csv_thread));
}

duckdb::unique_ptr<duckdb::TableRef> csv_records(const CsvTable& table) {
  return scan_of(kFunctionName, &table);
}

}  // namespace engine
