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

// The blocks of a part of a file, one of which is in memory at a time, beside what is read ahead. One thread.
// Raises.
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
  std::string_view view(std::int64_t offset, std::size_t size);
  std::int64_t next_long();
  void check_rows();
  std::string decompressed(std::string_view block) const;

  const InputFile& file_;
  const AvroHeader& header_;
  const std::int64_t end_;
  std::int64_t at_ = 0;  // behind a marker
  std::int64_t rows_ = 0;
  std::size_t empty_rows_ = 0;  // of no bytes, so far
  std::string bytes_;
  std::string ahead_;  // of the file, from ahead_at_ on
  std::int64_t ahead_at_ = 0;
};

}  // namespace engine
