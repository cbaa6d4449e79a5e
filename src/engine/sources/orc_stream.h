#pragma once

#include <memory>
#include <string>

#include "engine/sources/row_files.h"
#include "engine/storage/block_codec.h"

namespace engine {

// How the sections of one ORC file are compressed: in chunks, each behind three bytes that say how long it is
// and whether it was left as it was (https://orc.apache.org/specification/ORCv1/#compression).
struct OrcCompression {
  BlockCodec codec = BlockCodec::None;
  std::size_t chunk_bytes = 0;  // of what a chunk holds, at most
};

// One section of an ORC file, front to back, of which no more than a chunk is in memory. One thread. Raises.
class OrcStream {
 public:
  // `file` outlives it.
  OrcStream(const InputFile& file, OrcCompression compression, std::int64_t offset, std::int64_t size)
      : file_(file), compression_(compression), next_(offset), end_(offset + size) {}

  std::uint8_t byte() {
    if (at_ == chunk_.size()) fill();
    return static_cast<std::uint8_t>(chunk_[at_++]);
  }
  void read(char* into, std::size_t size);
  bool at_end() const { return at_ == chunk_.size() && next_ >= end_; }
  std::string rest();  // all that is left of it
  [[noreturn]] void damaged(std::string_view what) const { raise_damaged(file_, what); }

 private:
  void fill();
  void fill_compressed();

  const InputFile& file_;
  const OrcCompression compression_;
  std::int64_t next_;  // of the file, behind the chunk
  const std::int64_t end_;
  std::string chunk_;
  std::size_t at_ = 0;
};

}  // namespace engine
