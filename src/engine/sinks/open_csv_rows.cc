#include "engine/sinks/open_csv_rows.h"

#include <fmt/format.h>

#include "engine/functions/types.h"

namespace engine {
namespace {

void append_quoted(std::string& out, std::string_view text, std::string_view column,
                   const OpenCsvStyle& style) {
  out += style.quote;
  for (const char c : text) {
    if (c == '\n' || c == '\r') raise_unwritable(column, "a text with a line end");
    if (c == style.quote || c == style.escape) out += style.escape.value_or(style.quote);
    out += c;
  }
  out += style.quote;
}

// Without the NULLs at its end.
std::size_t count_written(const std::vector<VectorFormat>& columns, duckdb::idx_t row) {
  std::size_t count = columns.size();
  duckdb::idx_t index = 0;
  while (count > 0 && !is_valid(columns[count - 1], row, index)) --count;
  return count;
}

void check_null(const VectorFormat& column, std::string_view name, const OpenCsvStyle& style) {
  if (style.null_for_invalid || is_string(column.logical_type)) return;
  raise_unwritable(name,
                   fmt::format("NULL, which is no text of the type {} unless the table has the property "
                               "use.null.for.invalid.data = true",
                               hive_name(column.logical_type)));
}

}  // namespace

void append_open_csv_header(std::string& out, const std::vector<std::string>& names,
                            const OpenCsvStyle& style) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += style.separator;
    append_quoted(out, names[i], names[i], style);
  }
  out += '\n';
}

void append_open_csv_row(std::string& out, const std::vector<std::string>& names,
                         const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                         const OpenCsvStyle& style) {
  const std::size_t begin = out.size();
  const std::size_t count = count_written(columns, row);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += style.separator;
    duckdb::idx_t index = 0;
    if (!is_valid(columns[i], row, index)) {
      check_null(columns[i], names[i], style);
      continue;
    }
    text.clear();
    append_hive_value(text, columns[i], index, names[i]);
    append_quoted(out, text, names[i], style);
  }
  out += '\n';
  check_line(std::string_view(out).substr(begin), style.header, names);
}

}  // namespace engine
