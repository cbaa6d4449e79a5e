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

// One stream of Arrow's format as chunks. Its bytes come piece by piece, from code that is not trusted; a
// piece ends wherever it likes. One thread.
class BatchReader {
 public:
  BatchReader(duckdb::vector<Type> types, duckdb::ClientContext& context);
  ~BatchReader();

  // Hands over the rows of the next piece, and pulls what follows where it ends within a message. False:
  // there was none. Raises what is no stream, or one of other types, or holds text that is none.
  using Pull = std::function<std::optional<std::string>()>;  // the next piece; nothing: no more for now
  using Take = std::function<void(duckdb::DataChunk& rows)>;
  using EndOfBatch = std::function<void()>;  // behind the rows of each, if it has any
  bool read(const Pull& pull, const Take& take, const EndOfBatch& end_of_batch = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace engine
