#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "duckdb/common/arrow/arrow_appender.hpp"
#include "engine/functions/types.h"
#include "engine/sinks/arrow_owned.h"
#include "engine/sinks/arrow_writer.h"

namespace engine {

// Chunks in Arrow's stream format: the schema first, then batches of rows, then the end. One thread.
class BatchWriter {
 public:
  BatchWriter(duckdb::vector<Type> types, duckdb::vector<std::string> names, const std::string& time_zone,
              duckdb::ClientContext& context);

  std::string schema();
  std::string rows(duckdb::DataChunk& chunk) { return rows(chunk, 0, chunk.size()); }
  // Those from `from` to `to`, the latter not included.
  std::string rows(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to);
  std::string end();  // after it another stream may begin

 private:
  const duckdb::vector<Type> types_;
  duckdb::ClientProperties properties_;
  OwnedSchema schema_;
  std::optional<ArrowWriter> writer_ = std::make_optional<ArrowWriter>();
};

// One stream of Arrow's format as chunks; the bytes come piece by piece, each of whole messages. One thread.
class BatchReader {
 public:
  BatchReader(duckdb::vector<Type> types, duckdb::ClientContext& context);
  ~BatchReader();

  // Hands over the rows that the bytes hold. Raises what is no stream, or one of other types.
  using Take = std::function<void(duckdb::DataChunk& rows)>;
  void read(std::string_view messages, const Take& take);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace engine
