#include "engine/sinks/csv_rows.h"

namespace engine {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

enum class Place { First, Later };  // in its line

// A line that begins with # would pass for a comment.
bool needs_quotes(std::string_view text, const CsvStyle& style, Place place) {
  const auto is_special = [&](char c) {
    return c == style.separator || c == style.quote || c == '\n' || c == '\r';
  };
  return text.empty() || (place == Place::First && text.front() == '#') ||
         std::find_if(text.begin(), text.end(), is_special) != text.end();
}

void append_field(std::string& out, std::string_view text, const CsvStyle& style, Place place) {
  text = without_blanks(text);
  if (!needs_quotes(text, style, place)) {
    out += text;
    return;
  }
  out += style.quote;
  for (const char c : text) {
    if (c == style.quote || c == style.escape) out += style.escape;
    out += c;
  }
  out += style.quote;
}

// Whether the values of a type can hold what has to be quoted.
bool is_free_text(const duckdb::LogicalType& type) {
  return type.id() == duckdb::LogicalTypeId::VARCHAR;
}

void append_value_field(std::string& out, const VectorFormat& column, duckdb::idx_t index,
                        const CsvStyle& style, Place place) {
  if (is_free_text(column.logical_type)) {
    const auto& text = value_at<duckdb::string_t>(column, index);
    return append_field(out, {text.GetData(), text.GetSize()}, style, place);
  }
  std::string text;
  if (column.logical_type.id() == duckdb::LogicalTypeId::BLOB)
    text = bytes_text(value_at<duckdb::string_t>(column, index));
  else
    append_value(text, column, index);
  append_field(out, text, style, place);
}

Place place_of(std::size_t column) {
  return column == 0 ? Place::First : Place::Later;
}

}  // namespace

void append_csv_header(std::string& out, const std::vector<std::string>& names, const CsvStyle& style) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += style.separator;
    append_field(out, names[i], style, place_of(i));
  }
  out += '\n';
}

void append_csv_row(std::string& out, const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                    const CsvStyle& style) {
  const auto begin = out.size();
  duckdb::idx_t index = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += style.separator;
    if (is_valid(columns[i], row, index)) append_value_field(out, columns[i], index, style, place_of(i));
  }
  // Only a row of one column, which is NULL, has written nothing.
  if (out.size() > begin) out += '\n';
}

}  // namespace engine
