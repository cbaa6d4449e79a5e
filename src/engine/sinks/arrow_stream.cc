#include "engine/sinks/arrow_stream.h"

#include <nanoarrow/nanoarrow.h>
#include <nanoarrow/nanoarrow_ipc.h>

#include "duckdb/common/exception.hpp"

namespace engine {
namespace {

void check(ArrowErrorCode code, const ArrowError& error) {
  if (code != NANOARROW_OK)
    throw duckdb::InternalException("Arrow: %s", ArrowErrorMessage(const_cast<ArrowError*>(&error)));
}

// What C hands out is given back when the scope ends.
template <typename T, auto release>
struct Owned {
  T value{};
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { release(&value); }
};

void release_schema(ArrowSchema* schema) {
  if (schema->release != nullptr) schema->release(schema);
}
void release_array(ArrowArray* array) {
  if (array->release != nullptr) array->release(array);
}

// In place of a vector that grows, which would be copied once more.
struct StringOutput {
  std::string text;

  static ArrowErrorCode write(ArrowIpcOutputStream* stream, const void* bytes, std::int64_t size,
                              std::int64_t* written, ArrowError*) {
    static_cast<StringOutput*>(stream->private_data)
        ->text.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    *written = size;
    return NANOARROW_OK;
  }
  static void release(ArrowIpcOutputStream* stream) { stream->release = nullptr; }

  ArrowIpcOutputStream stream() { return {.write = write, .release = release, .private_data = this}; }
};

std::string encode(const ArrowSchema& schema, const ArrowArray& rows) {
  StringOutput output;
  ArrowIpcOutputStream stream = output.stream();
  ArrowError error{};
  Owned<ArrowIpcWriter, ArrowIpcWriterReset> writer;
  check(ArrowIpcWriterInit(&writer.value, &stream), error);
  check(ArrowIpcWriterWriteSchema(&writer.value, &schema, &error), error);
  Owned<ArrowArrayView, ArrowArrayViewReset> view;
  check(ArrowArrayViewInitFromSchema(&view.value, &schema, &error), error);
  check(ArrowArrayViewSetArray(&view.value, &rows, &error), error);
  check(ArrowIpcWriterWriteArrayView(&writer.value, &view.value, &error), error);
  check(ArrowIpcWriterWriteArrayView(&writer.value, nullptr, &error), error);
  return std::move(output.text);
}

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
    names_.push_back(column.name);
  }
  properties_.time_zone = time_zone;
  properties_.client_context = &context;
  begin();
}

void ArrowStream::begin() {
  constexpr duckdb::idx_t kFirstRows = 2048;
  appender_ = duckdb::make_uniq<duckdb::ArrowAppender>(
      types_, kFirstRows, properties_,
      duckdb::unordered_map<duckdb::idx_t, const duckdb::shared_ptr<duckdb::ArrowTypeExtensionData>>());
  rows_ = 0;
}

void ArrowStream::append(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to) {
  appender_->Append(chunk, from, to, chunk.size());
  rows_ += static_cast<std::int64_t>(to - from);
}

std::string ArrowStream::take() {
  Owned<ArrowSchema, release_schema> schema;
  duckdb::ArrowConverter::ToArrowSchema(&schema.value, types_, names_, properties_);
  Owned<ArrowArray, release_array> rows;
  rows.value = appender_->Finalize();
  std::string stream = encode(schema.value, rows.value);
  begin();
  return stream;
}

}  // namespace engine
