#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "engine/functions/types.h"
#include "engine/sources/json_cursor.h"
#include "engine/sources/json_options.h"

namespace engine {

// The type of all values that were seen in one place, by Spark's rules: whole numbers grow to decimals and
// become doubles beside fractions, objects and arrays are merged part by part, anything else beside each
// other becomes text. https://spark.apache.org/docs/latest/sql-data-sources-json.html
class JsonShape {
 public:
  // Takes the value that the cursor is at into account.
  void add(JsonCursor& cursor, const JsonOptions& options, std::size_t& fields);

  // No value: a field of it is dropped, because it never held more than an empty object.
  std::optional<Type> type(const JsonOptions& options) const;
  // Of a record: the columns.
  std::vector<Field> fields(const JsonOptions& options) const;
  bool is_object() const { return kind_ == Kind::Object; }

 private:
  enum class Kind { Nothing, Boolean, Int, Long, Decimal, Double, Timestamp, Text, Array, Object };
  void add_kind(Kind kind, int digits = 0, int scale = 0);
  void add_number(std::string_view digits, const JsonOptions& options);
  void add_fraction(std::string_view text, const JsonOptions& options);
  void add_text(std::string_view text, const JsonOptions& options);
  void add_scalar(JsonCursor& cursor, const JsonOptions& options);
  void merge_decimals(Kind kind, int digits, int scale);

  Kind kind_ = Kind::Nothing;
  int digits_ = 0;  // of Decimal
  int scale_ = 0;   // likewise
  std::unique_ptr<JsonShape> element_;
  std::vector<std::pair<std::string, JsonShape>> fields_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace engine
