#include "sql/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace sql {
namespace {

struct Spelling {
  TypeKind kind;
  std::string_view trino;
  std::string_view spark;  // also Hive's
};

constexpr std::array kSpellings = std::to_array<Spelling>({
    {TypeKind::Unknown, "unknown", "void"},
    {TypeKind::Boolean, "boolean", "boolean"},
    {TypeKind::Tinyint, "tinyint", "tinyint"},
    {TypeKind::Smallint, "smallint", "smallint"},
    {TypeKind::Integer, "integer", "int"},
    {TypeKind::Bigint, "bigint", "bigint"},
    {TypeKind::Real, "real", "float"},
    {TypeKind::Double, "double", "double"},
    {TypeKind::Decimal, "decimal", "decimal"},
    {TypeKind::Varchar, "varchar", "string"},
    {TypeKind::Varbinary, "varbinary", "binary"},
    {TypeKind::Date, "date", "date"},
    {TypeKind::Timestamp, "timestamp", "timestamp"},
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
  if (name.parameters[0] < 1) return syntax_error(name.position, "varchar length must be at least 1");
  return varchar_type(name.parameters[0]);
}

base::Result<Type> resolve_timestamp(const TypeName& name) {
  if (!name.parameters.empty() && name.parameters != std::vector<int>{kTimestampPrecision}) {
    return not_supported_yet(name.position, "a timestamp precision other than 3");
  }
  return timestamp_type();
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

std::string to_string(const Type& type) {
  const std::string_view name = spelling(type.kind).trino;
  if (type.kind == TypeKind::Decimal) return fmt::format("decimal({},{})", type.precision, type.scale);
  if (type.precision > 0) return fmt::format("{}({})", name, type.precision);
  return std::string(name);
}

std::string to_spark(const Type& type) {
  if (type.kind == TypeKind::Decimal) return fmt::format("decimal({},{})", type.precision, type.scale);
  return std::string(spelling(type.kind).spark);
}

base::Result<Type> resolve_type(const TypeName& name) {
  if (name.name == "decimal" || name.name == "dec" || name.name == "numeric") return resolve_decimal(name);
  if (name.name == "varchar") return resolve_varchar(name);
  if (name.name == "timestamp") return resolve_timestamp(name);
  for (std::string_view later :
       {"char", "time", "json", "uuid", "ipaddress", "array", "map", "row", "interval"}) {
    if (name.name == later) return not_supported_yet(name.position, "type " + name.name);
  }
  const std::string& known = name.name == "int" ? "integer" : name.name;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.trino == known && known != "unknown" && name.parameters.empty()) return Type{spelling.kind};
  }
  return error_at(name.position, "TYPE_NOT_FOUND", "Unknown type: " + name.name);
}

std::optional<Type> from_hive(std::string_view hive_type) {
  const auto parts = split_type(base::trim(hive_type));
  if (!parts) return std::nullopt;
  const auto& [name, parameters] = *parts;
  if (name == "decimal") return hive_decimal(parameters);
  if (name == "varchar" && parameters.size() == 1 && parameters[0] > 0) return varchar_type(parameters[0]);
  if (!parameters.empty() || name == "char") return std::nullopt;
  if (name == "timestamp") return timestamp_type();
  if (name == "integer") return Type{TypeKind::Integer};
  for (const Spelling& spelling : kSpellings) {
    if (spelling.spark == name && name != "void") return Type{spelling.kind};
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
  const bool times = (a.kind == TypeKind::Date && b.kind == TypeKind::Timestamp) ||
                     (a.kind == TypeKind::Timestamp && b.kind == TypeKind::Date);
  if (times) return timestamp_type();
  return std::nullopt;
}

bool can_cast(const Type& from, const Type& to) {
  if (from.kind == TypeKind::Unknown || from == to) return true;
  const bool from_number = is_numeric(from) || from.kind == TypeKind::Boolean;
  const bool to_number = is_numeric(to) || to.kind == TypeKind::Boolean;
  if (from_number && to_number)
    return from.kind != TypeKind::Boolean || to.kind != TypeKind::Boolean || from == to;
  const bool from_time = from.kind == TypeKind::Date || from.kind == TypeKind::Timestamp;
  const bool to_time = to.kind == TypeKind::Date || to.kind == TypeKind::Timestamp;
  if (from_time && to_time) return true;
  if (from.kind == TypeKind::Varchar) return to.kind == TypeKind::Varchar || to_number || to_time;
  return to.kind == TypeKind::Varchar && (from_number || from_time);
}

}  // namespace sql
