#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/types.h"
#include "engine/sources/json_cursor.h"
#include "engine/sources/text_times.h"

namespace engine {

// A type with what is looked up in it for every value: the places of a struct's fields by their names.
struct JsonColumn {
  JsonColumn(std::string the_name, const Type& the_type);

  std::string name;
  Type type;
  std::vector<JsonColumn> parts;  // a struct's fields; an array's elements; a map's keys and values
  std::unordered_map<std::string, std::size_t> places;

  // By the name itself, or else in any case. Nothing: there is none.
  const std::size_t* find(const std::string& field) const;
};

// Puts JSON values into vectors, as Spark's reader does: a value of another type than the column's is NULL,
// and noted; texts take anything, as it is written. One thread.
class JsonWriter {
 public:
  // `times` outlives it; null: texts are times as a cast reads them, in UTC. Whether texts may say numbers
  // that are not finite: "NaN".
  enum class Words { Numbers, Texts };
  explicit JsonWriter(const TextTimes* times = nullptr, Words words = Words::Numbers);

  // Takes the cursor's value.
  void write(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);

  // Whether a value since the last time did not fit its column.
  bool take_misfit() { return std::exchange(misfit_, false); }

 private:
  bool write_value(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_struct(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_list(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_map(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_scalar(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);

  const TextTimes& times_;
  const Words words_;
  bool misfit_ = false;
};

}  // namespace engine
