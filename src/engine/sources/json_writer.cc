#include "engine/sources/json_writer.h"

#include <limits>

#include "base/text.h"
#include "engine/functions/vector_values.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;
using Kind = JsonCursor::Kind;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// Spark takes these texts for numbers, as it writes them.
std::optional<double> double_of(Kind kind, std::string_view text) {
  if (kind == Kind::Integer || kind == Kind::Fraction) return text_to_double(text);
  if (kind != Kind::NotFinite && kind != Kind::Text) return std::nullopt;
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  if (text == "Infinity" || text == "+Infinity" || text == "INF" || text == "+INF") return infinity;
  if (text == "-Infinity" || text == "-INF") return -infinity;
  return std::nullopt;
}

std::optional<bool> boolean_of(Kind kind) {
  if (kind == Kind::True || kind == Kind::False) return kind == Kind::True;
  return std::nullopt;
}

// A number is one of seconds.
std::optional<std::int64_t> micros_of_seconds(std::string_view text) {
  const auto seconds = base::parse_int(text);
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max() / kMicrosPerSecond;
  if (!seconds || *seconds > kMost || *seconds < -kMost) return std::nullopt;
  return *seconds * kMicrosPerSecond;
}

const TextTimes& usual_times() {
  static const TextTimes usual((TimeFormats()));
  return usual;
}

}  // namespace

JsonColumn::JsonColumn(std::string the_name, const Type& the_type)
    : name(std::move(the_name)), type(the_type) {
  switch (type.id()) {
    case Id::STRUCT:
      for (const auto& [field, field_type] : duckdb::StructType::GetChildTypes(type)) {
        places.emplace(field, parts.size());
        places.emplace(base::to_lower(field), parts.size());
        parts.emplace_back(field, field_type);
      }
      return;
    case Id::LIST:
      parts.emplace_back("element", duckdb::ListType::GetChildType(type));
      return;
    case Id::MAP:
      parts.emplace_back("key", duckdb::MapType::KeyType(type));
      parts.emplace_back("value", duckdb::MapType::ValueType(type));
      return;
    default:
      return;
  }
}

JsonWriter::JsonWriter(const TextTimes* times, Words words)
    : times_(times == nullptr ? usual_times() : *times), words_(words) {}

const std::size_t* JsonColumn::find(const std::string& field) const {
  auto found = places.find(field);
  if (found == places.end()) found = places.find(base::to_lower(field));
  return found == places.end() ? nullptr : &found->second;
}

void JsonWriter::write(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  FlatVector::SetNull(vector, row, true);
  if (cursor.kind() == Kind::Null) {
    cursor.scalar();
    return;
  }
  const bool fits = write_value(cursor, column, vector, row);
  if (fits && cursor.ok()) FlatVector::Validity(vector).SetValid(row);
  misfit_ |= !fits;
}

bool JsonWriter::write_value(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const Kind kind = cursor.kind();
  switch (column.type.id()) {
    case Id::STRUCT:
      if (kind == Kind::Object) return write_struct(cursor, column, vector, row);
      break;
    case Id::LIST:
      if (kind == Kind::Array) return write_list(cursor, column, vector, row);
      break;
    case Id::MAP:
      if (kind == Kind::Object) return write_map(cursor, column, vector, row);
      break;
    case Id::VARCHAR:
      return put_bytes(vector, row, kind == Kind::Text ? cursor.scalar() : cursor.raw());
    default:
      if (kind != Kind::Object && kind != Kind::Array) return write_scalar(cursor, column, vector, row);
  }
  cursor.skip();
  return false;
}

bool JsonWriter::write_struct(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  auto& entries = duckdb::StructVector::GetEntries(vector);
  std::string name;
  for (cursor.enter(); cursor.next_name(name);) {
    if (const auto* place = column.find(name))
      write(cursor, column.parts[*place], *entries[*place], row);
    else
      cursor.skip();
  }
  return true;
}

bool JsonWriter::write_list(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const auto begin = ListVector::GetListSize(vector);
  auto size = begin;
  for (cursor.enter(); cursor.next_element(); ++size) {
    ListVector::Reserve(vector, size + 1);
    write(cursor, column.parts[0], ListVector::GetEntry(vector), size);
    ListVector::SetListSize(vector, size + 1);
  }
  return put_value(vector, row, std::optional(duckdb::list_entry_t(begin, size - begin)));
}

// A key that comes twice has its last value.
bool JsonWriter::write_map(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const auto begin = ListVector::GetListSize(vector);
  auto size = begin;
  std::unordered_map<std::string, idx_t> places;
  std::string name;
  for (cursor.enter(); cursor.next_name(name);) {
    const auto [place, is_new] = places.emplace(name, size);
    if (is_new) {
      ListVector::Reserve(vector, size + 1);
      std::string text;
      append_json_text(text, name);
      JsonCursor key(text);
      write(key, column.parts[0], duckdb::MapVector::GetKeys(vector), size);
      ListVector::SetListSize(vector, ++size);
    }
    write(cursor, column.parts[1], duckdb::MapVector::GetValues(vector), place->second);
  }
  return put_value(vector, row, std::optional(duckdb::list_entry_t(begin, size - begin)));
}

bool JsonWriter::write_scalar(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const Kind kind = cursor.kind();
  const auto text = cursor.scalar();
  switch (column.type.id()) {
    case Id::BOOLEAN:
      return put_value(vector, row, boolean_of(kind));
    case Id::TINYINT:
    case Id::SMALLINT:
    case Id::INTEGER:
    case Id::BIGINT:
      return kind == Kind::Integer && put_integer(vector, row, base::parse_int(text));
    case Id::FLOAT:
    case Id::DOUBLE:
      if (kind == Kind::Text && words_ == Words::Texts) return false;
      return put_floating(vector, row, double_of(kind, text));
    case Id::DECIMAL: {
      if (kind != Kind::Integer && kind != Kind::Fraction && kind != Kind::Text) return false;
      return put_decimal(vector, row,
                         text_to_decimal(text, precision_of(column.type), scale_of(column.type)));
    }
    case Id::DATE:
      return kind == Kind::Text && put_value(vector, row, times_.days(text));
    case Id::TIMESTAMP:
      return kind == Kind::Text && put_value(vector, row, times_.local(text));
    case Id::TIMESTAMP_TZ:
      if (kind == Kind::Integer) return put_value(vector, row, micros_of_seconds(text));
      return kind == Kind::Text && put_value(vector, row, times_.instant(text));
    case Id::BLOB:
      return kind == Kind::Text && put_bytes(vector, row, base::from_base64(text));
    default:
      return false;
  }
}

}  // namespace engine
