#include <fmt/format.h>

#include <set>

#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/json_path_check.h"

// JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_ARRAY and JSON_OBJECT as calls of the plan's functions of these
// names (engine/functions/trino_sql_json.cc): https://trino.io/docs/435/functions/json.html
namespace sql {
namespace {

using Kind = JsonForm::Kind;
using On = JsonForm::Behavior::Kind;

std::string_view function_of(Kind kind) {
  switch (kind) {
    case Kind::Exists:
      return "JSON_EXISTS";
    case Kind::Value:
      return "JSON_VALUE";
    case Kind::Query:
      return "JSON_QUERY";
    case Kind::Array:
      return "JSON_ARRAY";
    case Kind::Object:
      return "JSON_OBJECT";
  }
  return "";
}

PlanExpression word(const JsonForm::Behavior& behavior) {
  switch (behavior.kind) {
    case On::Null:
      return plan::literal("null");
    case On::Error:
      return plan::literal("error");
    case On::Default:
      return plan::literal("default");
    case On::Array:
      return plan::literal("array");
    case On::Object:
      return plan::literal("object");
    case On::True:
      return plan::literal("true");
    case On::False:
      return plan::literal("false");
    case On::Unknown:
      return plan::literal("unknown");
  }
  return plan::literal("null");
}

PlanExpression word(JsonForm::Wrapper wrapper) {
  return plan::literal(wrapper == JsonForm::Wrapper::Without       ? "without"
                       : wrapper == JsonForm::Wrapper::Conditional ? "conditional"
                                                                   : "unconditional");
}

// What these functions give to each other is JSON without being said to be.
bool gives_json(const Expression& expression) {
  const auto* form = std::get_if<JsonForm>(&expression.node);
  return form != nullptr && form->kind != Kind::Exists && form->kind != Kind::Value;
}

bool is_json(const JsonForm::Operand& operand) {
  return operand.is_json || gives_json(*operand.value);
}

base::Result<PlanExpression> json_text(Typed value, Position position) {
  if (value.type.kind == TypeKind::Unknown) return null_of(varchar_type()).plan;
  if (value.type.kind == TypeKind::Varbinary)  // of UTF-8
    return std::move(TRY(call_scalar({"from_utf8", position}, {std::move(value)})).plan);
  if (is_text(value.type)) return std::move(value.plan);
  return error_at(
      position, "TYPE_MISMATCH",
      fmt::format("Cannot read input of type {} as JSON using formatting JSON", to_string(value.type)));
}

PlanExpression tagged(std::string_view tag, PlanExpression text) {
  return plan::call("concat", {plan::literal(tag), std::move(text)});
}

std::string tag_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::Boolean:
      return "b";
    case TypeKind::Tinyint:
      return "y";
    case TypeKind::Smallint:
      return "s";
    case TypeKind::Integer:
      return "i";
    case TypeKind::Bigint:
      return "l";
    case TypeKind::Real:
    case TypeKind::Double:
      return "d";
    case TypeKind::Decimal:
      return fmt::format("n{}:", type.precision);
    default:
      return "t";  // the text of any other
  }
}

// As the engine's parse_json_argument() reads it.
base::Result<PlanExpression> argument_of(Typed value, Position position) {
  if (value.type.kind == TypeKind::Unknown) return null_of(varchar_type()).plan;
  const std::string tag = tag_of(value.type);
  Typed text = TRY(cast(std::move(value), varchar_type(), OnFailure::Error, position));
  return tagged(tag, std::move(text.plan));
}

bool is_unsupported(const Type& type) {
  return is_nested(type) || type.kind == TypeKind::Varbinary;
}

PlanExpression texts_of(std::vector<PlanExpression> texts) {
  PlanExpression list = plan::call("array", std::move(texts));
  return plan::cast(std::move(list), to_spark(array_type(varchar_type())));
}

bool may_return(const Type& type) {
  return is_text(type) || is_numeric(type) || type.kind == TypeKind::Boolean || is_time(type);
}

// The text of JSON as the clause RETURNING wants it.
base::Result<Typed> json_output(PlanExpression json, const JsonForm& node, Position position) {
  Typed text{std::move(json), varchar_type()};
  if (!node.returning) return text;
  const Type type = TRY(resolve_type(*node.returning));
  if (type.kind == TypeKind::Varbinary) return call_scalar({"to_utf8", position}, {std::move(text)});
  if (is_text(type)) return cast(std::move(text), type, OnFailure::Error, position);
  return error_at(position, "TYPE_MISMATCH",
                  fmt::format("Cannot output JSON value as {} using formatting JSON", to_string(type)));
}

}  // namespace

base::Result<Typed> ExpressionAnalyzer::json_form(const JsonForm& node, Position position) const {
  if (node.kind == Kind::Array) return json_array(node, position);
  if (node.kind == Kind::Object) return json_object(node, position);
  return json_of_path(node, position);
}

base::Result<Typed> ExpressionAnalyzer::json_of_path(const JsonForm& node, Position position) const {
  std::vector<PlanExpression> arguments = TRY(path_arguments(node, position));
  if (node.kind == Kind::Value) return json_value(node, std::move(arguments), position);
  if (node.kind == Kind::Exists) {
    arguments.push_back(word(node.on_error));
    return Typed{plan::call("trino.json_exists", std::move(arguments)), kBoolean};
  }
  if (!node.keeps_quotes && node.wrapper != JsonForm::Wrapper::Without) {
    return error_at(
        position, "INVALID_FUNCTION_ARGUMENT",
        fmt::format("OMIT QUOTES behavior specified with WITH {} ARRAY WRAPPER behavior",
                    node.wrapper == JsonForm::Wrapper::Conditional ? "CONDITIONAL" : "UNCONDITIONAL"));
  }
  arguments.push_back(word(node.wrapper));
  arguments.push_back(plan::literal(node.keeps_quotes));
  arguments.push_back(word(node.on_empty));
  arguments.push_back(word(node.on_error));
  return json_output(plan::call("trino.json_query", std::move(arguments)), node, position);
}

// The input, the path, and the list of variables.
base::Result<std::vector<PlanExpression>> ExpressionAnalyzer::path_arguments(const JsonForm& node,
                                                                             Position position) const {
  if (node.path_name) {
    return error_at(node.path_name->position, "INVALID_PATH",
                    fmt::format("JSON path name is not allowed in {} function", function_of(node.kind)));
  }
  std::vector<PlanExpression> arguments;
  const Position input = node.input.value->position;
  arguments.push_back(TRY(json_text(TRY(part(*node.input.value)), input)));
  std::set<std::string> names;
  std::vector<PlanExpression> variables;
  for (const JsonForm::Operand& operand : node.operands) {
    const Position at = operand.value->position;
    Typed value = TRY(part(*operand.value));
    if (!names.insert(operand.name.text).second) {
      return error_at(operand.name.position, "DUPLICATE_PARAMETER_NAME",
                      fmt::format("{} JSON path parameter is specified more than once", operand.name.text));
    }
    variables.push_back(plan::literal(operand.name.text));
    if (is_json(operand)) {
      PlanExpression json = tagged("j", TRY(json_text(std::move(value), at)));
      variables.push_back(plan::call("coalesce", {std::move(json), plan::literal("e")}));
      continue;
    }
    if (is_unsupported(value.type)) {
      return error_at(position, "NOT_SUPPORTED",
                      "Unsupported type of JSON path parameter: " + to_string(value.type));
    }
    if (is_time(value.type) || value.type.kind == TypeKind::Real)
      return not_supported_yet(at, "a JSON path parameter of type " + to_string(value.type));
    variables.push_back(TRY(argument_of(std::move(value), at)));
  }
  TRY(check_json_path(node.path, node.path_position, names));
  arguments.push_back(plan::literal(node.path));
  arguments.push_back(texts_of(std::move(variables)));
  return arguments;
}

base::Result<Typed> ExpressionAnalyzer::json_value(const JsonForm& node,
                                                   std::vector<PlanExpression> arguments,
                                                   Position position) const {
  const Type type = node.returning ? TRY(resolve_type(*node.returning)) : varchar_type();
  if (!may_return(type)) {
    return error_at(position, "TYPE_MISMATCH",
                    "Invalid return type of function JSON_VALUE: " + to_string(type));
  }
  std::vector<PlanExpression> defaults;
  defaults.push_back(TRY(json_default(node.on_empty, "EMPTY", type)));
  defaults.push_back(TRY(json_default(node.on_error, "ERROR", type)));
  arguments.push_back(plan::literal(to_string(type)));
  arguments.push_back(word(node.on_empty));
  arguments.push_back(word(node.on_error));
  arguments.push_back(texts_of(std::move(defaults)));
  Typed text{plan::call("trino.json_value", std::move(arguments)), varchar_type()};
  return cast(std::move(text), type, OnFailure::Error, position);
}

// The text that becomes the default again, or NULL.
base::Result<PlanExpression> ExpressionAnalyzer::json_default(const JsonForm::Behavior& behavior,
                                                              std::string_view clause,
                                                              const Type& type) const {
  if (!behavior.otherwise) return null_of(varchar_type()).plan;
  Typed value = TRY(part(*behavior.otherwise));
  if (common_type(value.type, type) != type) {
    return error_at(behavior.otherwise->position, "TYPE_MISMATCH",
                    fmt::format("Function JSON_VALUE default ON {} result must evaluate to a {} (actual: {})",
                                clause, to_string(type), to_string(value.type)));
  }
  Typed given = coerce(std::move(value), type);
  return std::move(
      TRY(cast(std::move(given), varchar_type(), OnFailure::Error, behavior.otherwise->position)).plan);
}

base::Result<Typed> ExpressionAnalyzer::json_array(const JsonForm& node, Position position) const {
  std::vector<PlanExpression> items;
  for (const JsonForm::Operand& operand : node.operands)
    items.push_back(TRY(json_argument(operand, function_of(node.kind), position)));
  PlanExpression made =
      plan::call("trino.json_array", {texts_of(std::move(items)), plan::literal(node.keeps_nulls)});
  return json_output(std::move(made), node, position);
}

base::Result<Typed> ExpressionAnalyzer::json_object(const JsonForm& node, Position position) const {
  std::vector<PlanExpression> keys, values;
  for (const JsonForm::Operand& operand : node.operands) {
    Typed key = TRY(part(*operand.key));
    if (!is_text(key.type)) {
      return error_at(operand.key->position, "INVALID_FUNCTION_ARGUMENT",
                      "Invalid type of JSON object key: " + to_string(key.type));
    }
    keys.push_back(std::move(key.plan));
    values.push_back(TRY(json_argument(operand, function_of(node.kind), position)));
  }
  PlanExpression made =
      plan::call("trino.json_object", {texts_of(std::move(keys)), texts_of(std::move(values)),
                                       plan::literal(node.keeps_nulls), plan::literal(node.unique_keys)});
  return json_output(std::move(made), node, position);
}

base::Result<PlanExpression> ExpressionAnalyzer::json_argument(const JsonForm::Operand& operand,
                                                               std::string_view function,
                                                               Position position) const {
  const Position at = operand.value->position;
  Typed value = TRY(part(*operand.value));
  if (is_json(operand)) return tagged("j", TRY(json_text(std::move(value), at)));
  if (is_unsupported(value.type)) {
    return error_at(
        value.type.kind == TypeKind::Varbinary ? at : position, "NOT_SUPPORTED",
        fmt::format("Unsupported type of value passed to {} function: {}", function, to_string(value.type)));
  }
  return argument_of(std::move(value), at);
}

}  // namespace sql
