#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/sinks/table_rows.h"

namespace engine {

// How a table's OpenCSVSerde is told to read: separatorChar, quoteChar, escapeChar, skip.header.line.count.
struct OpenCsvStyle {
  char separator = ',';
  char quote = '"';
  std::optional<char> escape = '\\';  // of quotes and of itself; without, quotes are doubled
  Header header = Header::None;
  bool null_for_invalid = false;  // use.null.for.invalid.data: a number's empty text is NULL
};

// Appends rows as OpenCSVSerde reads them. https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html says
// of it: it "uses double quotes as the default quote character, and allows you to specify separator, quote,
// and escape characters", "does not support embedded line breaks in CSV files" and "does not recognize empty
// or null values in columns defined as a numeric data type". What follows of that:
// 1. Every value stands in quotes, whole, blanks too; a quote and an escape in it are escaped.
// 2. A value with a line end is refused.
// 3. A NULL is nothing between two separators; those at a row's end are left out with theirs, as readers have
//    NULL for what a line lacks. Others are read as empty texts; where that is no value of the type the row
//    is refused, unless the table has NULL for what is invalid.
void append_open_csv_header(std::string& out, const std::vector<std::string>& names,
                            const OpenCsvStyle& style);
void append_open_csv_row(std::string& out, const std::vector<std::string>& names,
                         const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                         const OpenCsvStyle& style);

}  // namespace engine
