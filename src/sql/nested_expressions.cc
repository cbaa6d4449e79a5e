#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/ast_walks.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/operators.h"

// Arrays, rows, what stands in them, and the lambdas that range over them.
namespace sql {
namespace {

bool contains_query(const Expression& expression) {
  bool found = query_in(expression) != nullptr;
  for_each_child(expression, [&](const Expression& child) { found = found || contains_query(child); });
  return found;
}

}  // namespace

const Typed* LambdaScope::find(std::string_view name) const {
  for (const LambdaScope* scope = this; scope != nullptr; scope = scope->outer) {
    for (const Parameter& parameter : scope->parameters) {
      if (base::iequals(parameter.name, name)) return &parameter.value;
    }
  }
  return nullptr;
}

base::Result<Typed> ExpressionAnalyzer::array(const ArrayOf& node, Position position) const {
  std::vector<Typed> items = TRY(parts(node.items));
  Type type;
  for (const Typed& item : items) {
    const std::optional<Type> common = common_type(type, item.type);
    if (!common) {
      return error_at(position, "TYPE_MISMATCH",
                      fmt::format("All ARRAY elements must be the same type: {}, {}", to_string(type),
                                  to_string(item.type)));
    }
    type = *common;
  }
  for (Typed& item : items) item = coerce(std::move(item), type);
  return Typed{plan::call("array", plans(std::move(items))), array_type(std::move(type))};
}

base::Result<Typed> ExpressionAnalyzer::row(const Row& node, Position position) const {
  if (node.items.empty()) return syntax_error(position, "a row needs at least one field");
  std::vector<Typed> items = TRY(parts(node.items));
  Type type{.kind = TypeKind::Row, .names = std::vector<std::string>(items.size())};
  const std::vector<std::string> names = field_names(type);
  std::vector<PlanExpression> fields;
  for (std::size_t i = 0; i < items.size(); ++i) {
    type.parts.push_back(std::move(items[i].type));
    fields.push_back(plan::literal(names[i]));
    fields.push_back(std::move(items[i].plan));
  }
  return Typed{plan::call("named_struct", std::move(fields)), std::move(type)};
}

base::Result<Typed> ExpressionAnalyzer::subscript(const Subscript& node, Position position) const {
  Typed value = TRY(part(*node.value));
  Typed index = TRY(part(*node.index));
  if (value.type.kind == TypeKind::Row) {
    const auto* number = std::get_if<NumberLiteral>(&node.index->node);
    const std::optional<std::int64_t> place =
        number != nullptr ? base::parse_int(number->digits) : std::nullopt;
    if (!place || *place < 1 || std::cmp_greater(*place, value.type.parts.size()))
      return error_at(position, "INVALID_FUNCTION_ARGUMENT",
                      fmt::format("ROW index out of bounds: {}", number == nullptr ? "?" : number->digits));
    const auto at = static_cast<std::size_t>(*place - 1);
    const Type type = value.type.parts[at];
    return Typed{plan::field(std::move(value.plan), field_name(value.type, at)), type};
  }
  const bool map = value.type.kind == TypeKind::Map;
  const std::optional<Type> wanted = map                       ? common_type(value.type.parts[0], index.type)
                                     : is_integral(index.type) ? std::optional(Type{TypeKind::Bigint})
                                                               : std::nullopt;
  if ((!map && value.type.kind != TypeKind::Array) || !wanted || (map && *wanted != value.type.parts[0])) {
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Cannot use {} for subscript of {}", to_string(index.type), to_string(value.type)));
  }
  const Type type = value.type.parts.back();
  index = coerce(std::move(index), *wanted);
  return Typed{plan::call("trino.subscript", {std::move(value.plan), std::move(index.plan)}), type};
}

base::Result<Typed> ExpressionAnalyzer::field_access(Typed value, const Name& field) const {
  if (value.type == kDeferred) return Typed{plan::field(std::move(value.plan), field.text), kDeferred};
  if (value.type.kind != TypeKind::Row)
    return error_at(field.position, "TYPE_MISMATCH",
                    fmt::format("Expression is not of type ROW: {}", to_string(value.type)));
  const std::vector<std::string>& names = value.type.names;
  const auto is_meant = [&](const std::string& name) {
    return !name.empty() && base::iequals(name, field.text);
  };
  const auto found = std::ranges::find_if(names, is_meant);
  if (found == names.end())
    return error_at(field.position, "COLUMN_NOT_FOUND",
                    fmt::format("Column '{}' cannot be resolved", field.text));
  if (std::any_of(found + 1, names.end(), is_meant))
    return error_at(field.position, "AMBIGUOUS_NAME",
                    fmt::format("Ambiguous row field reference: {}", field.text));
  const auto place = static_cast<std::size_t>(found - names.begin());
  const Type type = value.type.parts[place];
  return Typed{plan::field(std::move(value.plan), field_name(value.type, place)), type};
}

// What fails is what Trino's TRY catches too: a division by zero, a cast, an argument, a number out of range.
base::Result<Typed> ExpressionAnalyzer::attempt(const Try& node) const {
  // What fails in a subquery fails the query, in Trino too: of one that stands alone there is nothing to
  // catch.
  if (std::holds_alternative<Subquery>(node.value->node) || std::holds_alternative<Exists>(node.value->node))
    return part(*node.value);
  if (contains_query(*node.value)) return not_supported_yet(node.value->position, "TRY of a subquery");
  Typed value = TRY(part(*node.value));
  return Typed{plan::call("trino.try", {std::move(value.plan)}), value.type};
}

base::Result<Typed> ExpressionAnalyzer::distinct_from(const IsDistinct& node, Position position) const {
  Typed left = TRY(part(*node.left));
  Typed right = TRY(part(*node.right));
  const std::optional<Type> type = common_type(left.type, right.type);
  if (!type) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Types are not comparable with IS DISTINCT FROM: {} vs {}",
                                to_string(left.type), to_string(right.type)));
  }
  if (!is_comparable(*type))
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Cannot check if {0} is distinct from {0}", to_string(*type)));
  left = coerce(std::move(left), *type);
  right = coerce(std::move(right), *type);
  PlanExpression same = plan::call(is_nested(*type) ? "trino.nested_same" : "<=>",
                                   {std::move(left.plan), std::move(right.plan)});
  if (!node.negated) same = plan::call("not", {std::move(same)});
  return Typed{std::move(same), kBoolean};
}

base::Result<std::vector<Argument>> ExpressionAnalyzer::arguments(const Call& node) const {
  std::vector<Argument> arguments;
  for (const ExpressionPtr& argument : node.arguments) {
    if (const auto* lambda = std::get_if<Lambda>(&argument->node))
      arguments.push_back({.lambda = lambda, .position = argument->position});
    else
      arguments.push_back({.value = TRY(part(*argument)), .position = argument->position});
  }
  return arguments;
}

LambdaPlanner ExpressionAnalyzer::lambda_planner() const {
  return [this](const Argument& argument, std::span<const Type> types) { return lambda(argument, types); };
}

base::Result<Typed> ExpressionAnalyzer::call_with_lambdas(const Call& node) const {
  return call_scalar(node.function, TRY(arguments(node)), lambda_planner());
}

// Its parameters are named after their place in the text, so that none hides another.
base::Result<Typed> ExpressionAnalyzer::lambda(const Argument& argument,
                                               std::span<const Type> parameters) const {
  const Lambda& node = *argument.lambda;
  if (node.parameters.size() != parameters.size()) {
    return error_at(argument.position, "INVALID_PARAMETER_USAGE",
                    fmt::format("Expected a lambda that takes {} argument(s) but got {}", parameters.size(),
                                node.parameters.size()));
  }
  if (contains_aggregate(*node.body, context_.rules)) {
    return error_at(argument.position, "EXPRESSION_NOT_SCALAR",
                    "Lambda expression cannot contain aggregations, window functions or grouping operations");
  }
  LambdaScope scope{.outer = context_.lambdas};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Name& name = node.parameters[i];
    names.push_back(fmt::format("lambda_{}_{}", name.position.line, name.position.column));
    scope.parameters.push_back({name.text, {plan::lambda_variable(names.back()), parameters[i]}});
  }
  Context inside = context_;
  inside.lambdas = &scope;
  inside.windows = nullptr;
  inside.subqueries = nullptr;
  inside.clause = "Lambda expression";
  Typed body = TRY(ExpressionAnalyzer(std::move(inside)).part(*node.body));
  return Typed{plan::lambda(std::move(body.plan), names), body.type};
}

}  // namespace sql
