#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/conversions.h"
#include "engine/sources/json_writer.h"

namespace engine {

// Puts values of Trino's type json into vectors of another type, as CAST does it:
// https://trino.io/docs/435/functions/json.html#cast-from-json. A part of the type BLOB keeps the JSON that
// stands there. What does not fit raises INVALID_CAST_ARGUMENT. One thread.
class JsonCast {
 public:
  // `shown` is the type as messages show it; `named` says of each row in it whether its fields have names (n)
  // or not (-).
  JsonCast(const Type& type, std::string shown, std::string_view named);

  void write(std::string_view json, duckdb::Vector& vector, duckdb::idx_t row);

 private:
  void write_value(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  void write_list(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  void write_map(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  void write_fields(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  void write_items(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  void write_scalar(JsonCursor& cursor, const JsonColumn& column, duckdb::Vector& vector, duckdb::idx_t row);
  template <typename Integer>
  Integer integer(JsonCursor& cursor);
  double floating(JsonCursor& cursor);
  bool boolean(JsonCursor& cursor);
  Int128 decimal(JsonCursor& cursor, const Type& type);
  std::string text(JsonCursor& cursor);

  // Why it does not fit: some cast says it of a text or a number; another token is expected; nobody says it.
  [[noreturn]] void refuse_value(const std::string& message) const;
  [[noreturn]] void refuse_token(const JsonColumn& column, std::string_view token) const;
  [[noreturn]] void refuse(const std::string& why) const;
  bool is_scalar() const { return root_.parts.empty(); }

  void note_anonymous(const JsonColumn& column, std::string_view& named);

  const JsonColumn root_;
  std::unordered_set<const JsonColumn*> anonymous_;
  const std::string shown_;
  std::string_view json_;  // that is being written
};

}  // namespace engine
