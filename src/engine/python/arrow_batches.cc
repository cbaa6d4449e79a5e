#include "engine/python/arrow_batches.h"

#include <nanoarrow/nanoarrow.h>
#include <nanoarrow/nanoarrow_ipc.h>

#include <cstring>

#include "base/text.h"
#include "duckdb/common/arrow/arrow_converter.hpp"
#include "duckdb/common/arrow/arrow_wrapper.hpp"
#include "duckdb/function/table/arrow.hpp"
#include "engine/functions/spark_interval.h"
#include "engine/python/python_stream.h"
#include "engine/sinks/arrow_intervals.h"
#include "engine/sinks/arrow_no_fields.h"

namespace engine {
namespace {

[[noreturn]] void raise_damaged(const char* why) {
  raise_nonsense(fmt::format("no stream of Arrow's: {}", why == nullptr ? "" : why));
}

// DuckDB and whoever gets the rows rely on texts being UTF-8; Arrow's readers do not look.
void check_texts(duckdb::Vector& vector, duckdb::idx_t count) {
  switch (vector.GetType().id()) {
    case duckdb::LogicalTypeId::VARCHAR: {
      duckdb::UnifiedVectorFormat texts;
      vector.ToUnifiedFormat(count, texts);
      const auto* values = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(texts);
      for (duckdb::idx_t row = 0; row < count; ++row) {
        const auto at = texts.sel->get_index(row);
        if (texts.validity.RowIsValid(at) &&
            !base::is_valid_utf8({values[at].GetData(), values[at].GetSize()}))
          raise_nonsense("a text that is not UTF-8");
      }
      return;
    }
    case duckdb::LogicalTypeId::STRUCT:
      for (auto& field : duckdb::StructVector::GetEntries(vector)) check_texts(*field, count);
      return;
    case duckdb::LogicalTypeId::LIST:
    case duckdb::LogicalTypeId::MAP:
      check_texts(duckdb::ListVector::GetEntry(vector), duckdb::ListVector::GetListSize(vector));
      return;
    default:
      return;
  }
}

// The bytes that are there, and those that the rest of a message takes. The reader asks for no more than
// that.
struct Source {
  std::string piece;
  std::string_view bytes;  // those of it that are left
  const BatchReader::Pull* pull = nullptr;
  std::exception_ptr failure;  // of pulling: it does not go through C

  bool next() {
    auto more = (*pull)();
    if (!more) return false;
    piece = *std::move(more);
    bytes = piece;
    return true;
  }

  std::int64_t take(std::uint8_t* into, std::int64_t size) {
    std::int64_t have = 0;
    while (have < size) {
      const auto count = std::min(static_cast<std::int64_t>(bytes.size()), size - have);
      std::memcpy(into + have, bytes.data(), static_cast<std::size_t>(count));
      bytes.remove_prefix(static_cast<std::size_t>(count));
      have += count;
      if (have < size && !next()) break;
    }
    return have;
  }

  static ArrowErrorCode read(ArrowIpcInputStream* stream, std::uint8_t* into, std::int64_t size,
                             std::int64_t* got, ArrowError*) {
    auto& source = *static_cast<Source*>(stream->private_data);
    try {
      *got = source.take(into, size);
      return NANOARROW_OK;
    } catch (...) {
      source.failure = std::current_exception();
      return EIO;
    }
  }
  static void release(ArrowIpcInputStream* stream) { stream->release = nullptr; }
};

}  // namespace

BatchWriter::BatchWriter(duckdb::vector<Type> types, duckdb::vector<std::string> names,
                         const std::string& time_zone, duckdb::ClientContext& context)
    : types_(without_intervals(types)) {
  properties_.time_zone = time_zone;
  properties_.client_context = &context;
  duckdb::ArrowConverter::ToArrowSchema(&schema_.value, types_, names, properties_);
  mark_intervals(schema_.value, types);
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
  OwnedSchema given;
  duckdb::ArrowTableSchema schema;
  bool begun = false;

  State(duckdb::vector<Type> types, duckdb::ClientContext& context)
      : types(std::move(types)), context(context) {}

  void begin() {
    ArrowIpcInputStream input{.read = Source::read, .release = Source::release, .private_data = &source};
    if (ArrowIpcArrayStreamReaderInit(&stream.value, &input, nullptr) != NANOARROW_OK)
      raise_damaged("no memory");
    check(stream.value.get_schema(&stream.value, &given.value));
    give_no_fields(given.value);
    duckdb::ArrowTableFunction::PopulateArrowTableSchema(context, schema, given.value);
    if (schema.GetTypes() != types) raise_damaged("its columns have other types than was said");
    begun = true;
  }

  void check(int status) {
    if (source.failure) std::rethrow_exception(std::exchange(source.failure, nullptr));
    if (status != 0) raise_damaged(stream.value.get_last_error(&stream.value));
  }

  void take_batch(duckdb::unique_ptr<duckdb::ArrowArrayWrapper> batch, const Take& take) {
    give_no_fields(given.value, batch->arrow_array);
    const auto rows = static_cast<duckdb::idx_t>(batch->arrow_array.length);
    duckdb::ArrowScanLocalState scan(std::move(batch), context);
    for (duckdb::idx_t at = 0; at < rows; at += STANDARD_VECTOR_SIZE) {
      duckdb::DataChunk chunk;
      chunk.Initialize(context, types);
      chunk.SetCardinality(std::min<duckdb::idx_t>(rows - at, STANDARD_VECTOR_SIZE));
      scan.Reset();
      scan.chunk_offset = at;
      duckdb::ArrowTableFunction::ArrowToDuckDB(scan, schema.GetColumns(), chunk, false);
      for (auto& column : chunk.data) check_texts(column, chunk.size());
      take(chunk);
    }
  }
};

BatchReader::BatchReader(duckdb::vector<Type> types, duckdb::ClientContext& context)
    : state_(std::make_unique<State>(std::move(types), context)) {}
BatchReader::~BatchReader() = default;

bool BatchReader::read(const Pull& pull, const Take& take, const EndOfBatch& end_of_batch) {
  state_->source.pull = &pull;
  if (!state_->source.next()) return false;
  if (!state_->begun) state_->begin();
  while (!state_->source.bytes.empty()) {
    auto batch = duckdb::make_uniq<duckdb::ArrowArrayWrapper>();
    auto& stream = state_->stream.value;
    state_->check(stream.get_next(&stream, &batch->arrow_array));
    if (batch->arrow_array.release == nullptr) return true;  // the stream's end
    state_->take_batch(std::move(batch), take);
    if (end_of_batch) end_of_batch();
  }
  return true;
}

}  // namespace engine
