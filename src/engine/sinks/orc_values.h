#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/functions/types.h"
#include "engine/orc_file.pb.h"
#include "engine/sinks/value_text.h"

namespace engine {

// The streams of one stripe, in their order, and how each column is encoded. Not compressed yet.
struct OrcStreams {
  struct Stream {
    orc::Stream::Kind kind;
    std::uint32_t column;
    std::string bytes;
  };
  std::vector<Stream> streams;
  std::vector<orc::ColumnEncoding::Kind> encodings;  // by column
  std::vector<orc::ColumnStatistics> statistics;     // likewise
};

// Values of one column and all its parts, as they become its streams in a stripe. One thread.
class OrcEncoder {
 public:
  virtual ~OrcEncoder() = default;
  virtual void add(const VectorFormat& values, duckdb::idx_t row) = 0;
  virtual void add_null() = 0;
  // Adds what the column is, then its parts, in the order of the file's types.
  virtual void finish(OrcStreams& into) = 0;
};

std::unique_ptr<OrcEncoder> orc_encoder(const Type& type);

}  // namespace engine
