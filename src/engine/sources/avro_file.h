#pragma once

#include <map>
#include <string>

#include "engine/sources/avro_schema.h"
#include "engine/sources/row_files.h"
#include "engine/storage/block_codec.h"

namespace engine {

// What stands at the start of an Avro object container file
// (https://avro.apache.org/docs/1.12.0/specification/#object-container-files).
struct AvroHeader {
  static constexpr std::string_view kMagic{"Obj\x01", 4};
  static constexpr std::size_t kMarkerBytes = 16;

  AvroTypePtr schema;
  BlockCodec codec = BlockCodec::None;
  std::string marker;    // behind the header and behind each block
  std::int64_t end = 0;  // where the first block begins
};

// Raises; codecs that we cannot read (xz) are refused by name.
AvroHeader read_avro_header(const InputFile& file);

// The blocks of a part of a file, one of which is in memory at a time. One thread. Raises.
class AvroBlocks {
 public:
  // Those whose marker before them begins in [begin, end).
  AvroBlocks(const InputFile& file, const AvroHeader& header, std::int64_t begin, std::int64_t end);

  // False: there is none left.
  bool next();
  std::int64_t rows() const { return rows_; }
  const std::string& bytes() const { return bytes_; }  // decompressed

 private:
  void find_marker(std::int64_t begin);
  std::int64_t next_long();
  std::string decompressed(std::string block) const;

  const InputFile& file_;
  const AvroHeader& header_;
  const std::int64_t end_;
  std::int64_t at_ = 0;  // behind a marker
  std::int64_t rows_ = 0;
  std::string bytes_;
};

}  // namespace engine
