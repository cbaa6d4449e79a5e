#include "engine/functions/spark_json.h"

#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/functions/spark_interval.h"
#include "engine/lower/field_audit.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/json_shape.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

// https://spark.apache.org/docs/latest/sql-data-sources-json.html
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

base::Result<Typed> of_texts(Call& call, const char* kernel, const Type& type) {
  std::string name = call_name(call);
  Trees texts;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    texts.push_back(TRY(argument_as(call, i, Type::VARCHAR)));
  return Typed{call_tree(kernel, std::move(texts)), type, std::move(name)};
}
base::Result<Typed> get_object(Call& call) {
  return of_texts(call, "dovetail_get_json_object", Type::VARCHAR);
}
base::Result<Typed> array_length(Call& call) {
  return of_texts(call, "dovetail_spark_json_length", Type::INTEGER);
}
base::Result<Typed> object_keys(Call& call) {
  return of_texts(call, "dovetail_json_object_keys", Type::LIST(Type::VARCHAR));
}

// Of the struct that a record becomes, the columns.
std::vector<Field> fields_of(const Type& type) {
  std::vector<Field> fields;
  if (type.id() == Id::STRUCT)
    for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) fields.push_back({name, field});
  return fields;
}

// from_json(text, schema [, options])
base::Result<Typed> from_json(Call& call) {
  std::string name = fmt::format("from_json({})", call.arguments[0].name);
  const Type type = TRY(schema_argument(call, 1));
  bool strict = false;
  std::string corrupt = JsonOptions().corrupt_column;
  for (const auto& [option, value] : TRY(options_argument(call, 2))) {
    if (option == "columnnameofcorruptrecord") {
      corrupt = value;
      continue;
    }
    if (option != "mode") return unknown_option(call, option);
    strict = base::iequals(value, "FAILFAST");
    if (!strict && !base::iequals(value, "PERMISSIVE"))
      return base::refusal(
          "PARSE_MODE_UNSUPPORTED", 400,
          fmt::format("[PARSE_MODE_UNSUPPORTED] The function `from_json` doesn't support the "
                      "{} mode. Acceptable modes are PERMISSIVE and FAILFAST.",
                      value));
  }
  if (type.id() != Id::STRUCT && type.id() != Id::LIST && type.id() != Id::MAP)
    return base::refusal("DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", 400,
                         fmt::format("[DATATYPE_MISMATCH.INVALID_JSON_SCHEMA] Cannot resolve \"{}\" due to "
                                     "data type mismatch: Input schema \"{}\" must be a struct, an array, a "
                                     "map or a variant.",
                                     name, sql_name(type)));
  TRY(check_zone(call, type));
  TRY(check_corrupt_column(fields_of(type), corrupt));
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  return Typed{
      call_tree("dovetail_from_json", std::move(text), null_tree(type),
                constant_tree(duckdb::Value::BOOLEAN(strict)), constant_tree(duckdb::Value(corrupt))),
      type, std::move(name)};
}

base::Result<Typed> to_json(Call& call) {
  std::string name = fmt::format("to_json({})", call.arguments[0].name);
  for (const auto& [option, value] : TRY(options_argument(call, 1))) return unknown_option(call, option);
  const Type type = call.arguments[0].type;
  if (!type.IsNested())
    return base::refusal("DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", 400,
                         fmt::format("[DATATYPE_MISMATCH.INVALID_JSON_SCHEMA] Cannot resolve \"{}\" due to "
                                     "data type mismatch: Input schema \"{}\" must be a struct, an array, a "
                                     "map or a variant.",
                                     name, sql_name(type)));
  TRY(check_zone(call, type));
  auto value = TRY(with_interval_texts(std::move(call.arguments[0]), call.session));
  return Typed{call_tree("dovetail_to_json", std::move(value.tree)), Type::VARCHAR, std::move(name)};
}

// Of a constant, as DDL.
base::Result<Typed> schema_of_json(Call& call) {
  std::string name = call_name(call);
  for (const auto& [option, value] : TRY(options_argument(call, 1))) return unknown_option(call, option);
  const auto text = constant_text(call.arguments[0]);
  if (!text)
    return base::refusal(
        "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", 400,
        fmt::format("[DATATYPE_MISMATCH.NON_FOLDABLE_INPUT] Cannot resolve \"{}\" due to data "
                    "type mismatch: the input `json` should be a foldable \"STRING\" "
                    "expression.",
                    name));
  JsonCursor cursor(*text);
  JsonShape shape;
  std::size_t fields = 0;
  const JsonOptions options;
  shape.add(cursor, options, fields);
  const auto type = cursor.ok() ? shape.type(options) : std::nullopt;
  if (!type) return unsupported("schema_of_json of '" + *text + "'");
  return Typed{constant_tree(duckdb::Value(sql_name(*type))), Type::VARCHAR, std::move(name)};
}

bool holds_instant(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return holds_instant(duckdb::ListType::GetChildType(type));
    case Id::MAP:
      return holds_instant(duckdb::MapType::KeyType(type)) || holds_instant(duckdb::MapType::ValueType(type));
    case Id::STRUCT:
      return std::ranges::any_of(duckdb::StructType::GetChildTypes(type),
                                 [](const auto& field) { return holds_instant(field.second); });
    default:
      return type.id() == Id::TIMESTAMP_TZ;
  }
}

// The texts of a tree of constants, one by one.
bool collect(const duckdb::ParsedExpression& tree, std::vector<std::string>& texts) {
  if (tree.GetExpressionClass() == duckdb::ExpressionClass::CONSTANT) {
    texts.push_back(tree.Cast<duckdb::ConstantExpression>().value.ToString());
    return true;
  }
  if (tree.GetExpressionClass() != duckdb::ExpressionClass::FUNCTION) return false;
  return std::ranges::all_of(tree.Cast<duckdb::FunctionExpression>().children,
                             [&](const auto& child) { return collect(*child, texts); });
}

constexpr FunctionRow kRows[] = {
    {"get_json_object", 2, 2, get_object},
    {"json_array_length", 1, 1, array_length},
    {"json_object_keys", 1, 1, object_keys},
    {"from_json", 2, 3, from_json},
    {"to_json", 1, 2, to_json},
    {"schema_of_json", 1, 2, schema_of_json},
};

}  // namespace

base::Result<Type> schema_argument(const Call& call, std::size_t index) {
  const auto text = constant_text(call.arguments[index]);
  if (!text)
    return base::refusal(
        "INVALID_SCHEMA.NON_STRING_LITERAL", 400,
        fmt::format("[INVALID_SCHEMA.NON_STRING_LITERAL] The input schema {} is not a valid "
                    "schema string. The input expression must be string literal and not null.",
                    call.arguments[index].name));
  const std::string_view trimmed = base::trim(*text);
  if (trimmed.starts_with('{') || trimmed.starts_with('"'))
    return type_of(TRY(plan::parse_json_type(trimmed)));
  if (auto type = parse_type(trimmed); type.ok()) return type;
  duckdb::child_list_t<Type> fields;
  for (auto& field : TRY(parse_schema(trimmed))) fields.emplace_back(field.name, field.type);
  return Type::STRUCT(std::move(fields));
}

base::Result<std::map<std::string, std::string>> options_argument(const Call& call, std::size_t index) {
  std::map<std::string, std::string> options;
  if (call.arguments.size() <= index) return options;
  const Typed& given = call.arguments[index];
  std::vector<std::string> texts;
  if (given.type != Type::MAP(Type::VARCHAR, Type::VARCHAR) || !collect(*given.tree, texts))
    return base::refusal(
        "INVALID_OPTIONS.NON_MAP_FUNCTION", 400,
        "[INVALID_OPTIONS.NON_MAP_FUNCTION] Invalid options: Must use the `map()` function for "
        "options.");
  // The keys of map() stand before the values.
  const std::size_t count = texts.size() / 2;
  for (std::size_t i = 0; i < count; ++i) options[base::to_lower(texts[i])] = texts[count + i];
  return options;
}

base::Error unknown_option(const Call& call, const std::string& name) {
  return unsupported(fmt::format("the option {} of {}", name, call.name));
}

base::Result<void> check_zone(const Call& call, const Type& type) {
  if (call.session.time_zone != "UTC" && holds_instant(type))
    return unsupported(fmt::format("{} of timestamps in another time zone than UTC", call.name));
  return {};
}

std::span<const FunctionRow> spark_json_functions() {
  return kRows;
}

}  // namespace engine
