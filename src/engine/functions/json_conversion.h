#pragma once

#include "engine/functions/json_item.h"

namespace engine {

// A scalar as JSON_VALUE ... RETURNING gives it: the text that becomes the value by a cast that cannot fail.
// https://trino.io/docs/435/functions/json.html#json-value
class JsonScalarType {
 public:
  static JsonScalarType parse(std::string_view name);  // of Trino's: varchar(3), decimal(10,2), date

  // Nothing: Trino has no cast from its type, or the cast fails.
  std::optional<std::string> text_of(const JsonItem& item) const;

 private:
  std::optional<std::string> boolean(const JsonItem& item) const;
  std::optional<std::string> integer(const JsonItem& item) const;
  std::optional<std::string> floating(const JsonItem& item) const;
  std::optional<std::string> decimal(const JsonItem& item) const;
  std::optional<std::string> varchar(const JsonItem& item) const;
  bool is_time(std::string_view text) const;

  std::string name_;
  int precision_ = 0;  // or length; 0: none
  int scale_ = 0;
};

// The type that the scalar has in SQL, as Trino's messages name it.
std::string sql_type(const JsonItem& scalar);

// A value of SQL's that JSON functions take, as plans write it: a letter for its type, and its text. t text,
// b boolean, y s i l integers of 8 to 64 bits, d double, n decimal (n10:1.50), j JSON. Nothing: the JSON is
// damaged.
std::optional<JsonItem> parse_json_argument(std::string_view text);

}  // namespace engine
