#include <boost/json.hpp>

#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace plan {
namespace {

namespace json = boost::json;
using spark::connect::DataType;

// Of JSON; a struct in a struct is three of them. A bound, for a client's text must not use up the stack.
constexpr std::size_t kMostLevels = 300;

base::Error invalid(std::string_view what) {
  return base::refusal("INVALID_JSON_DATA_TYPE", 400,
                       "[INVALID_JSON_DATA_TYPE] Failed to convert the JSON string '" + std::string(what) +
                           "' to a data type. Please enter a valid data type. SQLSTATE: 2203G");
}

base::Result<DataType> type_of(const json::value& value);

base::Result<DataType> member(const json::object& type, std::string_view name) {
  const json::value* value = type.if_contains(name);
  if (value == nullptr) return invalid(json::serialize(type));
  return type_of(*value);
}

// What is not said may be NULL.
bool may_be_null(const json::object& type, std::string_view name) {
  const json::value* value = type.if_contains(name);
  return value == nullptr || !value->is_bool() || value->get_bool();
}

// Of a field, its name, type and nullability; its metadata is dropped.
base::Result<DataType> struct_of(const json::object& type) {
  const json::value* fields = type.if_contains("fields");
  if (fields == nullptr || !fields->is_array()) return invalid(json::serialize(type));
  DataType result;
  result.mutable_struct_();
  for (const json::value& each : fields->get_array()) {
    const json::object* field = each.if_object();
    const json::value* name = field == nullptr ? nullptr : field->if_contains("name");
    if (name == nullptr || !name->is_string()) return invalid(json::serialize(each));
    auto& added = *result.mutable_struct_()->add_fields();
    added.set_name(std::string(name->get_string()));
    *added.mutable_data_type() = TRY(member(*field, "type"));
    added.set_nullable(may_be_null(*field, "nullable"));
  }
  return result;
}

base::Result<DataType> type_of(const json::value& value) {
  if (value.is_string()) return parse_type(std::string_view(value.get_string()));
  const json::object* type = value.if_object();
  const json::value* kind = type == nullptr ? nullptr : type->if_contains("type");
  if (kind == nullptr || !kind->is_string()) return invalid(json::serialize(value));
  DataType result;
  if (kind->get_string() == "struct") return struct_of(*type);
  if (kind->get_string() == "array") {
    *result.mutable_array()->mutable_element_type() = TRY(member(*type, "elementType"));
    result.mutable_array()->set_contains_null(may_be_null(*type, "containsNull"));
    return result;
  }
  if (kind->get_string() == "map") {
    *result.mutable_map()->mutable_key_type() = TRY(member(*type, "keyType"));
    *result.mutable_map()->mutable_value_type() = TRY(member(*type, "valueType"));
    result.mutable_map()->set_value_contains_null(may_be_null(*type, "valueContainsNull"));
    return result;
  }
  return invalid(json::serialize(value));
}

json::value json_of(const DataType& type);

json::value json_of(const DataType::Struct& type) {
  json::array fields;
  for (const auto& field : type.fields())
    fields.push_back({{"name", field.name()},
                      {"type", json_of(field.data_type())},
                      {"nullable", field.nullable()},
                      {"metadata", json::object()}});
  return {{"type", "struct"}, {"fields", std::move(fields)}};
}

// What PySpark calls otherwise than SQL does.
std::string simple_name(const DataType& type) {
  switch (type.kind_case()) {
    case DataType::kByte:
      return "byte";
    case DataType::kShort:
      return "short";
    case DataType::kInteger:
      return "integer";
    case DataType::kLong:
      return "long";
    default:
      return type_text(type);
  }
}

json::value json_of(const DataType& type) {
  switch (type.kind_case()) {
    case DataType::kStruct:
      return json_of(type.struct_());
    case DataType::kArray:
      return {{"type", "array"},
              {"elementType", json_of(type.array().element_type())},
              {"containsNull", type.array().contains_null()}};
    case DataType::kMap:
      return {{"type", "map"},
              {"keyType", json_of(type.map().key_type())},
              {"valueType", json_of(type.map().value_type())},
              {"valueContainsNull", type.map().value_contains_null()}};
    default:
      return json::value(simple_name(type));
  }
}

}  // namespace

std::string json_type_text(const DataType& type) {
  return json::serialize(json_of(type));
}

base::Result<DataType> parse_json_type(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMostLevels;
  json::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  if (error) return invalid(text);
  return type_of(value);
}

}  // namespace plan
