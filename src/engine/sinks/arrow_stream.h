#pragma once

#include <cstdint>
#include <string>

#include "duckdb/common/arrow/arrow_appender.hpp"
#include "engine/lower/relation.h"

namespace engine {

// About what the rows take in Arrow.
std::size_t arrow_bytes(duckdb::DataChunk& chunk);

// Collects rows and gives them in Arrow's stream format
// (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format), each time as a whole stream:
// schema, one batch, end. Instants are told in the session's time zone, which changes no value. One thread.
class ArrowStream {
 public:
  ArrowStream(const Columns& columns, const std::string& time_zone, duckdb::ClientContext& context);

  // Rows `from` to `to` of the chunk, the latter not included.
  void append(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to);
  std::int64_t rows() const { return rows_; }

  // The rows since the last time, and none stays. Raises what Arrow cannot hold.
  std::string take();

 private:
  void begin();

  duckdb::vector<Type> types_;
  duckdb::vector<Type> plain_types_;  // as DuckDB has them
  duckdb::vector<std::string> names_;
  duckdb::ClientProperties properties_;
  duckdb::unique_ptr<duckdb::ArrowAppender> appender_;
  std::int64_t rows_ = 0;
};

}  // namespace engine
