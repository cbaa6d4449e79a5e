#include <fmt/format.h>

#include "plan/builders.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace plan {
namespace {

using DataType = spark::connect::DataType;

std::string struct_text(const DataType::Struct& type) {
  std::string out = "struct<";
  for (const auto& field : type.fields()) {
    if (out.back() != '<') out += ',';
    out += plan::quoted(field.name()) + ':' + type_text(field.data_type());
  }
  return out + '>';
}

// What a message leaves out has Spark's default: decimal(10,0), time(6), and intervals of all their fields.
std::string decimal_text(const DataType::Decimal& type) {
  return fmt::format("decimal({},{})", type.has_precision() ? type.precision() : 10, type.scale());
}

std::string interval_text(int start, int end, std::initializer_list<const char*> fields) {
  const auto name = [&](int field) { return *(fields.begin() + field); };
  if (start == end) return fmt::format("interval {}", name(start));
  return fmt::format("interval {} to {}", name(start), name(end));
}

std::string year_month_text(const DataType::YearMonthInterval& type) {
  return interval_text(type.start_field(), type.has_end_field() ? type.end_field() : 1, {"year", "month"});
}

std::string day_time_text(const DataType::DayTimeInterval& type) {
  return interval_text(type.start_field(), type.has_end_field() ? type.end_field() : 3,
                       {"day", "hour", "minute", "second"});
}

}  // namespace

DataType zoned_timestamp_type() {
  DataType type;
  type.mutable_udt()->set_type("trino.timestamp with time zone");
  type.mutable_udt()->mutable_sql_type()->mutable_long_();
  return type;
}

// The name is the type's mark on its way through messages that know nothing of it; zoned_timestamp_type() and
// this are the only two that spell it.
bool is_zoned_timestamp(const DataType& type) {
  return type.has_udt() && type.udt().type() == "trino.timestamp with time zone";
}

std::string type_text(const DataType& type) {
  switch (type.kind_case()) {
    case DataType::kNull:
      return "void";
    case DataType::kBinary:
      return "binary";
    case DataType::kBoolean:
      return "boolean";
    case DataType::kByte:
      return "tinyint";
    case DataType::kShort:
      return "smallint";
    case DataType::kInteger:
      return "int";
    case DataType::kLong:
      return "bigint";
    case DataType::kFloat:
      return "float";
    case DataType::kDouble:
      return "double";
    case DataType::kDecimal:
      return decimal_text(type.decimal());
    case DataType::kString:
      return "string";
    case DataType::kChar:
      return fmt::format("char({})", type.char_().length());
    case DataType::kVarChar:
      return fmt::format("varchar({})", type.var_char().length());
    case DataType::kDate:
      return "date";
    case DataType::kTimestamp:
      return "timestamp";
    case DataType::kTimestampNtz:
      return "timestamp_ntz";
    case DataType::kTime:
      return fmt::format("time({})", type.time().has_precision() ? type.time().precision() : 6);
    case DataType::kCalendarInterval:
      return "interval";
    case DataType::kYearMonthInterval:
      return year_month_text(type.year_month_interval());
    case DataType::kDayTimeInterval:
      return day_time_text(type.day_time_interval());
    case DataType::kArray:
      return fmt::format("array<{}>", type_text(type.array().element_type()));
    case DataType::kMap:
      return fmt::format("map<{},{}>", type_text(type.map().key_type()), type_text(type.map().value_type()));
    case DataType::kStruct:
      return struct_text(type.struct_());
    case DataType::kVariant:
      return "variant";
    case DataType::kUnparsed:
      return type.unparsed().data_type_string();
    case DataType::kUdt:
      if (is_zoned_timestamp(type)) return "timestamp with time zone";
      break;
    case DataType::kGeometry:
    case DataType::kGeography:
    case DataType::KIND_NOT_SET:
      break;
  }
  return fmt::format("unsupported type {{{}}}", type.ShortDebugString());
}

std::string schema_text(const DataType& schema) {
  std::string out;
  for (const auto& field : schema.struct_().fields()) {
    if (!out.empty()) out += ", ";
    out += plan::quoted(field.name()) + ' ' + type_text(field.data_type());
    if (!field.nullable()) out += " NOT NULL";
  }
  return out;
}

}  // namespace plan
