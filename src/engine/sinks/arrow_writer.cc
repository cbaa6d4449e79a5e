#include "engine/sinks/arrow_writer.h"

#include <nanoarrow/nanoarrow.h>
#include <nanoarrow/nanoarrow_ipc.h>

#include "duckdb/common/exception.hpp"

namespace engine {
namespace {

void check(ArrowErrorCode code, const ArrowError& error) {
  if (code != NANOARROW_OK)
    throw duckdb::InternalException("Arrow: %s", ArrowErrorMessage(const_cast<ArrowError*>(&error)));
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

struct View {
  ArrowArrayView value{};
  ~View() { ArrowArrayViewReset(&value); }
};

}  // namespace

struct ArrowWriter::State {
  StringOutput output;
  ArrowIpcWriter writer{};
  ArrowError error{};

  State() {
    ArrowIpcOutputStream stream = output.stream();
    check(ArrowIpcWriterInit(&writer, &stream), error);
  }
  ~State() { ArrowIpcWriterReset(&writer); }
};

ArrowWriter::ArrowWriter() : state_(std::make_unique<State>()) {}
ArrowWriter::~ArrowWriter() = default;

void ArrowWriter::write_schema(const ArrowSchema& schema) {
  check(ArrowIpcWriterWriteSchema(&state_->writer, &schema, &state_->error), state_->error);
}

void ArrowWriter::write_rows(const ArrowSchema& schema, const ArrowArray& rows) {
  View view;
  check(ArrowArrayViewInitFromSchema(&view.value, &schema, &state_->error), state_->error);
  check(ArrowArrayViewSetArray(&view.value, &rows, &state_->error), state_->error);
  check(ArrowIpcWriterWriteArrayView(&state_->writer, &view.value, &state_->error), state_->error);
}

void ArrowWriter::write_end() {
  check(ArrowIpcWriterWriteArrayView(&state_->writer, nullptr, &state_->error), state_->error);
}

std::string ArrowWriter::take() {
  return std::exchange(state_->output.text, {});
}

}  // namespace engine
