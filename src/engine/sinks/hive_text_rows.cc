#include "engine/sinks/hive_text_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Id = duckdb::LogicalTypeId;

std::string_view view_of(const duckdb::string_t& text) {
  return {text.GetData(), text.GetSize()};
}

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

// Where a value stands: in which column, and in how many separators' reach.
struct HiveTextRows::Place {
  std::string_view column;
  std::size_t depth = 1;

  Place deeper(std::size_t by) const { return {column, depth + by}; }
};

HiveTextRows::HiveTextRows(const HiveTextStyle& style, std::vector<std::string> names)
    : names_(std::move(names)),
      separators_(style.separator + style.form.separators),
      escape_(style.form.escape),
      null_text_(style.form.null_text),
      header_(style.header) {}

void HiveTextRows::append_header(std::string& out) const {
  if (header_ == Header::None) return;
  check_header(names_);
  out += base::join(names_, separators_.substr(0, 1)) + "\n";
}

void HiveTextRows::append_row(std::string& out, const std::vector<VectorFormat>& columns, idx_t row) const {
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += separators_[0];
    append_part(out, columns[i], row, {.column = names_[i]});
  }
  out += '\n';
  check_line(std::string_view(out).substr(begin), header_, names_);
}

void HiveTextRows::append_part(std::string& out, const VectorFormat& values, idx_t row, Place place) const {
  idx_t index = 0;
  if (!is_valid(values, row, index)) {
    return append_null(out, place);
  }
  const std::size_t begin = out.size();
  append_value(out, values, index, place);
  if (std::string_view(out).substr(begin) == null_text_)
    raise_unwritable(place.column, fmt::format("a value with the text of NULL, '{}'", null_text_));
}

// As it is: readers look for it before they take escapes away.
void HiveTextRows::append_null(std::string& out, Place place) const {
  const bool ends_with_escape = !escape_.empty() && null_text_.ends_with(escape_);
  if (ends_with_escape || std::ranges::any_of(null_text_, ends_line) ||
      null_text_.find_first_of(around(place)) != null_text_.npos)
    raise_unwritable(place.column, "NULL, in whose text a separator, an escape or a line end stands");
  out += null_text_;
}

void HiveTextRows::append_value(std::string& out, const VectorFormat& values, idx_t index,
                                Place place) const {
  switch (values.logical_type.id()) {
    case Id::LIST:
      return append_list(out, values, index, place);
    case Id::MAP:
      return append_map(out, values, index, place);
    case Id::STRUCT:
      return append_struct(out, values, index, place);
    case Id::VARCHAR:
      return append_text(out, view_of(value_at<duckdb::string_t>(values, index)), place);
    case Id::BLOB:
      return append_plain(out, base::to_base64(view_of(value_at<duckdb::string_t>(values, index))), place);
    default: {
      std::string text;
      append_hive_value(text, values, index, place.column);
      append_plain(out, text, place);
    }
  }
}

void HiveTextRows::append_list(std::string& out, const VectorFormat& values, idx_t index, Place place) const {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  const std::size_t begin = out.size();
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += separators_[place.depth];
    append_part(out, values.children[0], entry.offset + i, place.deeper(1));
  }
  if (entry.length > 0 && out.size() == begin)
    raise_unwritable(place.column, "an array of one element that has no text");
}

// A map is a list of structs of a key and a value; keys have a separator of their own.
void HiveTextRows::append_map(std::string& out, const VectorFormat& values, idx_t index, Place place) const {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  const auto& pairs = values.children[0];
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += separators_[place.depth];
    const auto pair = pairs.unified.sel->get_index(entry.offset + i);
    append_part(out, pairs.children[0], pair, place.deeper(2));
    out += separators_[place.depth + 1];
    append_part(out, pairs.children[1], pair, place.deeper(2));
  }
}

void HiveTextRows::append_struct(std::string& out, const VectorFormat& values, idx_t index,
                                 Place place) const {
  for (std::size_t i = 0; i < values.children.size(); ++i) {
    if (i > 0) out += separators_[place.depth];
    append_part(out, values.children[i], index, place.deeper(1));
  }
}

void HiveTextRows::append_text(std::string& out, std::string_view text, Place place) const {
  for (const char c : text) {
    if (ends_line(c)) raise_unwritable(place.column, "a text with a line end");
    if (is_special(c, place)) {
      if (escape_.empty())
        raise_unwritable(place.column, "a text with a separator in it, and the table has no escape.delim");
      out += escape_;
    }
    out += c;
  }
}

void HiveTextRows::append_plain(std::string& out, std::string_view text, Place place) const {
  for (const char c : text)
    if (is_special(c, place))
      raise_unwritable(place.column, fmt::format("the value {}, in whose text a separator stands", text));
  out += text;
}

std::string_view HiveTextRows::around(Place place) const {
  return std::string_view(separators_).substr(0, place.depth);
}

bool HiveTextRows::is_special(char c, Place place) const {
  return around(place).find(c) != std::string_view::npos || (!escape_.empty() && c == escape_.front());
}

base::Result<void> check_hive_text(const HiveTextStyle& style, const std::vector<Field>& columns) {
  std::size_t depth = 0;
  for (const Field& column : columns) {
    const std::size_t own = separators_of(column.type);
    if (own > style.form.separators.size())
      return base::refusal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", 400,
                           fmt::format("the column {} of {} is nested deeper than texts can be", column.name,
                                       hive_name(column.type)));
    depth = std::max(depth, own);
  }
  const std::string used = style.separator + style.form.separators.substr(0, depth) + style.form.escape;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (ends_line(used[i]) || used.find(used[i], i + 1) != used.npos)
      return base::refusal(
          "UnsupportedOption", 400,
          fmt::format("The table's delimiters and its escape have to differ, from each other and from line "
                      "ends, to be written: the one of code {} does not.",
                      static_cast<int>(used[i])));
  return {};
}

}  // namespace engine
