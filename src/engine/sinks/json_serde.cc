#include "engine/sinks/json_serde.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "engine/sinks/table_rows.h"
#include "engine/sources/json_cursor.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Id = duckdb::LogicalTypeId;

bool is_finite(const VectorFormat& values, idx_t index) {
  if (values.logical_type.id() == Id::FLOAT) return std::isfinite(value_at<float>(values, index));
  return values.logical_type.id() != Id::DOUBLE || std::isfinite(value_at<double>(values, index));
}

std::string_view text_at(const VectorFormat& values, idx_t index) {
  const auto& text = value_at<duckdb::string_t>(values, index);
  return {text.GetData(), text.GetSize()};
}

// Who takes keys in any case takes names as they are.
std::string key_in(const JsonOptions& options, const std::string& name) {
  if (options.keys.empty() && options.case_insensitive) return name;
  const std::string plain = base::to_lower(name);
  const auto mapped = options.keys.find(plain);
  return mapped == options.keys.end() ? plain : mapped->second;
}

base::Result<void> check_parts(const JsonOptions& options, const Type& type) {
  switch (type.id()) {
    case Id::STRUCT: {
      std::vector<Field> fields;
      for (const auto& [name, of] : duckdb::StructType::GetChildTypes(type)) fields.push_back({name, of});
      return check_json_keys(options, fields);
    }
    case Id::LIST:
      return check_parts(options, duckdb::ListType::GetChildType(type));
    case Id::MAP:
      return check_parts(options, duckdb::MapType::ValueType(type));
    default:
      return {};
  }
}

}  // namespace

base::Result<void> check_json_keys(const JsonOptions& options, const std::vector<Field>& columns) {
  std::unordered_set<std::string> known;
  for (const Field& column : columns) {
    const std::string key = key_in(options, column.name);
    if (!known.insert(options.case_insensitive ? base::to_lower(key) : key).second)
      return base::refusal(
          "COLUMN_ALREADY_EXISTS", 400,
          fmt::format("The key `{}` would stand twice in an object: the table's SerDe does not read that.",
                      key));
    TRY(check_parts(options, column.type));
  }
  return {};
}

JsonSerde::JsonSerde(JsonOptions options, bool writes_nulls)
    : options_(std::move(options)), formats_(options_.timestamp_formats), writes_nulls_(writes_nulls) {}

std::string JsonSerde::key_of(const std::string& name) const {
  return key_in(options_, name);
}

void JsonSerde::append_scalar(std::string& out, const VectorFormat& values, idx_t index,
                              std::string_view column) const {
  const Id id = values.logical_type.id();
  const bool is_word =
      id == Id::VARCHAR || id == Id::BLOB || id == Id::DATE || id == Id::TIMESTAMP || id == Id::TIMESTAMP_TZ;
  if (!is_word && is_finite(values, index)) return append_hive_value(out, values, index, column);
  if (!is_word && is_hive()) raise_unwritable(column, "NaN or an infinity, for which JSON has no number");
  std::string text;
  append_key(text, values, index, column);
  append_json_text(out, text);
}

void JsonSerde::append_key(std::string& out, const VectorFormat& values, idx_t index,
                           std::string_view column) const {
  switch (values.logical_type.id()) {
    case Id::VARCHAR:
      out += text_at(values, index);
      return;
    case Id::BLOB:
      return append_bytes(out, values, index, column);
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
      return append_time(out, values, index, column);
    default:
      append_hive_value(out, values, index, column);
  }
}

void JsonSerde::append_time(std::string& out, const VectorFormat& values, idx_t index,
                            std::string_view column) const {
  std::string text;
  append_hive_value(text, values, index, column);
  if (!options_.timestamp_formats.empty() &&
      formats_.micros(text) != value_at<duckdb::timestamp_t>(values, index).value)
    raise_unwritable(column, "the time " + text + ", which a pattern of timestamp.formats takes for another");
  out += text;
}

// Hive's takes a text's own bytes, OpenX's base64.
void JsonSerde::append_bytes(std::string& out, const VectorFormat& values, idx_t index,
                             std::string_view column) const {
  const std::string_view bytes = text_at(values, index);
  if (is_hive() && !base::is_valid_utf8(bytes)) raise_unwritable(column, "bytes that are no text");
  out += is_hive() ? std::string(bytes) : base::to_base64(bytes);
}

void JsonSerde::check_key(Keys& known, const std::string& key, std::string_view column) const {
  const bool any_case = !is_hive() && options_.case_insensitive;
  if (!known.insert(any_case ? base::to_lower(key) : key).second)
    raise_unwritable(column, "a map with keys of one spelling, but for their case");
}

}  // namespace engine
