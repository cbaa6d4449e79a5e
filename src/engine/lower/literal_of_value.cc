#include "engine/functions/conversions.h"
#include "engine/functions/readable_name.h"
#include "engine/functions/spark_interval.h"
#include "engine/lower/lowering.h"
#include "plan/types.h"
#include "spark/connect/expressions.pb.h"

// Clients read the types of what is nested from members that are deprecated since.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::Value;

// By way of its text, which both sides read the same.
base::Result<connect::DataType> data_type(const Type& type) {
  return plan::parse_type(readable_name(type));
}

base::Result<void> nested(const Value& value, const Type& type, connect::Expression_Literal& literal) {
  if (type.id() == Id::LIST) {
    auto& array = *literal.mutable_array();
    *array.mutable_element_type() = TRY(data_type(duckdb::ListType::GetChildType(type)));
    for (const Value& item : duckdb::ListValue::GetChildren(value))
      TRY(to_literal(item, duckdb::ListType::GetChildType(type), *array.add_elements()));
    return {};
  }
  if (type.id() == Id::STRUCT) {
    auto& row = *literal.mutable_struct_();
    *row.mutable_struct_type() = TRY(data_type(type));
    const auto& fields = duckdb::StructType::GetChildTypes(type);
    for (std::size_t i = 0; i < fields.size(); ++i)
      TRY(to_literal(duckdb::StructValue::GetChildren(value)[i], fields[i].second, *row.add_elements()));
    return {};
  }
  auto& map = *literal.mutable_map();
  *map.mutable_key_type() = TRY(data_type(duckdb::MapType::KeyType(type)));
  *map.mutable_value_type() = TRY(data_type(duckdb::MapType::ValueType(type)));
  for (const Value& entry : duckdb::MapValue::GetChildren(value)) {
    const auto& parts = duckdb::StructValue::GetChildren(entry);
    TRY(to_literal(parts[0], duckdb::MapType::KeyType(type), *map.add_keys()));
    TRY(to_literal(parts[1], duckdb::MapType::ValueType(type), *map.add_values()));
  }
  return {};
}

void decimal(const Value& value, const Type& type, connect::Expression_Literal& literal) {
  literal.mutable_decimal()->set_value(value.ToString());
  literal.mutable_decimal()->set_precision(precision_of(type));
  literal.mutable_decimal()->set_scale(scale_of(type));
}

}  // namespace

base::Result<void> to_literal(const Value& value, const Type& type, connect::Expression_Literal& literal) {
  if (value.IsNull()) {
    *literal.mutable_null() = TRY(data_type(type));
    return {};
  }
  if (is_day_time(type))
    return literal.set_day_time_interval(value.GetValue<std::int64_t>()), base::Result<void>();
  if (is_year_month(type))
    return literal.set_year_month_interval(value.GetValue<std::int32_t>()), base::Result<void>();
  switch (type.id()) {
    case Id::BOOLEAN:
      return literal.set_boolean(value.GetValue<bool>()), base::Result<void>();
    case Id::TINYINT:
      return literal.set_byte(value.GetValue<std::int8_t>()), base::Result<void>();
    case Id::SMALLINT:
      return literal.set_short_(value.GetValue<std::int16_t>()), base::Result<void>();
    case Id::INTEGER:
      return literal.set_integer(value.GetValue<std::int32_t>()), base::Result<void>();
    case Id::BIGINT:
      return literal.set_long_(value.GetValue<std::int64_t>()), base::Result<void>();
    case Id::FLOAT:
      return literal.set_float_(value.GetValue<float>()), base::Result<void>();
    case Id::DOUBLE:
      return literal.set_double_(value.GetValue<double>()), base::Result<void>();
    case Id::DECIMAL:
      return decimal(value, type, literal), base::Result<void>();
    case Id::VARCHAR:
      return literal.set_string(duckdb::StringValue::Get(value)), base::Result<void>();
    case Id::BLOB:
      return literal.set_binary(duckdb::StringValue::Get(value)), base::Result<void>();
    case Id::DATE:
      return literal.set_date(duckdb::DateValue::Get(value).days), base::Result<void>();
    case Id::TIMESTAMP:
      return literal.set_timestamp_ntz(duckdb::TimestampValue::Get(value).value), base::Result<void>();
    case Id::TIMESTAMP_TZ:
      return literal.set_timestamp(duckdb::TimestampTZValue::Get(value).value), base::Result<void>();
    case Id::LIST:
    case Id::STRUCT:
    case Id::MAP:
      return nested(value, type, literal);
    default:
      return unsupported("a constant of type " + hive_name(type));
  }
}

}  // namespace engine
