#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb/common/types/data_chunk.hpp"
#include "engine/functions/types.h"
#include "engine/sources/json_options.h"
#include "engine/sources/json_records.h"

namespace engine {

// A column of the table that the query asks for.
struct JsonTarget {
  std::string name;
  Type type;
  std::size_t ordinal = 0;  // in the table
  duckdb::idx_t place = 0;  // in the chunk
};

// What makes rows of records, as one of the readers does that JsonOptions knows. One thread.
class JsonRows {
 public:
  // What is wrong with a record; empty: nothing.
  struct Problem {
    std::string malformed;  // it is not JSON, or not what a row is made of
    std::string misfit;     // a value of it is none of its column's type, and NULL
  };

  virtual ~JsonRows() = default;
  // Puts the record that the reader is at into a row, whose targets are all NULL. Of one that is malformed
  // any of them may be set.
  virtual Problem read(const JsonRecords& records, duckdb::DataChunk& chunk, duckdb::idx_t row) = 0;
};

std::unique_ptr<JsonRows> make_json_rows(const JsonOptions& options, const std::vector<JsonTarget>& targets);

// What each reader gives for make_json_rows().
std::unique_ptr<JsonRows> spark_json_rows(const JsonOptions& options, const std::vector<JsonTarget>& targets);
std::unique_ptr<JsonRows> hive_json_rows(const JsonOptions& options, const std::vector<JsonTarget>& targets);
std::unique_ptr<JsonRows> openx_json_rows(const JsonOptions& options, const std::vector<JsonTarget>& targets);

// Says that a value, as it is written, is none of its column's.
std::string misfit_text(const JsonTarget& target, std::string_view value);

}  // namespace engine
