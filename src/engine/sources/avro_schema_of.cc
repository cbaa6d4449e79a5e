#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "base/text.h"
#include "engine/sources/avro_schema.h"

namespace engine {
namespace {

namespace json = boost::json;
using Id = duckdb::LogicalTypeId;

// The least bytes that hold every number of so many digits.
int bytes_of_decimal(int precision) {
  int bytes = 1;
  while (std::pow(2.0, 8 * bytes - 1) < std::pow(10.0, precision)) ++bytes;
  return bytes;
}

// Avro's names are of letters, digits and underscores, and begin with no digit. Spark's words for others.
base::Result<void> check_name(const std::string& name) {
  const auto fits = [](char c) { return base::is_letter(c) || base::is_digit(c) || c == '_'; };
  if (!name.empty() && !base::is_digit(name[0]) && std::ranges::all_of(name, fits)) return {};
  return base::refusal(
      "INVALID_COLUMN_NAME_AS_PATH", 400,
      fmt::format("The datasource AvroFileFormat cannot save the column `{}` because its name "
                  "contains some characters that are not allowed in file paths. Please, use an "
                  "alias to rename it.",
                  name));
}

json::object logical(std::string_view type, std::string_view logical) {
  return {{"type", type}, {"logicalType", logical}};
}

base::Result<json::value> schema_of(const Type& type, const std::string& name, const std::string& space);

// Each name is in the space of what it is in, which has its name.
base::Result<json::value> record_of(const std::vector<Field>& fields, const std::string& name,
                                    const std::string& space) {
  const std::string inner = space.empty() ? name : fmt::format("{}.{}", space, name);
  json::array parts;
  for (const auto& field : fields) {
    TRY(check_name(field.name));
    auto type = TRY(schema_of(field.type, field.name, inner));
    json::object part;
    part["name"] = field.name;
    part["type"] = std::move(type);
    parts.push_back(std::move(part));
  }
  json::object record;
  record["type"] = "record";
  record["name"] = name;
  if (!space.empty()) record["namespace"] = space;
  record["fields"] = std::move(parts);
  return json::value(std::move(record));
}

json::value decimal_of(const Type& type, const std::string& name, const std::string& space) {
  json::object decimal;
  decimal["type"] = "fixed";
  decimal["name"] = "fixed";
  decimal["namespace"] = space.empty() ? name : fmt::format("{}.{}", space, name);
  decimal["size"] = bytes_of_decimal(precision_of(type));
  decimal["logicalType"] = "decimal";
  decimal["precision"] = precision_of(type);
  decimal["scale"] = scale_of(type);
  return decimal;
}

// Not yet with null.
base::Result<json::value> value_schema(const Type& type, const std::string& name, const std::string& space) {
  switch (type.id()) {
    case Id::BOOLEAN:
      return json::value("boolean");
    case Id::TINYINT:
    case Id::SMALLINT:
    case Id::INTEGER:
      return json::value("int");
    case Id::BIGINT:
      return json::value("long");
    case Id::FLOAT:
      return json::value("float");
    case Id::DOUBLE:
      return json::value("double");
    case Id::BLOB:
      return json::value("bytes");
    case Id::DATE:
      return json::value(logical("int", "date"));
    case Id::TIMESTAMP_TZ:
      return json::value(logical("long", "timestamp-micros"));
    case Id::TIMESTAMP:
      return json::value(logical("long", "local-timestamp-micros"));
    case Id::DECIMAL:
      return decimal_of(type, name, space);
    case Id::LIST: {
      auto items = TRY(schema_of(duckdb::ListType::GetChildType(type), name, space));
      json::object list;
      list["type"] = "array";
      list["items"] = std::move(items);
      return json::value(std::move(list));
    }
    case Id::MAP: {
      auto values = TRY(schema_of(duckdb::MapType::ValueType(type), name, space));
      json::object map;
      map["type"] = "map";
      map["values"] = std::move(values);
      return json::value(std::move(map));
    }
    case Id::STRUCT: {
      std::vector<Field> fields;
      for (const auto& [field, part] : duckdb::StructType::GetChildTypes(type))
        fields.push_back({field, part});
      return record_of(fields, name, space);
    }
    default:
      return json::value("string");
  }
}

base::Result<json::value> schema_of(const Type& type, const std::string& name, const std::string& space) {
  if (is_null_type(type)) return json::value("null");
  json::array branches;
  branches.push_back(TRY(value_schema(type, name, space)));
  branches.push_back("null");
  return json::value(std::move(branches));
}

}  // namespace

base::Result<std::string> avro_schema_of(const std::vector<Field>& fields, const AvroNames& names) {
  TRY(check_name(names.record));
  return json::serialize(TRY(record_of(fields, names.record, names.space)));
}

}  // namespace engine
