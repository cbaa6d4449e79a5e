#include "engine/sinks/json_rows.h"

#include <cmath>

#include "base/text.h"
#include "engine/sources/json_cursor.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Id = duckdb::LogicalTypeId;

void append_json(std::string& out, const VectorFormat& values, idx_t index);

void append_json_or_null(std::string& out, const VectorFormat& values, idx_t row) {
  idx_t index = 0;
  if (is_valid(values, row, index))
    append_json(out, values, index);
  else
    out += "null";
}

void append_list(std::string& out, const VectorFormat& values, idx_t index) {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  out += '[';
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += ',';
    append_json_or_null(out, values.children[0], entry.offset + i);
  }
  out += ']';
}

// A map is a list of structs of a key and a value.
void append_map(std::string& out, const VectorFormat& values, idx_t index) {
  const auto& entry = value_at<duckdb::list_entry_t>(values, index);
  const auto& pairs = values.children[0];
  out += '{';
  for (idx_t i = 0; i < entry.length; ++i) {
    if (i > 0) out += ',';
    const auto pair = pairs.unified.sel->get_index(entry.offset + i);
    const auto& keys = pairs.children[0];
    const auto key_index = keys.unified.sel->get_index(pair);
    std::string key;
    if (keys.logical_type.IsNested())
      append_json(key, keys, key_index);
    else
      append_value(key, keys, key_index);
    append_json_text(out, key);
    out += ':';
    append_json_or_null(out, pairs.children[1], pair);
  }
  out += '}';
}

// Fields that are NULL are left out, as those of rows are; in lists and maps, where places and keys count,
// NULL is written.
void append_struct(std::string& out, const VectorFormat& values, idx_t index) {
  const auto& fields = duckdb::StructType::GetChildTypes(values.logical_type);
  bool any = false;
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    idx_t field_index = 0;
    if (!is_valid(values.children[i], index, field_index)) continue;
    if (std::exchange(any, true)) out += ',';
    append_json_text(out, fields[i].first);
    out += ':';
    append_json(out, values.children[i], field_index);
  }
  out += '}';
}

void append_json(std::string& out, const VectorFormat& values, idx_t index) {
  // JSON has no number for NaN and the infinities, nor dates: they are texts.
  const auto quoted = [&] {
    std::string text;
    append_value(text, values, index);
    append_json_text(out, text);
  };
  switch (values.logical_type.id()) {
    case Id::STRUCT:
      return append_struct(out, values, index);
    case Id::LIST:
      return append_list(out, values, index);
    case Id::MAP:
      return append_map(out, values, index);
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

}  // namespace

void append_json_value(std::string& out, const VectorFormat& values, idx_t index) {
  append_json(out, values, index);
}

void append_json_row(std::string& out, const std::vector<std::string>& names,
                     const std::vector<VectorFormat>& columns, idx_t row) {
  bool any = false;
  out += '{';
  for (std::size_t i = 0; i < columns.size(); ++i) {
    idx_t index = 0;
    if (!is_valid(columns[i], row, index)) continue;
    if (std::exchange(any, true)) out += ',';
    append_json_text(out, names[i]);
    out += ':';
    append_json(out, columns[i], index);
  }
  out += "}\n";
}

}  // namespace engine
