#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/types.h"
#include "engine/sources/json_cursor.h"

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

  bool misfit_ = false;
};

}  // namespace engine
