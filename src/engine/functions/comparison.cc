#include <fmt/format.h>

#include "engine/functions/call_errors.h"
#include "engine/functions/registry.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::ExpressionType;

// The type in which two values are compared: a text takes the other's type (a decimal's: double).
std::optional<Type> compared_type(const Type& a, const Type& b, const Session& session) {
  if (is_string(b) && !is_string(a)) return compared_type(b, a, session);
  if (is_string(a) && session.ansi) return common_type(a, b, session);
  if (is_string(a)) {
    if (is_decimal(b)) return Type(Type::DOUBLE);
    if (b.id() == Id::BLOB) return Type(Type::VARCHAR);
    if (is_numeric(b) || is_datetime(b) || b.id() == Id::BOOLEAN) return b;
  }
  if (a.id() == Id::BOOLEAN && is_numeric(b)) return b;
  if (b.id() == Id::BOOLEAN && is_numeric(a)) return a;
  return common_type(a, b);
}

bool is_order(ExpressionType comparison) {
  return comparison == ExpressionType::COMPARE_LESSTHAN ||
         comparison == ExpressionType::COMPARE_LESSTHANOREQUALTO ||
         comparison == ExpressionType::COMPARE_GREATERTHAN ||
         comparison == ExpressionType::COMPARE_GREATERTHANOREQUALTO;
}

base::Result<Typed> compare(Call& call, ExpressionType comparison, std::string_view symbol) {
  auto type = compared_type(call.arguments[0].type, call.arguments[1].type, call.session);
  if (!type) return operands_differ(call, symbol);
  if (has_map(*type)) return not_ordered(call, symbol, *type);
  if (is_null_type(*type)) type = Type(Type::BOOLEAN);
  std::string name = infix_name(symbol, call.arguments[0], call.arguments[1]);
  auto left = TRY(argument_as(call, 0, *type));
  auto right = TRY(argument_as(call, 1, *type));
  if (type->IsNested() && is_order(comparison)) {  // a NULL inside is below all values, to DuckDB above
    left = call_tree("dovetail_spark_order", std::move(left), std::move(right));
    right = constant_tree(duckdb::Value::INTEGER(0));
  }
  return Typed{compare_tree(comparison, std::move(left), std::move(right)), Type::BOOLEAN, std::move(name)};
}

base::Result<Typed> equal(Call& call) {
  return compare(call, ExpressionType::COMPARE_EQUAL, "=");
}
base::Result<Typed> less(Call& call) {
  return compare(call, ExpressionType::COMPARE_LESSTHAN, "<");
}
base::Result<Typed> less_or_equal(Call& call) {
  return compare(call, ExpressionType::COMPARE_LESSTHANOREQUALTO, "<=");
}
base::Result<Typed> greater(Call& call) {
  return compare(call, ExpressionType::COMPARE_GREATERTHAN, ">");
}
base::Result<Typed> greater_or_equal(Call& call) {
  return compare(call, ExpressionType::COMPARE_GREATERTHANOREQUALTO, ">=");
}
base::Result<Typed> null_safe_equal(Call& call) {
  return compare(call, ExpressionType::COMPARE_NOT_DISTINCT_FROM, "<=>");
}

base::Result<Typed> not_equal(Call& call) {
  auto result = TRY(compare(call, ExpressionType::COMPARE_NOTEQUAL, "="));
  result.name = fmt::format("(NOT {})", result.name);
  return result;
}

base::Result<Tree> condition(Call& call, std::size_t index) {
  auto& value = call.arguments[index];
  if (is_null_type(value.type)) return null_tree(Type::BOOLEAN);
  if (value.type.id() != Id::BOOLEAN) return wrong_type(call, index, "BOOLEAN");
  return std::move(value.tree);
}

base::Result<Typed> conjunction(Call& call, ExpressionType type, std::string_view word) {
  std::string name = infix_name(word, call.arguments[0], call.arguments[1]);
  auto left = TRY(condition(call, 0));
  auto right = TRY(condition(call, 1));
  return Typed{conjunction_tree(type, trees(std::move(left), std::move(right))), Type::BOOLEAN,
               std::move(name)};
}

base::Result<Typed> both(Call& call) {
  return conjunction(call, ExpressionType::CONJUNCTION_AND, "AND");
}
base::Result<Typed> either(Call& call) {
  return conjunction(call, ExpressionType::CONJUNCTION_OR, "OR");
}

base::Result<Typed> negation(Call& call) {
  std::string name = fmt::format("(NOT {})", call.arguments[0].name);
  auto operand = TRY(condition(call, 0));
  return Typed{operator_tree(ExpressionType::OPERATOR_NOT, trees(std::move(operand))), Type::BOOLEAN,
               std::move(name)};
}

base::Result<Typed> null_check(Call& call, ExpressionType type, std::string_view words) {
  auto& value = call.arguments[0];
  return Typed{operator_tree(type, trees(std::move(value.tree))), Type::BOOLEAN,
               fmt::format("({} {})", value.name, words)};
}

base::Result<Typed> is_null(Call& call) {
  return null_check(call, ExpressionType::OPERATOR_IS_NULL, "IS NULL");
}
base::Result<Typed> is_not_null(Call& call) {
  return null_check(call, ExpressionType::OPERATOR_IS_NOT_NULL, "IS NOT NULL");
}

// IN compares in the common type of all: with a text among numbers, as texts.
base::Result<Typed> in(Call& call) {
  Type type = call.arguments[0].type;
  std::vector<std::string> choices;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const auto common = common_type(type, call.arguments[i].type, call.session);
    if (!common) return wrong_type(call, i, sql_name(type));
    type = *common;
    choices.push_back(call.arguments[i].name);
  }
  std::string name = fmt::format("({} IN ({}))", call.arguments[0].name, fmt::join(choices, ", "));
  Trees operands;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) operands.push_back(TRY(argument_as(call, i, type)));
  return Typed{operator_tree(ExpressionType::COMPARE_IN, std::move(operands)), Type::BOOLEAN,
               std::move(name)};
}

base::Result<Typed> between(Call& call) {
  auto copy = [&](std::size_t i) {
    const auto& from = call.arguments[i];
    return Typed{from.tree->Copy(), from.type, from.name, from.is_column, from.literal_digits};
  };
  std::string name = call_name(call);
  Call lower{.name = ">=", .session = call.session}, upper{.name = "<=", .session = call.session};
  lower.arguments.push_back(copy(0));
  lower.arguments.push_back(copy(1));
  upper.arguments.push_back(copy(0));
  upper.arguments.push_back(copy(2));
  auto least = TRY(greater_or_equal(lower));
  auto most = TRY(less_or_equal(upper));
  return Typed{
      conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(std::move(least.tree), std::move(most.tree))),
      Type::BOOLEAN, std::move(name)};
}

// DuckDB's operator where nothing is escaped: it looks for a constant's pieces one after the other, or makes
// a prefix, a suffix or a part of it.
struct LikeFunction {
  const char* name;
  const char* with_escape;
  std::string_view word;
};
constexpr LikeFunction kLike{"~~", "like_escape", "LIKE"}, kIlike{"~~*", "ilike_escape", "ILIKE"};

base::Result<Typed> like_by(Call& call, const LikeFunction& function) {
  std::string name = fmt::format("{} {} {}", call.arguments[0].name, function.word, call.arguments[1].name);
  std::string escape = "\\";
  if (call.arguments.size() == 3) {
    const auto given = constant_text(call.arguments[2]);
    if (!given || given->size() != 1) return wrong_type(call, 2, "a string literal of one character");
    escape = *given;
  }
  const auto constant = constant_text(call.arguments[1]);
  const bool escapes = !constant || constant->find(escape) != std::string::npos;
  auto operands = trees(TRY(argument_as(call, 0, Type::VARCHAR)), TRY(argument_as(call, 1, Type::VARCHAR)));
  if (escapes) operands.push_back(constant_tree(duckdb::Value(escape)));
  return Typed{call_tree(escapes ? function.with_escape : function.name, std::move(operands)), Type::BOOLEAN,
               std::move(name)};
}

base::Result<Typed> like(Call& call) {
  return like_by(call, kLike);
}
base::Result<Typed> ilike(Call& call) {
  std::string name = call_name(call);
  auto value = TRY(like_by(call, kIlike));
  value.name = std::move(name);
  return value;
}

constexpr FunctionRow kRows[] = {
    {"=", 2, 2, equal},
    {"==", 2, 2, equal},
    {"!=", 2, 2, not_equal},
    {"<>", 2, 2, not_equal},
    {"<", 2, 2, less},
    {"<=", 2, 2, less_or_equal},
    {">", 2, 2, greater},
    {">=", 2, 2, greater_or_equal},
    {"<=>", 2, 2, null_safe_equal},
    {"and", 2, 2, both},
    {"or", 2, 2, either},
    {"not", 1, 1, negation},
    {"!", 1, 1, negation},
    {"isnull", 1, 1, is_null},
    {"isnotnull", 1, 1, is_not_null},
    {"in", 2, FunctionRow::kAnyNumber, in},
    {"between", 3, 3, between},
    {"like", 2, 3, like},
    {"ilike", 2, 3, ilike},
};

}  // namespace

std::span<const FunctionRow> comparison_functions() {
  return kRows;
}

}  // namespace engine
