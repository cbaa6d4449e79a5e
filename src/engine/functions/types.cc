#include "engine/functions/types.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "duckdb/common/type_visitor.hpp"
#include "engine/functions/common_type.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"
#include "plan/builders.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

constexpr int kMaxPrecision = 38;
constexpr int kKeptScale = 6;  // what a decimal that is cut to 38 digits keeps of its scale

int numeric_rank(const Type& type) {
  if (is_zoned(type) || is_interval(type)) return 0;
  switch (type.id()) {
    case Id::TINYINT:
      return 1;
    case Id::SMALLINT:
      return 2;
    case Id::INTEGER:
      return 3;
    case Id::BIGINT:
      return 4;
    case Id::DECIMAL:
      return 5;
    case Id::FLOAT:
      return 6;
    case Id::DOUBLE:
      return 7;
    default:
      return 0;
  }
}

// Where there is no room for all digits, those after the point give way
// (DecimalType.boundedPreferIntegralDigits).
Type wider_decimal(const Type& a, const Type& b) {
  const int scale = std::max(scale_of(a), scale_of(b));
  const int integer_digits = std::max(precision_of(a) - scale_of(a), precision_of(b) - scale_of(b));
  const int too_many = std::max(integer_digits + scale - kMaxPrecision, 0);
  return Type::DECIMAL(static_cast<uint8_t>(integer_digits + scale - too_many),
                       static_cast<uint8_t>(std::max(scale - too_many, 0)));
}

// Whether parts may be NULL is not asked here: NULL is let in everywhere.
base::Result<void> consume_type(const spark::connect::DataType& message) {
  TRY(consume_choice(message));
  const auto* reflection = message.GetReflection();
  const auto* kind = reflection->GetOneofFieldDescriptor(message, message.GetDescriptor()->oneof_decl(0));
  if (!kind) return {};
  return consume_only(
      reflection->GetMessage(message, kind),
      {"precision", "scale", "length", "collation", "element_type", "contains_null", "key_type", "value_type",
       "value_contains_null", "fields", "data_type_string", "type", "sql_type", "start_field", "end_field"});
}

base::Result<Type> decimal_type(const spark::connect::DataType::Decimal& decimal) {
  const int precision = decimal.has_precision() ? decimal.precision() : 10;
  const int scale = decimal.has_scale() ? decimal.scale() : 0;
  if (precision < 1 || precision > kMaxPrecision || scale < 0 || scale > precision)
    return unsupported(fmt::format("the type decimal({},{})", precision, scale));
  return Type(Type::DECIMAL(static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(scale)));
}

// Of units that the message counts from that of `least`.
base::Result<Type> interval_between(int least, int first, int last) {
  if (first < 0 || last < first || last > (least == 0 ? 1 : 3))
    return unsupported(fmt::format("an interval from the unit {} to {}", first, last));
  return interval_type({IntervalUnit{least + first}, IntervalUnit{least + last}});
}

}  // namespace

base::Result<Type> parse_type(std::string_view text) {
  return type_of(TRY(plan::parse_type(text)));
}

base::Result<std::vector<Field>> parse_schema(std::string_view text) {
  const auto schema = TRY(plan::parse_schema(text));
  std::vector<Field> fields;
  for (const auto& field : schema.struct_().fields()) {
    auto type = TRY(type_of(field.data_type()));
    fields.push_back({field.name(), std::move(type)});
  }
  return fields;
}

base::Result<Type> type_of(const spark::connect::DataType& message) {
  using Kind = spark::connect::DataType;
  TRY(consume_type(message));
  switch (message.kind_case()) {
    case Kind::kNull:
      return Type(Type::SQLNULL);
    case Kind::kBinary:
      return Type(Type::BLOB);
    case Kind::kBoolean:
      return Type(Type::BOOLEAN);
    case Kind::kByte:
      return Type(Type::TINYINT);
    case Kind::kShort:
      return Type(Type::SMALLINT);
    case Kind::kInteger:
      return Type(Type::INTEGER);
    case Kind::kLong:
      return Type(Type::BIGINT);
    case Kind::kFloat:
      return Type(Type::FLOAT);
    case Kind::kDouble:
      return Type(Type::DOUBLE);
    case Kind::kString:
      if (!message.string().collation().empty() && message.string().collation() != "UTF8_BINARY")
        return unsupported(fmt::format("the collation {}", message.string().collation()));
      return Type(Type::VARCHAR);
    case Kind::kChar:
    case Kind::kVarChar:
      return Type(Type::VARCHAR);
    case Kind::kDate:
      return Type(Type::DATE);
    case Kind::kTimestamp:
      return Type(Type::TIMESTAMP_TZ);
    case Kind::kTimestampNtz:
      return Type(Type::TIMESTAMP);
    case Kind::kDayTimeInterval: {
      const auto& units = message.day_time_interval();
      return interval_between(2, units.has_start_field() ? units.start_field() : 0,
                              units.has_end_field() ? units.end_field() : 3);
    }
    case Kind::kYearMonthInterval: {
      const auto& units = message.year_month_interval();
      return interval_between(0, units.has_start_field() ? units.start_field() : 0,
                              units.has_end_field() ? units.end_field() : 1);
    }
    case Kind::kUnparsed:
      return parse_type(message.unparsed().data_type_string());
    case Kind::kDecimal:
      return decimal_type(message.decimal());
    case Kind::kUdt:
      if (plan::is_zoned_timestamp(message)) return zoned_type();
      return unsupported("the type " + message.udt().type());
    case Kind::kArray:
      return Type(Type::LIST(TRY(type_of(message.array().element_type()))));
    case Kind::kMap:
      return Type(
          Type::MAP(TRY(type_of(message.map().key_type())), TRY(type_of(message.map().value_type()))));
    case Kind::kStruct: {
      duckdb::child_list_t<Type> fields;
      for (const auto& field : message.struct_().fields()) {
        TRY(consume_only(field, {"name", "data_type", "nullable", "metadata"}));
        fields.emplace_back(field.name(), TRY(type_of(field.data_type())));
      }
      return Type(Type::STRUCT(std::move(fields)));
    }
    default:
      return base::refusal("UNSUPPORTED_DATATYPE", 400,
                           fmt::format("The type {} is not supported.", message.ShortDebugString()));
  }
}

std::string hive_name(const Type& type) {
  if (is_zoned(type)) return "timestamp with time zone";
  if (is_interval(type)) return type.GetAlias();
  switch (type.id()) {
    case Id::SQLNULL:
      return "void";
    case Id::BOOLEAN:
      return "boolean";
    case Id::TINYINT:
      return "tinyint";
    case Id::SMALLINT:
      return "smallint";
    case Id::INTEGER:
      return "int";
    case Id::BIGINT:
      return "bigint";
    case Id::FLOAT:
      return "float";
    case Id::DOUBLE:
      return "double";
    case Id::VARCHAR:
      return "string";
    case Id::BLOB:
      return "binary";
    case Id::DATE:
      return "date";
    case Id::TIMESTAMP_TZ:
      return "timestamp";
    case Id::TIMESTAMP:
      return "timestamp_ntz";
    case Id::DECIMAL:
      return fmt::format("decimal({},{})", precision_of(type), scale_of(type));
    case Id::LIST:
      return fmt::format("array<{}>", hive_name(duckdb::ListType::GetChildType(type)));
    case Id::MAP:
      return fmt::format("map<{},{}>", hive_name(duckdb::MapType::KeyType(type)),
                         hive_name(duckdb::MapType::ValueType(type)));
    case Id::STRUCT: {
      std::vector<std::string> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
        fields.push_back(fmt::format("{}:{}", name, hive_name(field)));
      return fmt::format("struct<{}>", base::join(fields, ","));
    }
    default:
      return base::to_lower(type.ToString());
  }
}

std::string sql_name(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return fmt::format("ARRAY<{}>", sql_name(duckdb::ListType::GetChildType(type)));
    case Id::MAP:
      return fmt::format("MAP<{}, {}>", sql_name(duckdb::MapType::KeyType(type)),
                         sql_name(duckdb::MapType::ValueType(type)));
    case Id::STRUCT: {
      std::vector<std::string> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
        fields.push_back(fmt::format("{}: {}", plan::quoted(name), sql_name(field)));
      return fmt::format("STRUCT<{}>", base::join(fields, ", "));
    }
    default: {
      std::string name = hive_name(type);
      for (auto& letter : name) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
      return name;
    }
  }
}

bool is_integral(const Type& type) {
  return numeric_rank(type) >= 1 && numeric_rank(type) <= 4;
}
bool is_decimal(const Type& type) {
  return type.id() == Id::DECIMAL;
}
bool is_fractional(const Type& type) {
  return numeric_rank(type) >= 6;
}
bool is_numeric(const Type& type) {
  return numeric_rank(type) > 0;
}
bool is_string(const Type& type) {
  return type.id() == Id::VARCHAR;
}
bool is_null_type(const Type& type) {
  return type.id() == Id::SQLNULL;
}
bool is_timestamp(const Type& type) {
  return type.id() == Id::TIMESTAMP_TZ || type.id() == Id::TIMESTAMP;
}
bool decimal_widens(const Type& from, const Type& to) {
  return scale_of(to) >= scale_of(from) &&
         precision_of(to) - scale_of(to) >= precision_of(from) - scale_of(from);
}
bool is_datetime(const Type& type) {
  return type.id() == Id::DATE || is_timestamp(type);
}
bool has_map(const Type& type) {
  return duckdb::TypeVisitor::Contains(type, Id::MAP);
}

Type decimal_for(const Type& integral) {
  switch (integral.id()) {
    case Id::TINYINT:
      return Type::DECIMAL(3, 0);
    case Id::SMALLINT:
      return Type::DECIMAL(5, 0);
    case Id::INTEGER:
      return Type::DECIMAL(10, 0);
    default:
      return Type::DECIMAL(20, 0);
  }
}

Type adjusted_decimal(int precision, int scale) {
  if (precision <= kMaxPrecision)
    return Type::DECIMAL(static_cast<uint8_t>(precision), static_cast<uint8_t>(scale));
  const int integer_digits = precision - scale;
  const int kept = std::max(kMaxPrecision - integer_digits, std::min(scale, kKeptScale));
  return Type::DECIMAL(kMaxPrecision, static_cast<uint8_t>(kept));
}

int precision_of(const Type& decimal) {
  return duckdb::DecimalType::GetWidth(decimal);
}
int scale_of(const Type& decimal) {
  return duckdb::DecimalType::GetScale(decimal);
}

std::optional<Type> common_numeric_type(const Type& a, const Type& b) {
  if (!is_numeric(a) || !is_numeric(b)) return std::nullopt;
  if (is_decimal(a) && is_fractional(b)) return Type(Type::DOUBLE);
  if (is_fractional(a) && is_decimal(b)) return Type(Type::DOUBLE);
  if (is_decimal(a) || is_decimal(b))
    return wider_decimal(is_decimal(a) ? a : decimal_for(a), is_decimal(b) ? b : decimal_for(b));
  return numeric_rank(a) >= numeric_rank(b) ? a : b;
}

std::optional<Type> common_type(const Type& a, const Type& b) {
  if (a == b || is_null_type(b)) return a;
  if (is_null_type(a)) return b;
  if (const auto numeric = common_numeric_type(a, b)) return numeric;
  if (const auto interval = common_interval(a, b)) return interval;
  if (a.IsNested() && a.id() == b.id())
    return common_nested_type(a, b,
                              [](const Type& one, const Type& other) { return common_type(one, other); });
  if (is_datetime(a) && is_datetime(b)) {
    const bool instant = a.id() == Id::TIMESTAMP_TZ || b.id() == Id::TIMESTAMP_TZ;
    return instant ? Type(Type::TIMESTAMP_TZ) : Type(Type::TIMESTAMP);
  }
  const auto is_atomic = [](const Type& type) { return is_numeric(type) || is_datetime(type); };
  if ((is_string(a) && is_atomic(b)) || (is_atomic(a) && is_string(b))) return Type(Type::VARCHAR);
  return std::nullopt;
}

}  // namespace engine
