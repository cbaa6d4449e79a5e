#include "engine/python/arrow_batches.h"

#include <nanoarrow/nanoarrow.h>
#include <nanoarrow/nanoarrow_ipc.h>

#include <cstring>

#include "duckdb/common/arrow/arrow_converter.hpp"
#include "duckdb/common/arrow/arrow_wrapper.hpp"
#include "duckdb/function/table/arrow.hpp"
#include "engine/storage/raise.h"

namespace engine {
namespace {

[[noreturn]] void raise_damaged(const char* why) {
  raise(base::failure("reading what a Python process has sent: {}", why == nullptr ? "" : why));
}

// The bytes that are there. The reader asks for no more than a message has.
struct Source {
  std::string_view bytes;

  static ArrowErrorCode read(ArrowIpcInputStream* stream, std::uint8_t* into, std::int64_t size,
                             std::int64_t* got, ArrowError*) {
    auto& bytes = static_cast<Source*>(stream->private_data)->bytes;
    const std::size_t count = std::min(bytes.size(), static_cast<std::size_t>(size));
    std::memcpy(into, bytes.data(), count);
    bytes.remove_prefix(count);
    *got = static_cast<std::int64_t>(count);
    return NANOARROW_OK;
  }
  static void release(ArrowIpcInputStream* stream) { stream->release = nullptr; }
};

}  // namespace

BatchWriter::BatchWriter(duckdb::vector<Type> types, duckdb::vector<std::string> names,
                         const std::string& time_zone, duckdb::ClientContext& context)
    : types_(std::move(types)) {
  properties_.time_zone = time_zone;
  properties_.client_context = &context;
  duckdb::ArrowConverter::ToArrowSchema(&schema_.value, types_, names, properties_);
}

std::string BatchWriter::schema() {
  writer_->write_schema(schema_.value);
  return writer_->take();
}

std::string BatchWriter::rows(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to) {
  duckdb::ArrowAppender appender(
      types_, to - from, properties_,
      duckdb::unordered_map<duckdb::idx_t, const duckdb::shared_ptr<duckdb::ArrowTypeExtensionData>>());
  appender.Append(chunk, from, to, chunk.size());
  OwnedArray rows;
  rows.value = appender.Finalize();
  writer_->write_rows(schema_.value, rows.value);
  return writer_->take();
}

std::string BatchWriter::end() {
  writer_->write_end();
  std::string bytes = writer_->take();
  writer_.emplace();
  return bytes;
}

struct BatchReader::State {
  duckdb::vector<Type> types;
  duckdb::ClientContext& context;
  Source source;
  ArrowOwned<ArrowArrayStream> stream;
  duckdb::ArrowTableSchema schema;
  bool begun = false;

  State(duckdb::vector<Type> types, duckdb::ClientContext& context)
      : types(std::move(types)), context(context) {}

  void begin() {
    ArrowIpcInputStream input{.read = Source::read, .release = Source::release, .private_data = &source};
    if (ArrowIpcArrayStreamReaderInit(&stream.value, &input, nullptr) != NANOARROW_OK)
      raise_damaged("no memory");
    OwnedSchema given;
    if (stream.value.get_schema(&stream.value, &given.value) != 0)
      raise_damaged(stream.value.get_last_error(&stream.value));
    duckdb::ArrowTableFunction::PopulateArrowTableSchema(context, schema, given.value);
    if (schema.GetTypes() != types) raise_damaged("its columns have other types than was said");
    begun = true;
  }

  void take_batch(duckdb::unique_ptr<duckdb::ArrowArrayWrapper> batch, const Take& take) {
    const auto rows = static_cast<duckdb::idx_t>(batch->arrow_array.length);
    duckdb::ArrowScanLocalState scan(std::move(batch), context);
    for (duckdb::idx_t at = 0; at < rows; at += STANDARD_VECTOR_SIZE) {
      duckdb::DataChunk chunk;
      chunk.Initialize(context, types);
      chunk.SetCardinality(std::min<duckdb::idx_t>(rows - at, STANDARD_VECTOR_SIZE));
      scan.Reset();
      scan.chunk_offset = at;
      duckdb::ArrowTableFunction::ArrowToDuckDB(scan, schema.GetColumns(), chunk, false);
      take(chunk);
    }
  }
};

BatchReader::BatchReader(duckdb::vector<Type> types, duckdb::ClientContext& context)
    : state_(std::make_unique<State>(std::move(types), context)) {}
BatchReader::~BatchReader() = default;

void BatchReader::read(std::string_view messages, const Take& take) {
  state_->source.bytes = messages;
  if (!state_->begun) state_->begin();
  while (!state_->source.bytes.empty()) {
    auto batch = duckdb::make_uniq<duckdb::ArrowArrayWrapper>();
    auto& stream = state_->stream.value;
    if (stream.get_next(&stream, &batch->arrow_array) != 0) raise_damaged(stream.get_last_error(&stream));
    if (batch->arrow_array.release == nullptr) return;  // the stream's end
    state_->take_batch(std::move(batch), take);
  }
}

}  // namespace engine
