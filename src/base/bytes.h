#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/fd.h"
#include "base/result.h"

namespace base {

// Bytes that are pulled, by one thread at a time. read() blocks; 0 means the end; after an error it is over.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual Result<std::size_t> read(std::span<char> into) = 0;
};

class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(std::span<char> into) override;

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

// Reads to the end; more than `limit` bytes are an error of the caller: see body_faults.h.
Result<std::string> read_all(ByteSource& source, std::size_t limit);

// A stretch of an open file: what a response can send without copying it through the process.
struct FileSlice {
  Fd file;
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

// The body of an answer: nothing or text in memory, part of a file, or a stream of unknown length.
using Payload = std::variant<std::string, FileSlice, std::unique_ptr<ByteSource>>;

}  // namespace base
