#include "engine/functions/table_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/functions/characters.h"
#include "engine/functions/kernel.h"
#include "engine/sinks/value_text.h"

namespace engine {
namespace {

constexpr std::size_t kLeastWidth = 3;

// How many columns of a terminal a text takes: letters of East Asia take two.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char32_t point : code_points(text)) {
    const bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0x303E) ||
                      (point >= 0x3041 && point <= 0x33FF) || (point >= 0x3400 && point <= 0x4DBF) ||
                      (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0xA000 && point <= 0xA4CF) ||
                      (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                      (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                      (point >= 0xFFE0 && point <= 0xFFE6);
    width += wide ? 2 : 1;
  }
  return width;
}

// Line ends and the like as they are written in programs, so that a cell stays on its line.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    constexpr std::string_view kMeta = "\n\r\t\f\b\v\a", kLetters = "nrtfbva";
    const std::size_t at = kMeta.find(c);
    if (at == std::string_view::npos)
      result += c;
    else
      result += {'\\', kLetters[at]};
  }
  return result;
}

std::string cut(std::string text, int truncate) {
  const auto points = static_cast<std::size_t>(count_characters(text));
  const auto most = static_cast<std::size_t>(truncate);
  if (truncate <= 0 || points <= most) return text;
  constexpr std::size_t kDots = 3;
  std::string_view rest = text;
  std::string kept;
  for (std::size_t i = 0; i < (most <= kDots ? most : most - kDots); ++i) kept += take_character(rest);
  return most <= kDots ? kept : kept + "...";
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return right ? blanks + text : text + blanks;
}

std::string horizontal(const TableText& format, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(format.names.size(), kLeastWidth);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  std::string rule = "+";
  for (const std::size_t width : widths) rule += std::string(width, '-') + "+";
  rule += "\n";
  std::string text = rule;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    text += "|";
    for (std::size_t i = 0; i < widths.size(); ++i)
      text += padded(rows[row][i], widths[i], format.truncate > 0) + "|";
    text += "\n";
    if (row == 0) text += rule;
  }
  return text + rule;
}

std::string vertical(const TableText& format, const std::vector<std::vector<std::string>>& rows) {
  std::size_t names = kLeastWidth, cells = kLeastWidth;
  for (const std::string& name : rows[0]) names = std::max(names, width_of(name));
  for (std::size_t row = 1; row < rows.size(); ++row)
    for (const std::string& cell : rows[row]) cells = std::max(cells, width_of(cell));
  std::string text;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    const std::string head = fmt::format("-RECORD {}", row - 1);
    const std::size_t width = names + cells + 5;
    text += head + std::string(width - std::min(width, head.size()), '-') + "\n";
    for (std::size_t i = 0; i < format.names.size(); ++i)
      text +=
          fmt::format(" {} | {} \n", padded(rows[0][i], names, false), padded(rows[row][i], cells, false));
  }
  return text;
}

std::string as_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

// A table of HTML's, as notebooks show data frames.
std::string html(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "<table border='1'>\n";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const char* cell = row == 0 ? "th" : "td";
    text += "<tr>";
    for (const std::string& each : rows[row]) text += fmt::format("<{0}>{1}</{0}>", cell, as_html(each));
    text += "</tr>\n";
  }
  return text + "</table>\n";
}

TableText::Layout layout_of(std::string_view name) {
  if (name == "html") return TableText::Layout::Html;
  return name == "vertical" ? TableText::Layout::Vertical : TableText::Layout::Table;
}

// (rows or NULL, names, most, truncate, layout)
void run(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const auto texts = [](const duckdb::Value& list) {
    std::vector<std::string> items;
    for (const auto& item : duckdb::ListValue::GetChildren(list))
      items.push_back(duckdb::StringValue::Get(item));
    return items;
  };
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    const TableText format{.names = texts(input.GetValue(1, row)),
                           .most = input.GetValue(2, row).GetValue<int>(),
                           .truncate = input.GetValue(3, row).GetValue<int>(),
                           .layout = layout_of(duckdb::StringValue::Get(input.GetValue(4, row)))};
    const auto rows = input.GetValue(0, row);
    std::vector<std::vector<std::string>> cells;
    if (!rows.IsNull())
      for (const auto& each : duckdb::ListValue::GetChildren(rows)) cells.push_back(texts(each));
    result.SetValue(row, duckdb::Value(table_text(format, std::move(cells))));
  }
}

std::optional<duckdb::string_t> shown_bytes(duckdb::string_t bytes, duckdb::Vector& result) {
  return duckdb::StringVector::AddString(result, bytes_text(bytes));
}

}  // namespace

void register_table_text(duckdb::ExtensionLoader& loader) {
  register_kernel(loader,
                  duckdb::ScalarFunction("dovetail_shown_bytes", {Type::BLOB}, Type::VARCHAR,
                                         unary_kernel<duckdb::string_t, duckdb::string_t>(shown_bytes)));
  register_kernel(loader,
                  duckdb::ScalarFunction("dovetail_table_text",
                                         {Type::LIST(Type::LIST(Type::VARCHAR)), Type::LIST(Type::VARCHAR),
                                          Type::INTEGER, Type::INTEGER, Type::VARCHAR},
                                         Type::VARCHAR, run));
}

std::string table_text(const TableText& format, std::vector<std::vector<std::string>> rows) {
  const bool more = std::cmp_greater(rows.size(), format.most);
  if (more) rows.resize(static_cast<std::size_t>(format.most));
  for (auto& row : rows)
    for (std::string& cell : row) cell = cut(escaped(cell), format.truncate);
  rows.insert(rows.begin(), format.names);
  for (std::string& name : rows[0]) name = escaped(name);
  std::string text;
  if (format.layout == TableText::Layout::Table)
    text = horizontal(format, rows);
  else if (format.layout == TableText::Layout::Html)
    text = html(rows);
  else
    text = rows.size() == 1 ? "(0 rows)\n" : vertical(format, rows);
  if (more) text += fmt::format("only showing top {} {}", format.most, format.most == 1 ? "row" : "rows");
  if (more && format.layout == TableText::Layout::Html) text += "\n";
  return text;
}

}  // namespace engine
