#include "engine/sources/arrow_streams.h"

#include <nanoarrow/nanoarrow_ipc.h>

#include <cstring>

namespace engine {
namespace {

// A place in a file, from which nanoarrow reads on.
struct Place {
  const InputFile& file;
  std::int64_t offset = 0;
};

ArrowErrorCode read_file(ArrowIpcInputStream* input, std::uint8_t* into, std::int64_t size,
                         std::int64_t* taken, ArrowError* error) {
  Place& place = *static_cast<Place*>(input->private_data);
  const auto read =
      place.file.read_at({reinterpret_cast<char*>(into), static_cast<std::size_t>(size)}, place.offset);
  if (!read.ok()) {
    ArrowErrorSet(error, "%s", read.error().message.c_str());
    return EIO;
  }
  *taken = static_cast<std::int64_t>(*read);
  place.offset += *taken;
  return NANOARROW_OK;
}

ArrowIpcInputStream input_of(const InputFile& file) {
  return {.read = read_file,
          .release =
              [](ArrowIpcInputStream* input) {
                delete static_cast<Place*>(input->private_data);
                input->release = nullptr;
              },
          .private_data = new Place{file}};
}

ArrowIpcInputStream input_of(std::string_view bytes) {
  ArrowBuffer buffer;
  ArrowBufferInit(&buffer);
  // Not owned: the buffer frees nothing.
  buffer.data = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  buffer.size_bytes = buffer.capacity_bytes = static_cast<std::int64_t>(bytes.size());
  buffer.allocator =
      ArrowBufferDeallocator([](ArrowBufferAllocator*, std::uint8_t*, std::int64_t) {}, nullptr);
  ArrowIpcInputStream input;
  ArrowIpcInputStreamInitBuffer(&input, &buffer);
  return input;
}

ArrowArrayStream read(const ArrowSource& source) {
  ArrowIpcInputStream input = source.file != nullptr ? input_of(*source.file) : input_of(source.bytes);
  ArrowArrayStream stream{};
  ArrowIpcArrayStreamReaderInit(&stream, &input, nullptr);
  return stream;
}

bool same_text(const char* one, const char* two) {
  return one == nullptr || two == nullptr ? one == two : std::strcmp(one, two) == 0;
}

// Names aside, which are the first stream's.
bool same_types(const ArrowSchema& one, const ArrowSchema& two) {
  if (!same_text(one.format, two.format) || one.n_children != two.n_children) return false;
  for (std::int64_t i = 0; i < one.n_children; ++i)
    if (!same_types(*one.children[i], *two.children[i])) return false;
  return true;
}

// What Arrow calls a stream, over the members of this.
class InTurn {
 public:
  explicit InTurn(std::span<const ArrowSource> sources) : sources_(sources), current_(read(sources[0])) {}
  ~InTurn() { current_.release(&current_); }
  InTurn(const InTurn&) = delete;

  int schema(ArrowSchema* out) { return current_.get_schema(&current_, out); }

  // A batch, or a released array at the end of all.
  int next(ArrowArray* out) {
    for (;;) {
      const int code = current_.get_next(&current_, out);
      if (code != 0 || out->release != nullptr || at_ + 1 == sources_.size()) return code;
      if (const int failed = go_on(); failed != 0) return failed;
    }
  }

  const char* error() { return error_ != nullptr ? error_ : current_.get_last_error(&current_); }

 private:
  int go_on() {
    ArrowSchema before{}, after{};
    if (const int code = current_.get_schema(&current_, &before); code != 0) return code;
    current_.release(&current_);
    current_ = read(sources_[++at_]);
    int code = current_.get_schema(&current_, &after);
    if (code == 0) {
      if (!same_types(before, after)) {
        error_ = "its parts have different types";
        code = EINVAL;
      }
      after.release(&after);
    }
    before.release(&before);
    return code;
  }

  const std::span<const ArrowSource> sources_;
  std::size_t at_ = 0;
  ArrowArrayStream current_;
  const char* error_ = nullptr;  // of this; null: the current stream's
};

InTurn& of(ArrowArrayStream* stream) {
  return *static_cast<InTurn*>(stream->private_data);
}

}  // namespace

ArrowArrayStream read_in_turn(std::span<const ArrowSource> sources) {
  return {.get_schema = [](ArrowArrayStream* stream, ArrowSchema* out) { return of(stream).schema(out); },
          .get_next = [](ArrowArrayStream* stream, ArrowArray* out) { return of(stream).next(out); },
          .get_last_error = [](ArrowArrayStream* stream) { return of(stream).error(); },
          .release =
              [](ArrowArrayStream* stream) {
                delete &of(stream);
                stream->release = nullptr;
              },
          .private_data = new InTurn(sources)};
}

}  // namespace engine
