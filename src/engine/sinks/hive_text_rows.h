#pragma once

#include <string>
#include <vector>

#include "engine/functions/hive_text.h"
#include "engine/sinks/table_rows.h"

namespace engine {

// How a table's LazySimpleSerDe is told to read: field.delim, collection.delim, mapkey.delim, escape.delim,
// serialization.null.format, skip.header.line.count.
struct HiveTextStyle {
  char separator = '\1';
  HiveTextForm form;  // of what stands in a column
  Header header = Header::None;
};

// Makes rows as LazySimpleSerDe reads them. https://hive.apache.org/docs/latest/language/languagemanual-ddl/
// says of ROW FORMAT DELIMITED: "Escaping is needed if you want to work with data that can contain these
// delimiter characters. A custom NULL format can also be specified using the 'NULL DEFINED AS' clause
// (default is '\N')." What follows of that:
// 1. A separator and an escape in a text are escaped; without escape.delim a text with a separator of what it
//    stands in is refused.
// 2. Lines end at every \n and \r, escaped or not: a text with one is refused.
// 3. NULL is the text of NULL. A value whose text would be the same is refused, and so is an array whose one
//    element has no text, which would be read as an array of none.
// 4. Only texts are read without their escapes: a number or a time in whose text a separator stands is
//    refused.
// 5. Bytes are base64.
// Immutable, for any number of threads.
class HiveTextRows {
 public:
  HiveTextRows(const HiveTextStyle& style, std::vector<std::string> names);

  void append_header(std::string& out) const;
  void append_row(std::string& out, const std::vector<VectorFormat>& columns, duckdb::idx_t row) const;

 private:
  struct Place;

  void append_part(std::string& out, const VectorFormat& values, duckdb::idx_t row, Place place) const;
  void append_null(std::string& out, Place place) const;
  void append_value(std::string& out, const VectorFormat& values, duckdb::idx_t index, Place place) const;
  void append_list(std::string& out, const VectorFormat& values, duckdb::idx_t index, Place place) const;
  void append_map(std::string& out, const VectorFormat& values, duckdb::idx_t index, Place place) const;
  void append_struct(std::string& out, const VectorFormat& values, duckdb::idx_t index, Place place) const;
  void append_text(std::string& out, std::string_view text, Place place) const;
  void append_plain(std::string& out, std::string_view text, Place place) const;
  std::string_view around(Place place) const;  // the separators that would end the value
  bool is_special(char c, Place place) const;

  const std::vector<std::string> names_;
  const std::string separators_;  // of columns, of the parts of one, of theirs, and so on
  const std::string escape_;      // one byte, or none
  const std::string null_text_;
  const Header header_;
};

// Refuses, by name, columns of types that such texts cannot hold, and separators that are not told apart.
base::Result<void> check_hive_text(const HiveTextStyle& style, const std::vector<Field>& columns);

}  // namespace engine
