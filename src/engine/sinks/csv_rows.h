#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/sinks/value_text.h"

namespace engine {

// How Spark's writer of CSV is told to write
// (https://spark.apache.org/docs/latest/sql-data-sources-csv.html).
struct CsvStyle {
  std::string separator = ",";
  char quote = '"';  // NUL: there is none to speak of, and it is what Spark writes
  char escape = '\\';
  std::optional<char> escape_of_escape;  // without, it escapes itself
  char comment = '#';                    // a line that begins with it would be none
  bool header = false;
  bool quotes_all = false;
  bool quotes_for_quotes = true;  // a value with a quote in it is quoted
  bool trims_leading = true;
  bool trims_trailing = true;
  std::string null_text;
  std::string empty_text = "\"\"";
  std::string line_end = "\n";
};

// Appends rows as Spark's writer of CSV does: blanks around a value are cut, a value that holds a separator,
// a quote or a line end is quoted, quotes in it are escaped, NULL is empty and an empty text "". A row of one
// NULL is no line. Without `times`, points in time are in UTC and in Spark's own form.
void append_csv_header(std::string& out, const std::vector<std::string>& names, const CsvStyle& style);
void append_csv_row(std::string& out, const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                    const CsvStyle& style, const TimeForms* times = nullptr);

}  // namespace engine
