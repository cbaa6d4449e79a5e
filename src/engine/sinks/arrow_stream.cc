#include "engine/sinks/arrow_stream.h"

#include "engine/functions/spark_interval.h"
#include "engine/sinks/arrow_intervals.h"
#include "engine/sinks/arrow_no_fields.h"
#include "engine/sinks/arrow_owned.h"
#include "engine/sinks/arrow_writer.h"

namespace engine {
namespace {

// About what the values take in Arrow.
std::size_t bytes_of(duckdb::Vector& values, duckdb::idx_t count) {
  std::size_t bytes = count * duckdb::GetTypeIdSize(values.GetType().InternalType());
  switch (values.GetType().InternalType()) {
    case duckdb::PhysicalType::VARCHAR: {
      duckdb::UnifiedVectorFormat texts;
      values.ToUnifiedFormat(count, texts);
      for (duckdb::idx_t row = 0; row < count; ++row) {
        const auto at = texts.sel->get_index(row);
        if (texts.validity.RowIsValid(at))
          bytes += duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(texts)[at].GetSize();
      }
      return bytes;
    }
    case duckdb::PhysicalType::LIST:
      return bytes + bytes_of(duckdb::ListVector::GetEntry(values), duckdb::ListVector::GetListSize(values));
    case duckdb::PhysicalType::STRUCT:
      for (auto& part : duckdb::StructVector::GetEntries(values)) bytes += bytes_of(*part, count);
      return bytes;
    default:
      return bytes;
  }
}

}  // namespace

std::size_t arrow_bytes(duckdb::DataChunk& chunk) {
  std::size_t bytes = 0;
  for (auto& column : chunk.data) bytes += bytes_of(column, chunk.size());
  return bytes;
}

ArrowStream::ArrowStream(const Columns& columns, const std::string& time_zone,
                         duckdb::ClientContext& context) {
  for (const OutputColumn& column : columns) {
    types_.push_back(column.type);
    plain_types_.push_back(without_intervals(column.type));
    names_.push_back(column.name);
  }
  properties_.time_zone = time_zone;
  properties_.client_context = &context;
  begin();
}

void ArrowStream::begin() {
  constexpr duckdb::idx_t kFirstRows = 2048;
  appender_ = duckdb::make_uniq<duckdb::ArrowAppender>(
      plain_types_, kFirstRows, properties_,
      duckdb::unordered_map<duckdb::idx_t, const duckdb::shared_ptr<duckdb::ArrowTypeExtensionData>>());
  rows_ = 0;
}

void ArrowStream::append(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to) {
  appender_->Append(chunk, from, to, chunk.size());
  rows_ += static_cast<std::int64_t>(to - from);
}

std::string ArrowStream::take() {
  OwnedSchema schema;
  duckdb::ArrowConverter::ToArrowSchema(&schema.value, plain_types_, names_, properties_);
  mark_intervals(schema.value, types_);
  OwnedArray rows;
  rows.value = appender_->Finalize();
  leave_out_no_fields(schema.value, &rows.value);
  ArrowWriter writer;
  writer.write_schema(schema.value);
  writer.write_rows(schema.value, rows.value);
  writer.write_end();
  begin();
  return writer.take();
}

}  // namespace engine
