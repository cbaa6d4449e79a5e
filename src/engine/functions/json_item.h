#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/functions/conversions.h"
#include "engine/sources/json_cursor.h"

namespace engine {

// A value that SQL/JSON computes with: one of a document, or one of SQL's that a path meets.
// https://trino.io/docs/435/functions/json.html
//
// Objects keep the order of their members; of those with one name the last stands at the place of the first,
// as Jackson has it. Numbers of a document are integers of 32 or 64 bits, or doubles; decimals are SQL's
// alone.
struct JsonItem {
  struct Missing {};  // the document without any text
  struct Null {};
  struct Integer {
    std::int64_t value = 0;
    int bits = 32;  // of its type, which says when it overflows
  };
  struct LongInteger {  // beyond 64 bits: it is shown, but no number of SQL's
    std::string digits;
  };
  struct Decimal {
    Int128 unscaled = 0;
    int precision = 1;
    int scale = 0;
  };
  using Array = std::vector<JsonItem>;
  using Member = std::pair<std::string, JsonItem>;
  using Object = std::vector<Member>;

  std::variant<Missing, Null, bool, Integer, LongInteger, Decimal, double, std::string, Array, Object> value;
  bool of_document = false;

  template <typename T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  bool is_null() const { return as<Null>() != nullptr; }
  bool is_container() const { return as<Array>() != nullptr || as<Object>() != nullptr; }
};

// What the text begins with; what comes behind a whole value is not looked at, as in Trino. Nothing: it is
// damaged, or nests deeper than 1000.
std::optional<JsonItem> parse_json(std::string_view text);

// The same of a text with nothing but blanks behind the value; nothing: of an empty one too.
std::optional<JsonItem> parse_whole_json(std::string_view text);

// As type() calls it: number, object, ...; "missing" of what is none.
std::string_view json_type(const JsonItem& item);

// As Jackson writes it: no blanks, 1.0E10, what lies beyond 16 bits by its halves.
void write_json(const JsonItem& item, std::string& out);
std::string quoted_json(std::string_view text);
std::string double_json(double value);

}  // namespace engine
