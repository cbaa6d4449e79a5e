#include "engine/sources/avro_default.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using duckdb::Value;
using Id = duckdb::LogicalTypeId;

// A character for each byte.
std::string bytes_of(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const bool is_high = (lead & 0xe0) == 0xc0 && i + 1 < text.size();
    bytes += is_high ? static_cast<char>((lead & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3f))
                     : text[i];
  }
  return bytes;
}

std::optional<Value> number(const boost::json::value& json, const Type& wanted) {
  if (json.is_int64()) {
    if (wanted.id() == Id::DATE)
      return Value::DATE(duckdb::date_t(static_cast<std::int32_t>(json.as_int64())));
    if (is_integral(wanted) || is_fractional(wanted))
      return Value::BIGINT(json.as_int64()).DefaultCastAs(wanted);
  }
  if (json.is_double() && is_fractional(wanted)) return Value::DOUBLE(json.as_double()).DefaultCastAs(wanted);
  return std::nullopt;
}

std::optional<Value> text(std::string_view text, const Type& wanted) {
  if (is_string(wanted)) return Value(std::string(text));
  if (wanted.id() == Id::BLOB) return Value::BLOB_RAW(bytes_of(text));
  return std::nullopt;
}

std::optional<Value> value_of(const boost::json::value& json, const Type& wanted) {
  if (json.is_null()) return Value(wanted);
  if (json.is_bool() && wanted.id() == Id::BOOLEAN) return Value::BOOLEAN(json.as_bool());
  if (json.is_number()) return number(json, wanted);
  if (json.is_string()) return text(std::string_view(json.as_string()), wanted);
  if (json.is_array() && json.as_array().empty() && wanted.id() == Id::LIST)
    return Value::LIST(duckdb::ListType::GetChildType(wanted), duckdb::vector<Value>());
  if (json.is_object() && json.as_object().empty() && wanted.id() == Id::MAP)
    return Value::MAP(duckdb::MapType::KeyType(wanted), duckdb::MapType::ValueType(wanted), {}, {});
  return std::nullopt;
}

}  // namespace

base::Result<Value> avro_default(const boost::json::value& json, const AvroType& type, const Type& wanted,
                                 const std::string& field) {
  const bool is_null_first =
      type.kind == AvroType::Kind::Union && type.parts[0]->kind == AvroType::Kind::Null;
  auto value = is_null_first && !json.is_null() ? std::nullopt : value_of(json, wanted);
  if (!value)
    return unsupported(
        fmt::format("the default {} of the Avro field {}", boost::json::serialize(json), field));
  return *std::move(value);
}

}  // namespace engine
