#include "engine/sources/avro_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace engine {
namespace {

using Kind = AvroType::Kind;

constexpr int kMostPrecision = 38;
constexpr std::array<std::string_view, 14> kNames = {"null",   "boolean", "int",    "long",  "float",
                                                     "double", "bytes",   "string", "fixed", "enum",
                                                     "record", "array",   "map",    "union"};

std::optional<Type> struct_of(const std::vector<AvroType::Field>& fields) {
  duckdb::child_list_t<Type> parts;
  for (const auto& field : fields) {
    const auto type = type_of_avro(*field.type);
    if (!type) return std::nullopt;
    parts.emplace_back(field.name, *type);
  }
  return parts.empty() ? std::nullopt : std::optional(Type::STRUCT(std::move(parts)));
}

std::optional<Type> type_of_union(const AvroType& type) {
  const auto values = values_of_union(type);
  if (values.empty()) return Type::SQLNULL;
  if (values.size() == 1) return type_of_avro(*values[0]);
  const auto all = [&](Kind a, Kind b) {
    return std::ranges::all_of(values,
                               [&](const auto& value) { return value->kind == a || value->kind == b; });
  };
  if (all(Kind::Int, Kind::Long)) return Type::BIGINT;
  if (all(Kind::Float, Kind::Double)) return Type::DOUBLE;
  duckdb::child_list_t<Type> members;
  for (const auto& value : values) {
    const auto member = type_of_avro(*value);
    if (!member) return std::nullopt;
    members.emplace_back(fmt::format("member{}", members.size()), *member);
  }
  return Type::STRUCT(std::move(members));
}

}  // namespace

std::string_view name_of(AvroType::Kind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<AvroTypePtr> values_of_union(const AvroType& type) {
  std::vector<AvroTypePtr> values;
  for (const auto& part : type.parts)
    if (part->kind != Kind::Null) values.push_back(part);
  return values;
}

std::optional<Type> type_of_avro(const AvroType& type) {
  switch (type.kind) {
    case Kind::Null:
      return Type::SQLNULL;
    case Kind::Boolean:
      return Type::BOOLEAN;
    case Kind::Int:
      return type.logical == "date" ? Type::DATE : Type::INTEGER;
    case Kind::Long:
      if (type.logical == "timestamp-millis" || type.logical == "timestamp-micros") return Type::TIMESTAMP_TZ;
      if (type.logical == "local-timestamp-millis" || type.logical == "local-timestamp-micros")
        return Type::TIMESTAMP;
      return Type::BIGINT;
    case Kind::Float:
      return Type::FLOAT;
    case Kind::Double:
      return Type::DOUBLE;
    case Kind::Bytes:
    case Kind::Fixed:
      if (!type.is_decimal()) return Type::BLOB;
      if (type.precision > kMostPrecision) return std::nullopt;
      return Type::DECIMAL(static_cast<std::uint8_t>(type.precision), static_cast<std::uint8_t>(type.scale));
    case Kind::String:
    case Kind::Enum:
      return Type::VARCHAR;
    case Kind::Record:
      return struct_of(type.fields);
    case Kind::Array: {
      const auto item = type_of_avro(*type.parts[0]);
      return item ? std::optional(Type::LIST(*item)) : std::nullopt;
    }
    case Kind::Map: {
      const auto value = type_of_avro(*type.parts[0]);
      return value ? std::optional(Type::MAP(Type::VARCHAR, *value)) : std::nullopt;
    }
    case Kind::Union:
      return type_of_union(type);
  }
  return std::nullopt;
}

}  // namespace engine
