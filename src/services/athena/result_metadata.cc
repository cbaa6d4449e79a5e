#include "services/athena/result_metadata.h"

#include <boost/json.hpp>

namespace services::athena {
namespace {

using api::athena::ColumnInfo;

// What Athena tells of a varchar without length and of a varbinary.
constexpr std::int32_t kUnboundedText = 2147483647;
constexpr std::int32_t kBytes = 1073741824;

// The type's name without its parameters, as the API spells it.
std::string type_name(const sql::Type& type) {
  if (type.kind == sql::TypeKind::Real) return "float";
  if (type.kind == sql::TypeKind::TimestampWithZone) return "timestamp with time zone";
  const std::string name = sql::to_string(type);
  return name.substr(0, name.find('('));
}

std::int32_t precision_of(const sql::Type& type) {
  switch (type.kind) {
    case sql::TypeKind::Tinyint:
      return 3;
    case sql::TypeKind::Smallint:
      return 5;
    case sql::TypeKind::Integer:
      return 10;
    case sql::TypeKind::Bigint:
      return 19;
    case sql::TypeKind::Real:
    case sql::TypeKind::Double:
      return 17;
    case sql::TypeKind::Varchar:
      return type.precision == 0 ? kUnboundedText : type.precision;
    case sql::TypeKind::Varbinary:
      return kBytes;
    case sql::TypeKind::Char:
    case sql::TypeKind::Decimal:
    case sql::TypeKind::Timestamp:
    case sql::TypeKind::TimestampWithZone:
      return type.precision;
    default:
      return 0;
  }
}

ColumnInfo with_constants(std::string name) {
  return {.catalog_name = "hive",
          .schema_name = "",
          .table_name = "",
          .name = name,
          .label = name,
          .nullable = "UNKNOWN"};
}

// The object lies in the client's bucket, where the client may overwrite it: it is input like any other.
base::Error damaged() {
  return base::refusal("InvalidRequestException", 400,
                       "The metadata of the query's results is not as Athena wrote it");
}

base::Result<ColumnInfo> read_column(const boost::json::value& value) {
  const boost::json::object* object = value.if_object();
  if (object == nullptr) return damaged();
  const auto* name = object->if_contains("Name");
  const auto* type = object->if_contains("Type");
  const auto* precision = object->if_contains("Precision");
  const auto* scale = object->if_contains("Scale");
  const auto* case_sensitive = object->if_contains("CaseSensitive");
  const bool whole = name && name->is_string() && type && type->is_string() && precision &&
                     precision->is_int64() && scale && scale->is_int64() && case_sensitive &&
                     case_sensitive->is_bool();
  if (!whole) return damaged();
  ColumnInfo column = with_constants(std::string(name->get_string()));
  column.type = std::string(type->get_string());
  column.precision = static_cast<std::int32_t>(precision->get_int64());
  column.scale = static_cast<std::int32_t>(scale->get_int64());
  column.case_sensitive = case_sensitive->get_bool();
  return column;
}

}  // namespace

ColumnInfo column_info(const std::string& label, const sql::Type& type) {
  ColumnInfo column = with_constants(label);
  column.type = type_name(type);
  column.precision = precision_of(type);
  column.scale = type.scale;
  column.case_sensitive = sql::is_characters(type);
  return column;
}

std::string write_metadata(const std::vector<sql::OutputColumn>& columns) {
  boost::json::array array;
  for (const sql::OutputColumn& column : columns) {
    const ColumnInfo info = column_info(column.label, column.type);
    array.push_back({{"Name", info.name},
                     {"Type", info.type},
                     {"Precision", *info.precision},
                     {"Scale", *info.scale},
                     {"CaseSensitive", *info.case_sensitive}});
  }
  return boost::json::serialize(boost::json::object{{"ColumnInfo", std::move(array)}});
}

base::Result<std::vector<ColumnInfo>> read_metadata(std::string_view bytes) {
  boost::json::error_code error;
  const boost::json::value document = boost::json::parse(bytes, error);
  if (error || !document.is_object()) return damaged();
  const auto* array = document.get_object().if_contains("ColumnInfo");
  if (array == nullptr || !array->is_array()) return damaged();
  std::vector<ColumnInfo> columns;
  for (const boost::json::value& value : array->get_array()) columns.push_back(TRY(read_column(value)));
  return columns;
}

}  // namespace services::athena
