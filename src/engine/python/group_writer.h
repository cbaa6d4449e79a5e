#pragma once

#include <memory>
#include <string>

#include "engine/python/arrow_batches.h"
#include "engine/python/python_function.h"

namespace engine {

// The rows of a table as PySpark's worker reads them: all in one stream, each row as one struct, or a stream
// for each group, or two of them. One thread.
class GroupWriter {
 public:
  static std::unique_ptr<GroupWriter> make(PythonKind kind, GroupLayout layout,
                                           const duckdb::vector<Type>& types,
                                           const duckdb::vector<std::string>& names,
                                           const std::string& time_zone, duckdb::ClientContext& context);
  virtual ~GroupWriter() = default;

  virtual std::string schema() = 0;  // first of all
  virtual std::string rows(duckdb::DataChunk& chunk) = 0;
  virtual std::string end() = 0;
};

// One group as a stream of its own, as GroupWriter writes them: the chunk's rows from `from` to `to`.
std::string group_stream(BatchWriter& writer, duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to);

}  // namespace engine
