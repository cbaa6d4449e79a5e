#pragma once

#include <string>
#include <vector>

#include "engine/sinks/value_text.h"

namespace engine {

// How Spark's writer of CSV is told to write: its options sep, quote, escape, header.
struct CsvStyle {
  char separator = ',';
  char quote = '"';
  char escape = '\\';
  bool header = false;
};

// Appends rows as Spark's writer of CSV does: blanks around a value are cut, a value that holds a separator,
// a quote or a line end is quoted, quotes in it are escaped, NULL is empty and an empty text "". A row of one
// NULL is no line.
void append_csv_header(std::string& out, const std::vector<std::string>& names, const CsvStyle& style);
void append_csv_row(std::string& out, const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                    const CsvStyle& style);

}  // namespace engine
