#include "engine/sources/orc_types.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using Kind = orc::Type::Kind;

// Where Spark has types that ORC has not, it writes their names here: timestamp_ntz is microseconds.
constexpr const char* kSparkType = "spark.sql.catalyst.type";
constexpr const char* kWithoutZone = "timestamp_ntz";

const std::string* spark_type(const orc::Type& type) {
  for (const auto& attribute : type.attributes())
    if (attribute.key() == kSparkType) return &attribute.value();
  return nullptr;
}

// Files of Hive 0.11 do not say how long their decimals are.
std::optional<Type> decimal_of(const orc::Type& type) {
  constexpr std::uint32_t kMost = 38, kOldScale = 18;
  if (type.precision() == 0) return Type::DECIMAL(kMost, kOldScale);
  if (type.precision() > kMost || type.scale() > type.precision()) return std::nullopt;
  return Type::DECIMAL(static_cast<std::uint8_t>(type.precision()), static_cast<std::uint8_t>(type.scale()));
}

std::optional<Type> struct_of(const orc::Footer& footer, const orc::Type& type) {
  duckdb::child_list_t<Type> fields;
  for (int i = 0; i < type.subtypes_size(); ++i) {
    const auto part = type_of_orc(footer, type.subtypes(i));
    if (!part) return std::nullopt;
    fields.emplace_back(type.fieldnames(i), *part);
  }
  if (fields.empty()) return std::nullopt;
  return Type::STRUCT(std::move(fields));
}

std::optional<Type> map_of(const orc::Footer& footer, const orc::Type& type) {
  const auto key = type_of_orc(footer, type.subtypes(0)), value = type_of_orc(footer, type.subtypes(1));
  return key && value ? std::optional(Type::MAP(*key, *value)) : std::nullopt;
}

Kind kind_of(const Type& type) {
  switch (type.id()) {
    case Id::BOOLEAN:
      return orc::Type::BOOLEAN;
    case Id::TINYINT:
      return orc::Type::BYTE;
    case Id::SMALLINT:
      return orc::Type::SHORT;
    case Id::INTEGER:
      return orc::Type::INT;
    case Id::BIGINT:
    case Id::TIMESTAMP:
      return orc::Type::LONG;
    case Id::FLOAT:
      return orc::Type::FLOAT;
    case Id::DOUBLE:
      return orc::Type::DOUBLE;
    case Id::BLOB:
      return orc::Type::BINARY;
    case Id::TIMESTAMP_TZ:
      return orc::Type::TIMESTAMP;
    case Id::LIST:
      return orc::Type::LIST;
    case Id::MAP:
      return orc::Type::MAP;
    case Id::STRUCT:
      return orc::Type::STRUCT;
    case Id::DECIMAL:
      return orc::Type::DECIMAL;
    case Id::DATE:
      return orc::Type::DATE;
    default:
      return orc::Type::STRING;
  }
}

std::vector<Field> parts_of(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return {{"", duckdb::ListType::GetChildType(type)}};
    case Id::MAP:
      return {{"", duckdb::MapType::KeyType(type)}, {"", duckdb::MapType::ValueType(type)}};
    case Id::STRUCT: {
      std::vector<Field> fields;
      for (const auto& [name, part] : duckdb::StructType::GetChildTypes(type)) fields.push_back({name, part});
      return fields;
    }
    default:
      return {};
  }
}

void add_type(orc::Footer& footer, const Type& type);

// The parts of a type come behind it, each with its own parts.
void add_parts(orc::Footer& footer, int id, const std::vector<Field>& parts) {
  for (const auto& part : parts) {
    footer.mutable_types(id)->add_subtypes(static_cast<std::uint32_t>(footer.types_size()));
    if (footer.types(id).kind() == orc::Type::STRUCT) footer.mutable_types(id)->add_fieldnames(part.name);
    add_type(footer, part.type);
  }
}

void add_type(orc::Footer& footer, const Type& type) {
  const int id = footer.types_size();
  auto& added = *footer.add_types();
  added.set_kind(kind_of(type));
  if (type.id() == Id::DECIMAL) {
    added.set_precision(static_cast<std::uint32_t>(precision_of(type)));
    added.set_scale(static_cast<std::uint32_t>(scale_of(type)));
  }
  if (type.id() == Id::TIMESTAMP) {
    auto& attribute = *added.add_attributes();
    attribute.set_key(kSparkType);
    attribute.set_value(kWithoutZone);
  }
  add_parts(footer, id, parts_of(type));
}

// Where both keep what a number says, but for what does not fit.
bool converts_number(const Type& file, const Type& wanted) {
  const auto is_whole = [](const Type& type) { return is_integral(type) || type.id() == Id::BOOLEAN; };
  if (is_whole(file)) return is_whole(wanted) || is_numeric(wanted);
  if (is_decimal(file)) return is_decimal(wanted) || is_fractional(wanted);
  return is_fractional(file) && is_fractional(wanted);
}

}  // namespace

std::optional<Type> type_of_orc(const orc::Footer& footer, std::uint32_t id) {
  const auto& type = footer.types(static_cast<int>(id));
  if (!type.has_kind()) return std::nullopt;
  const std::string* spark = spark_type(type);
  switch (type.kind()) {
    case orc::Type::BOOLEAN:
      return Type::BOOLEAN;
    case orc::Type::BYTE:
      return Type::TINYINT;
    case orc::Type::SHORT:
      return Type::SMALLINT;
    case orc::Type::INT:
      return spark && *spark != "int" ? std::nullopt : std::optional<Type>(Type::INTEGER);
    case orc::Type::LONG:
      if (spark && *spark == kWithoutZone) return Type::TIMESTAMP;
      return spark && *spark != "bigint" ? std::nullopt : std::optional<Type>(Type::BIGINT);
    case orc::Type::FLOAT:
      return Type::FLOAT;
    case orc::Type::DOUBLE:
      return Type::DOUBLE;
    case orc::Type::STRING:
    case orc::Type::VARCHAR:
    case orc::Type::CHAR:
      return Type::VARCHAR;
    case orc::Type::BINARY:
      return Type::BLOB;
    case orc::Type::TIMESTAMP:
    case orc::Type::TIMESTAMP_INSTANT:
      return Type::TIMESTAMP_TZ;
    case orc::Type::DATE:
      return Type::DATE;
    case orc::Type::DECIMAL:
      return decimal_of(type);
    case orc::Type::LIST: {
      const auto part = type_of_orc(footer, type.subtypes(0));
      return part ? std::optional(Type::LIST(*part)) : std::nullopt;
    }
    case orc::Type::MAP:
      return map_of(footer, type);
    case orc::Type::STRUCT:
      return struct_of(footer, type);
    case orc::Type::UNION:
      return std::nullopt;
  }
  return std::nullopt;
}

void add_orc_types(orc::Footer& footer, const std::vector<Field>& fields) {
  footer.add_types()->set_kind(orc::Type::STRUCT);
  add_parts(footer, 0, fields);
}

bool orc_converts(const Type& file, const Type& wanted) {
  if (file == wanted || converts_number(file, wanted)) return true;
  if (is_datetime(file) && is_datetime(wanted)) return true;
  return (is_integral(file) && is_string(wanted)) || (is_string(file) && wanted.id() == Id::BLOB);
}

}  // namespace engine
