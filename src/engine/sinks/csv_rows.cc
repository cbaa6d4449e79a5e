#include "engine/sinks/csv_rows.h"

#include <algorithm>

namespace engine {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}

std::string_view trimmed(std::string_view text, const CsvStyle& style) {
  while (style.trims_leading && !text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (style.trims_trailing && !text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

enum class Place { First, Later };  // in its line

bool needs_quotes(std::string_view text, const CsvStyle& style, Place place) {
  if (style.quotes_all) return true;
  if (!text.empty() &&
      (text.front() == style.quote || (place == Place::First && text.front() == style.comment)))
    return true;
  const auto is_special = [&](char c) {
    return (style.quotes_for_quotes && c == style.quote) || c == '\n' || c == '\r';
  };
  return text.find(style.separator) != text.npos ||
         (style.line_end != "\n" && text.find(style.line_end) != text.npos) ||
         std::ranges::any_of(text, is_special);
}

void append_quoted(std::string& out, std::string_view text, const CsvStyle& style) {
  out += style.quote;
  for (const char c : text) {
    if (c == style.quote)
      out += style.escape;
    else if (c == style.escape)
      out += style.escape_of_escape.value_or(style.escape);
    out += c;
  }
  out += style.quote;
}

// What stands for NULL or for an empty text may be in quotes already.
void append_stand_in(std::string& out, std::string_view text, const CsvStyle& style, Place place) {
  const bool is_quoted = text.size() >= 2 && text.front() == style.quote && text.back() == style.quote;
  if (is_quoted || !needs_quotes(text, style, place))
    out += text;
  else
    append_quoted(out, text, style);
}

void append_field(std::string& out, std::string_view text, const CsvStyle& style, Place place) {
  text = trimmed(text, style);
  if (text.empty()) return append_stand_in(out, style.empty_text, style, place);
  if (needs_quotes(text, style, place))
    append_quoted(out, text, style);
  else
    out += text;
}

// Whether the values of a type can hold what has to be quoted.
bool is_free_text(const duckdb::LogicalType& type) {
  return type.id() == duckdb::LogicalTypeId::VARCHAR;
}

void append_value_field(std::string& out, const VectorFormat& column, duckdb::idx_t index,
                        const CsvStyle& style, Place place, const TimeForms* times) {
  if (is_free_text(column.logical_type)) {
    const auto& text = value_at<duckdb::string_t>(column, index);
    return append_field(out, {text.GetData(), text.GetSize()}, style, place);
  }
  std::string text;
  if (column.logical_type.id() == duckdb::LogicalTypeId::BLOB)
    text = bytes_text(value_at<duckdb::string_t>(column, index));
  else
    append_value(text, column, index, times);
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
  out += style.line_end;
}

void append_csv_row(std::string& out, const std::vector<VectorFormat>& columns, duckdb::idx_t row,
                    const CsvStyle& style, const TimeForms* times) {
  const auto begin = out.size();
  duckdb::idx_t index = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += style.separator;
    if (is_valid(columns[i], row, index))
      append_value_field(out, columns[i], index, style, place_of(i), times);
    else
      append_stand_in(out, style.null_text, style, place_of(i));
  }
  // Only a row of one column, which is NULL, has written nothing.
  if (out.size() > begin) out += style.line_end;
}

}  // namespace engine
