#include "engine/sources/json_writer.h"

#include <limits>

#include "base/text.h"
#include "engine/functions/conversions.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;
using Kind = JsonCursor::Kind;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

template <typename T>
bool put(Vector& vector, idx_t row, T value) {
  FlatVector::GetData<T>(vector)[row] = value;
  return true;
}

bool put_text(Vector& vector, idx_t row, std::string_view text) {
  return put(vector, row,
             duckdb::StringVector::AddStringOrBlob(
                 vector, duckdb::string_t(text.data(), static_cast<std::uint32_t>(text.size()))));
}

template <typename T>
bool put_integer(Vector& vector, idx_t row, std::optional<std::int64_t> value) {
  if (!value || *value < std::numeric_limits<T>::min() || *value > std::numeric_limits<T>::max())
    return false;
  return put(vector, row, static_cast<T>(*value));
}

bool put_decimal(Vector& vector, idx_t row, Int128 value) {
  switch (vector.GetType().InternalType()) {
    case duckdb::PhysicalType::INT16:
      return put(vector, row, static_cast<std::int16_t>(value));
    case duckdb::PhysicalType::INT32:
      return put(vector, row, static_cast<std::int32_t>(value));
    case duckdb::PhysicalType::INT64:
      return put(vector, row, static_cast<std::int64_t>(value));
    default:
      return put(
          vector, row,
          duckdb::hugeint_t(static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value)));
  }
}

// Spark takes these texts for numbers, as it writes them.
std::optional<double> double_of(Kind kind, std::string_view text, bool converts) {
  if (kind == Kind::Integer || kind == Kind::Fraction || (kind == Kind::Text && converts))
    return text_to_double(text);
  if (kind != Kind::NotFinite && kind != Kind::Text) return std::nullopt;
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  if (text == "Infinity" || text == "+Infinity" || text == "INF" || text == "+INF") return infinity;
  if (text == "-Infinity" || text == "-INF") return -infinity;
  return std::nullopt;
}

std::optional<bool> boolean_of(Kind kind, std::string_view text, bool converts) {
  if (kind == Kind::True || kind == Kind::False) return kind == Kind::True;
  return converts && kind == Kind::Text ? text_to_boolean(text) : std::nullopt;
}

std::optional<std::int64_t> integer_of(Kind kind, std::string_view text, bool converts) {
  if (kind == Kind::Integer) return base::parse_int(text);
  const bool other = converts && (kind == Kind::Text || kind == Kind::Fraction);
  return other ? text_to_integer(text, Fraction::Cut) : std::nullopt;
}

// A number is one of seconds; a text without zone is one of UTC. Zones by name are not read here.
std::optional<std::int64_t> micros_of(Kind kind, std::string_view text) {
  if (kind == Kind::Integer) {
    const auto seconds = base::parse_int(text);
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max() / kMicrosPerSecond;
    if (!seconds || *seconds > kMost || *seconds < -kMost) return std::nullopt;
    return *seconds * kMicrosPerSecond;
  }
  if (kind != Kind::Text) return std::nullopt;
  const auto parsed = text_to_timestamp(text);
  if (!parsed || !parsed->region.empty()) return std::nullopt;
  return parsed->local_micros - parsed->offset_seconds.value_or(0) * kMicrosPerSecond;
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
      return put_text(vector, row, kind == Kind::Text ? cursor.scalar() : cursor.raw());
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
  return put(vector, row, duckdb::list_entry_t(begin, size - begin));
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
  return put(vector, row, duckdb::list_entry_t(begin, size - begin));
}

bool JsonWriter::write_scalar(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const Kind kind = cursor.kind();
  const auto text = cursor.scalar();
  switch (column.type.id()) {
    case Id::BOOLEAN: {
      const auto value = boolean_of(kind, text, converts_);
      return value && put(vector, row, *value);
    }
    case Id::TINYINT:
      return put_integer<std::int8_t>(vector, row, integer_of(kind, text, converts_));
    case Id::SMALLINT:
      return put_integer<std::int16_t>(vector, row, integer_of(kind, text, converts_));
    case Id::INTEGER:
      return put_integer<std::int32_t>(vector, row, integer_of(kind, text, converts_));
    case Id::BIGINT:
      return put_integer<std::int64_t>(vector, row, integer_of(kind, text, converts_));
    case Id::FLOAT: {
      const auto value = double_of(kind, text, converts_);
      return value && put(vector, row, static_cast<float>(*value));
    }
    case Id::DOUBLE: {
      const auto value = double_of(kind, text, converts_);
      return value && put(vector, row, *value);
    }
    case Id::DECIMAL: {
      if (kind != Kind::Integer && kind != Kind::Fraction && kind != Kind::Text) return false;
      const auto value = text_to_decimal(text, precision_of(column.type), scale_of(column.type));
      return value && put_decimal(vector, row, *value);
    }
    case Id::DATE: {
      const auto days = kind == Kind::Text ? text_to_days(text) : std::nullopt;
      return days && put(vector, row, duckdb::date_t(*days));
    }
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ: {
      const auto micros = micros_of(kind, text);
      return micros && put(vector, row, duckdb::timestamp_t(*micros));
    }
    case Id::BLOB: {
      const auto bytes = kind == Kind::Text ? base::from_base64(text) : std::nullopt;
      return bytes && put_text(vector, row, *bytes);
    }
    default:
      return false;
  }
}

}  // namespace engine
