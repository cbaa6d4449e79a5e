#include "sql/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace sql {
namespace {

struct Spelling {
  TypeKind kind;
  std::string_view trino;
  std::string_view spark;  // also Hive's
};

constexpr int kMaxHiveCharLength = 255;

constexpr std::array kSpellings = std::to_array<Spelling>({
    {TypeKind::Unknown, "unknown", "void"},
    {TypeKind::Deferred, "deferred", "deferred"},
    {TypeKind::Boolean, "boolean", "boolean"},
    {TypeKind::Tinyint, "tinyint", "tinyint"},
    {TypeKind::Smallint, "smallint", "smallint"},
    {TypeKind::Integer, "integer", "int"},
    {TypeKind::Bigint, "bigint", "bigint"},
    {TypeKind::Real, "real", "float"},
    {TypeKind::Double, "double", "double"},
    {TypeKind::Decimal, "decimal", "decimal"},
    {TypeKind::Varchar, "varchar", "string"},
    {TypeKind::Char, "char", "string"},
    {TypeKind::Varbinary, "varbinary", "binary"},
    {TypeKind::Time, "time", "bigint"},
    {TypeKind::Date, "date", "date"},
    {TypeKind::Timestamp, "timestamp", "timestamp"},
    {TypeKind::TimestampWithZone, "timestamp with time zone", "timestamp with time zone"},
    {TypeKind::Json, "json", "string"},
    {TypeKind::Uuid, "uuid", "string"},
    {TypeKind::Color, "color", "string"},
    {TypeKind::IntervalDay, "interval day to second", "bigint"},
    {TypeKind::IntervalYear, "interval year to month", "bigint"},
    {TypeKind::HyperLogLog, "HyperLogLog", "binary"},
    {TypeKind::TDigest, "tdigest", "binary"},
    {TypeKind::QDigest, "qdigest", "binary"},
    {TypeKind::SetDigest, "SetDigest", "binary"},
    {TypeKind::Array, "array", "array"},
    {TypeKind::Map, "map", "map"},
    {TypeKind::Row, "row", "struct"},
});

const Spelling& spelling(TypeKind kind) {
  return *std::ranges::find(kSpellings, kind, &Spelling::kind);
}

base::Result<Type> resolve_decimal(const TypeName& name) {
  const std::vector<int>& given = name.parameters;
  if (given.size() > 2) return syntax_error(name.position, "decimal takes a precision and a scale");
  const int precision = given.empty() ? kMaxDecimalPrecision : given[0];
  const int scale = given.size() < 2 ? 0 : given[1];
  if (precision < 1 || precision > kMaxDecimalPrecision) {
    return syntax_error(name.position,
                        fmt::format("DECIMAL precision must be in range [1, 38]: {}", precision));
  }
  if (scale < 0 || scale > precision) {
    return syntax_error(name.position, fmt::format("DECIMAL scale must be in range [0, precision ({})]: {}",
                                                   precision, scale));
  }
  return decimal_type(precision, scale);
}

base::Result<Type> resolve_varchar(const TypeName& name) {
  if (name.parameters.size() > 1) return syntax_error(name.position, "varchar takes a length");
  if (name.parameters.empty()) return varchar_type();
  if (name.parameters[0] < 1) return not_supported_yet(name.position, "varchar(0)");
  return varchar_type(name.parameters[0]);
}

base::Result<Type> resolve_char(const TypeName& name) {
  if (name.parameters.size() > 1) return syntax_error(name.position, "char takes a length");
  const int length = name.parameters.empty() ? 1 : name.parameters[0];
  if (length >= 0 && length <= kMaxCharLength) return char_type(length);
  return error_at(name.position, "TYPE_MISMATCH", fmt::format("Unknown type: char({})", length));
}

base::Result<Type> resolve_time(const TypeName& name) {
  if (!name.parameters.empty() && name.parameters != std::vector<int>{kTimestampPrecision}) {
    return not_supported_yet(name.position, fmt::format("a {} precision other than 3", name.name));
  }
  if (name.name == "time") return time_type();
  return name.name == "timestamp" ? timestamp_type() : zoned_timestamp_type();
}

// "decimal(10,2)" -> {"decimal", {10, 2}}; nothing for other shapes.
std::optional<std::pair<std::string, std::vector<int>>> split_type(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return std::pair(base::to_lower(base::trim(text)), std::vector<int>());
  if (text.back() != ')') return std::nullopt;
  std::vector<int> parameters;
  for (std::string_view part : base::split(text.substr(open + 1, text.size() - open - 2), ',')) {
    const std::optional<std::int64_t> value = base::parse_int(base::trim(part));
    if (!value || *value < 0 || *value > 2147483647) return std::nullopt;
    parameters.push_back(static_cast<int>(*value));
  }
  return std::pair(base::to_lower(base::trim(text.substr(0, open))), std::move(parameters));
}

std::optional<Type> hive_decimal(const std::vector<int>& parameters) {
  const int precision = parameters.empty() ? 10 : parameters[0];
  const int scale = parameters.size() < 2 ? 0 : parameters[1];
  if (precision < 1 || precision > kMaxDecimalPrecision || scale > precision) return std::nullopt;
  return decimal_type(precision, scale);
}

base::Result<Type> resolve_nested(const TypeName& name, TypeKind kind) {
  const std::size_t wanted = kind == TypeKind::Map ? 2 : 1;
  if (kind == TypeKind::Row ? name.parts.empty() : name.parts.size() != wanted)
    return syntax_error(name.position, fmt::format("{} takes the types of its parts", name.name));
  Type type{.kind = kind, .names = name.field_names};
  for (const TypeName& part : name.parts) type.parts.push_back(TRY(resolve_type(part)));
  return type;
}

// Nothing: some part of it is not supported yet.
std::optional<Type> from_plan(const spark::connect::DataType& type) {
  Type result;
  const auto add = [&](const spark::connect::DataType& part) {
    std::optional<Type> known = from_plan(part);
    if (known) result.parts.push_back(*std::move(known));
    return known.has_value();
  };
  if (type.has_array()) {
    result.kind = TypeKind::Array;
    if (!add(type.array().element_type())) return std::nullopt;
  } else if (type.has_map()) {
    result.kind = TypeKind::Map;
    if (!add(type.map().key_type()) || !add(type.map().value_type())) return std::nullopt;
  } else if (type.has_struct_()) {
    result.kind = TypeKind::Row;
    for (const auto& field : type.struct_().fields()) {
      if (!add(field.data_type())) return std::nullopt;
      result.names.push_back(base::to_lower(field.name()));
    }
  } else {
    return from_hive(plan::type_text(type));
  }
  return result;
}

std::optional<Type> nested_from_hive(std::string_view text) {
  const base::Result<spark::connect::DataType> type = plan::parse_type(text);
  return type.ok() ? from_plan(*type) : std::nullopt;
}

// Of two of the same kind, part by part; names stay where both agree.
std::optional<Type> common_nested(const Type& a, const Type& b) {
  if (a.parts.size() != b.parts.size()) return std::nullopt;
  Type result{.kind = a.kind};
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    std::optional<Type> part = common_type(a.parts[i], b.parts[i]);
    if (!part) return std::nullopt;
    result.parts.push_back(*std::move(part));
    if (a.kind == TypeKind::Row) result.names.push_back(a.names[i] == b.names[i] ? a.names[i] : "");
  }
  return result;
}

bool all_parts(const Type& type, bool (*holds)(const Type&)) {
  return std::ranges::all_of(type.parts, holds);
}

std::string joined_parts(const Type& type, std::string (*text)(const Type&), std::string_view separator) {
  std::vector<std::string> parts;
  for (const Type& part : type.parts) parts.push_back(text(part));
  return base::join(parts, separator);
}

std::string row_text(const Type& type) {
  std::vector<std::string> fields;
  for (std::size_t i = 0; i < type.parts.size(); ++i) {
    const std::string part = to_string(type.parts[i]);
    fields.push_back(type.names[i].empty() ? part : fmt::format("{} {}", type.names[i], part));
  }
  return fmt::format("row({})", base::join(fields, ", "));
}

std::string struct_text(const Type& type) {
  std::vector<std::string> fields;
  const std::vector<std::string> names = field_names(type);
  for (std::size_t i = 0; i < type.parts.size(); ++i)
    fields.push_back(fmt::format("{}:{}", plan::quoted(names[i]), to_spark(type.parts[i])));
  return fmt::format("struct<{}>", base::join(fields, ","));
}

// Keeps the digits before and after the point of both, as far as 38 digits allow.
Type common_decimal(const Type& a, const Type& b) {
  const int scale = std::max(a.scale, b.scale);
  const int whole = std::max(a.precision - a.scale, b.precision - b.scale);
  return decimal_type(std::min(kMaxDecimalPrecision, whole + scale), scale);
}

std::optional<Type> common_numeric(const Type& a, const Type& b) {
  if (is_floating(a) || is_floating(b)) {
    const bool wide = a.kind == TypeKind::Double || b.kind == TypeKind::Double;
    return Type{wide ? TypeKind::Double : TypeKind::Real};
  }
  if (a.kind == TypeKind::Decimal || b.kind == TypeKind::Decimal) {
    return common_decimal(is_integral(a) ? as_decimal(a) : a, is_integral(b) ? as_decimal(b) : b);
  }
  return Type{std::max(a.kind, b.kind)};
}

Type common_varchar(const Type& a, const Type& b) {
  return varchar_type(a.precision == 0 || b.precision == 0 ? 0 : std::max(a.precision, b.precision));
}

Type common_char(const Type& a, const Type& b) {
  const auto length = [](const Type& type) {
    return type.kind == TypeKind::Varchar && type.precision == 0 ? kMaxCharLength : type.precision;
  };
  return char_type(std::min(kMaxCharLength, std::max(length(a), length(b))));
}

// What else a uuid is cast to, and from.
bool casts_to_uuid(const Type& type) {
  return is_text(type) || type.kind == TypeKind::Varbinary;
}

// What else a time is cast to, and from.
bool casts_to_time(const Type& type) {
  return is_text(type) || type.kind == TypeKind::Timestamp || type.kind == TypeKind::TimestampWithZone;
}

bool can_cast_json(const Type& to) {
  if (to.kind == TypeKind::Map)
    return !is_nested(to.parts[0]) && to.parts[0].kind != TypeKind::Json && all_parts(to, can_cast_json);
  if (is_nested(to)) return all_parts(to, can_cast_json);
  return is_numeric(to) || is_text(to) || to.kind == TypeKind::Boolean || to.kind == TypeKind::Json;
}

bool can_cast_parts(const Type& from, const Type& to) {
  if (from.kind != to.kind || from.parts.size() != to.parts.size()) return false;
  for (std::size_t i = 0; i < from.parts.size(); ++i) {
    if (!can_cast(from.parts[i], to.parts[i])) return false;
  }
  return true;
}

}  // namespace

bool is_integral(const Type& type) {
  return type.kind >= TypeKind::Tinyint && type.kind <= TypeKind::Bigint;
}
bool is_floating(const Type& type) {
  return type.kind == TypeKind::Real || type.kind == TypeKind::Double;
}
bool is_numeric(const Type& type) {
  return type.kind >= TypeKind::Tinyint && type.kind <= TypeKind::Decimal;
}
bool is_text(const Type& type) {
  return type.kind == TypeKind::Varchar;
}
bool is_char(const Type& type) {
  return type.kind == TypeKind::Char;
}
bool is_characters(const Type& type) {
  return is_text(type) || is_char(type);
}
bool is_time(const Type& type) {
  return type.kind >= TypeKind::Date && type.kind <= TypeKind::TimestampWithZone;
}
bool is_interval(const Type& type) {
  return type.kind == TypeKind::IntervalDay || type.kind == TypeKind::IntervalYear;
}
bool is_number_in_plan(const Type& type) {
  return is_interval(type) || type.kind == TypeKind::Time;
}
bool is_sketch(const Type& type) {
  return type.kind >= TypeKind::HyperLogLog && type.kind <= TypeKind::SetDigest;
}
bool is_nested(const Type& type) {
  return type.kind >= TypeKind::Array;
}
bool is_comparable(const Type& type) {
  return !holds(type, is_sketch);
}
bool is_orderable(const Type& type) {
  return type.kind != TypeKind::Map && type.kind != TypeKind::Json && type.kind != TypeKind::Color &&
         !is_sketch(type) && all_parts(type, is_orderable);
}

bool holds(const Type& type, bool (*is)(const Type&)) {
  return is(type) || std::ranges::any_of(type.parts, [&](const Type& part) { return holds(part, is); });
}

std::size_t part_count(const Type& type) {
  std::size_t count = 1;
  for (const Type& part : type.parts) count += part_count(part);
  return count;
}

std::vector<std::string> field_names(const Type& row) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < row.names.size(); ++i) {
    std::string name = row.names[i].empty() ? fmt::format("field{}", i) : row.names[i];
    while (!taken.insert(name).second) name += fmt::format("_{}", i);
    names.push_back(std::move(name));
  }
  return names;
}

std::string field_name(const Type& row, std::size_t index) {
  return field_names(row)[index];
}

std::string to_string(const Type& type) {
  const std::string_view name = spelling(type.kind).trino;
  if (type.kind == TypeKind::Row) return row_text(type);
  if (!type.parts.empty()) return fmt::format("{}({})", name, joined_parts(type, to_string, ", "));
  if (type.kind == TypeKind::Decimal) return fmt::format("decimal({},{})", type.precision, type.scale);
  if (type.kind == TypeKind::TimestampWithZone)
    return fmt::format("timestamp({}) with time zone", type.precision);
  if (type.precision > 0 || type.kind == TypeKind::Char) return fmt::format("{}({})", name, type.precision);
  return std::string(name);
}

std::string to_spark(const Type& type) {
  if (type.kind == TypeKind::Row) return struct_text(type);
  if (is_nested(type))
    return fmt::format("{}<{}>", spelling(type.kind).spark, joined_parts(type, to_spark, ","));
  if (type.kind == TypeKind::Decimal) return fmt::format("decimal({},{})", type.precision, type.scale);
  return std::string(spelling(type.kind).spark);
}

bool is_alike_in_plan(const Type& a, const Type& b) {
  if (b.kind == TypeKind::Char) return a == b;
  if (to_spark(a) != to_spark(b)) return false;
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    if (!is_alike_in_plan(a.parts[i], b.parts[i])) return false;
  }
  return true;
}

base::Result<Type> resolve_type(const TypeName& name) {
  if (name.name == "decimal" || name.name == "dec" || name.name == "numeric") return resolve_decimal(name);
  if (name.name == "varchar") return resolve_varchar(name);
  if (name.name == "char") return resolve_char(name);
  for (std::string_view of_time : {"time", "timestamp", "timestamp with time zone"}) {
    if (name.name == of_time) return resolve_time(name);
  }
  for (const TypeKind kind : {TypeKind::Array, TypeKind::Map, TypeKind::Row, TypeKind::QDigest}) {
    if (name.name == spelling(kind).trino) return resolve_nested(name, kind);
  }
  if (name.name == "hyperloglog") return Type{TypeKind::HyperLogLog};
  if (name.name == "setdigest") return Type{TypeKind::SetDigest};
  for (std::string_view later : {"time with time zone", "ipaddress", "interval"}) {
    if (name.name == later) return not_supported_yet(name.position, "type " + name.name);
  }
  const std::string& known = name.name == "int" ? "integer" : name.name;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.trino == known && known != "unknown" && name.parameters.empty()) return Type{spelling.kind};
  }
  return error_at(name.position, "TYPE_MISMATCH", "Unknown type: " + name.name);
}

std::optional<Type> from_hive(std::string_view hive_type) {
  if (hive_type.find('<') != std::string_view::npos) return nested_from_hive(hive_type);
  const auto parts = split_type(base::trim(hive_type));
  if (!parts) return std::nullopt;
  const auto& [name, parameters] = *parts;
  if (name == "decimal") return hive_decimal(parameters);
  if (name == "varchar" && parameters.size() == 1 && parameters[0] > 0) return varchar_type(parameters[0]);
  if (name == "char" && parameters.size() == 1 && parameters[0] > 0 && parameters[0] <= kMaxHiveCharLength)
    return char_type(parameters[0]);
  if (!parameters.empty()) return std::nullopt;
  if (name == "timestamp") return timestamp_type();
  if (name == "integer") return Type{TypeKind::Integer};
  for (const Spelling& spelling : kSpellings) {
    const bool in_tables = name != "void" && spelling.kind != TypeKind::TimestampWithZone;
    if (spelling.spark == name && in_tables) return Type{spelling.kind};
  }
  return std::nullopt;
}

Type as_decimal(const Type& integral) {
  switch (integral.kind) {
    case TypeKind::Tinyint:
      return decimal_type(3, 0);
    case TypeKind::Smallint:
      return decimal_type(5, 0);
    case TypeKind::Integer:
      return decimal_type(10, 0);
    default:
      return decimal_type(19, 0);
  }
}

std::optional<Type> common_type(const Type& a, const Type& b) {
  if (a == b || b.kind == TypeKind::Unknown) return a;
  if (a.kind == TypeKind::Unknown) return b;
  if (is_numeric(a) && is_numeric(b)) return common_numeric(a, b);
  if (a.kind == TypeKind::Varchar && b.kind == TypeKind::Varchar) return common_varchar(a, b);
  if (is_characters(a) && is_characters(b)) return common_char(a, b);
  if (is_time(a) && is_time(b)) return a.kind > b.kind ? a : b;
  if (is_nested(a) && a.kind == b.kind) return common_nested(a, b);
  return std::nullopt;
}

bool can_cast(const Type& from, const Type& to) {
  if (from.kind == TypeKind::Unknown || from == to) return true;
  if (is_sketch(from) || is_sketch(to)) return false;
  if (from.kind == TypeKind::Char || to.kind == TypeKind::Char)
    return is_characters(from) && is_characters(to);
  if (from.kind == TypeKind::Time || to.kind == TypeKind::Time)
    return casts_to_time(to.kind == TypeKind::Time ? from : to);
  if (from.kind == TypeKind::Json) return can_cast_json(to);
  if (from.kind == TypeKind::Uuid || to.kind == TypeKind::Uuid)
    return casts_to_uuid(from) || (casts_to_uuid(to) && to.precision == 0);
  if (is_nested(from) || is_nested(to)) return can_cast_parts(from, to);
  if (to.kind == TypeKind::Json) return false;
  const bool from_number = is_numeric(from) || from.kind == TypeKind::Boolean;
  const bool to_number = is_numeric(to) || to.kind == TypeKind::Boolean;
  if (from_number && to_number)
    return from.kind != TypeKind::Boolean || to.kind != TypeKind::Boolean || from == to;
  const bool from_time = is_time(from), to_time = is_time(to);
  if (from_time && to_time) return true;
  if (from.kind == TypeKind::Varchar) return to.kind == TypeKind::Varchar || to_number || to_time;
  return to.kind == TypeKind::Varchar && (from_number || from_time || is_interval(from));
}

}  // namespace sql
