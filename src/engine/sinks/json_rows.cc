#include "engine/sinks/json_rows.h"

#include <cmath>

#include "base/text.h"
#include "engine/sinks/table_rows.h"
#include "engine/sources/json_cursor.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Id = duckdb::LogicalTypeId;

// What is written for: Spark's readers, or a SerDe's column.
struct Reader {
  const JsonSerde* serde = nullptr;
  std::string_view column = {};
  const JsonStyle* style = nullptr;
  const TimeForms* times = nullptr;

  bool gets_nulls() const {
    return serde != nullptr ? serde->writes_nulls() : style && !style->ignores_nulls;
  }
};

void append_json(std::string& out, const VectorFormat& values, idx_t index, Reader reader);

void append_json_or_null(std::string& out, const VectorFormat& values, idx_t row, Reader reader) {
  idx_t index = 0;
  if (is_valid(values, row, index))
    append_json(out, values, index, reader);
  else
    out += "null";
}

void append_list(std::string& out, const VectorFormat& values, idx_t index, Reader reader) {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  out += '[';
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += ',';
    append_json_or_null(out, values.children[0], entry.offset + i, reader);
  }
  out += ']';
}

std::string map_key(const VectorFormat& keys, idx_t index, Reader reader) {
  std::string key;
  if (reader.serde != nullptr)
    reader.serde->append_key(key, keys, index, reader.column);
  else if (keys.logical_type.IsNested())
    append_json(key, keys, index, reader);
  else
    append_value(key, keys, index, reader.times);
  return key;
}

// A map is a list of structs of a key and a value.
void append_map(std::string& out, const VectorFormat& values, idx_t index, Reader reader) {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  const auto& pairs = values.children[0];
  JsonSerde::Keys known;
  out += '{';
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += ',';
    const auto pair = pairs.unified.sel->get_index(entry.offset + i);
    const auto& keys = pairs.children[0];
    const std::string key = map_key(keys, keys.unified.sel->get_index(pair), reader);
    if (reader.serde != nullptr) reader.serde->check_key(known, key, reader.column);
    append_json_text(out, key);
    out += ':';
    append_json_or_null(out, pairs.children[1], pair, reader);
  }
  out += '}';
}

// The name and what follows of a field, unless it is NULL: those are left out, as those of rows are; in lists
// and maps, where places and keys count, NULL is written.
void append_field(std::string& out, const std::string& name, const VectorFormat& values, idx_t row,
                  Reader reader, bool& any) {
  idx_t index = 0;
  const bool valid = is_valid(values, row, index);
  if (!valid && !reader.gets_nulls()) return;
  if (std::exchange(any, true)) out += ',';
  append_json_text(out, reader.serde == nullptr ? name : reader.serde->key_of(name));
  out += ':';
  if (valid)
    append_json(out, values, index, reader);
  else
    out += "null";
}

void append_struct(std::string& out, const VectorFormat& values, idx_t index, Reader reader) {
  const auto& fields = duckdb::StructType::GetChildTypes(values.logical_type);
  bool any = false;
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i)
    append_field(out, fields[i].first, values.children[i], index, reader, any);
  out += '}';
}

void append_scalar(std::string& out, const VectorFormat& values, idx_t index, const TimeForms* times) {
  // JSON has no number for NaN and the infinities, nor dates: they are texts.
  const auto quoted = [&] {
    std::string text;
    append_value(text, values, index, times);
    append_json_text(out, text);
  };
  switch (values.logical_type.id()) {
    case Id::VARCHAR: {
      const auto& text = value_at<duckdb::string_t>(values, index);
      return append_json_text(out, {text.GetData(), text.GetSize()});
    }
    case Id::BLOB: {
      const auto& bytes = value_at<duckdb::string_t>(values, index);
      return append_json_text(out, base::to_base64({bytes.GetData(), bytes.GetSize()}));
    }
    case Id::FLOAT:
      return std::isfinite(value_at<float>(values, index)) ? append_value(out, values, index) : quoted();
    case Id::DOUBLE:
      return std::isfinite(value_at<double>(values, index)) ? append_value(out, values, index) : quoted();
    case Id::DATE:
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
      return quoted();
    default:
      return append_value(out, values, index);
  }
}

void append_json(std::string& out, const VectorFormat& values, idx_t index, Reader reader) {
  switch (values.logical_type.id()) {
    case Id::STRUCT:
      return append_struct(out, values, index, reader);
    case Id::LIST:
      return append_list(out, values, index, reader);
    case Id::MAP:
      return append_map(out, values, index, reader);
    default:
      if (reader.serde != nullptr) return reader.serde->append_scalar(out, values, index, reader.column);
      return append_scalar(out, values, index, reader.times);
  }
}

}  // namespace

void append_json_value(std::string& out, const VectorFormat& values, idx_t index) {
  append_json(out, values, index, {});
}

void append_json_row(std::string& out, const std::vector<std::string>& names,
                     const std::vector<VectorFormat>& columns, idx_t row, const JsonStyle& style,
                     const JsonSerde* serde, const TimeForms* times) {
  const std::size_t begin = out.size();
  bool any = false;
  out += '{';
  for (std::size_t i = 0; i < columns.size(); ++i)
    append_field(out, names[i], columns[i], row,
                 {.serde = serde, .column = names[i], .style = &style, .times = times}, any);
  out += '}';
  out += style.line_end;
  if (serde != nullptr) check_line(std::string_view(out).substr(begin), Header::None, names);
}

}  // namespace engine
