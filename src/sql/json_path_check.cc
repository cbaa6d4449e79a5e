#include "sql/json_path_check.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/functions.h"
#include "sql/literals.h"
#include "sql/operators.h"

// https://trino.io/docs/435/functions/json.html#json-path-syntax-and-semantics
namespace sql {
namespace {

namespace path = plan::json_path;

constexpr int kLongestTypeName = 27;  // of those that type() may give: timestamp without time zone

BinaryOperator operator_of(char symbol) {
  switch (symbol) {
    case '+':
      return BinaryOperator::Add;
    case '-':
      return BinaryOperator::Subtract;
    case '*':
      return BinaryOperator::Multiply;
    case '/':
      return BinaryOperator::Divide;
    default:
      return BinaryOperator::Modulus;
  }
}

std::string_view method_name(path::Method method) {
  switch (method) {
    case path::Method::Ceiling:
      return "ceiling";
    case path::Method::Floor:
      return "floor";
    case path::Method::Abs:
      return "abs";
    case path::Method::Double:
      return "double";
    default:
      return "";
  }
}

// Finds the type that each part of a path has whatever the document; no type: it depends on that.
class Checker {
 public:
  using MaybeType = std::optional<Type>;

  Checker(const std::set<std::string>& variables, Position position)
      : variables_(variables), position_(position) {}

  base::Result<MaybeType> check(const path::Expression& expression) const {
    return std::visit([this](const auto& node) { return type(node); }, expression.node);
  }

 private:
  base::Error invalid(const std::string& message) const {
    return error_at(position_, "INVALID_PATH", message);
  }
  // What an error says behind its place.
  static std::string reason(const base::Error& error) {
    const std::size_t colon = error.message.find(": ");
    return colon == std::string::npos ? error.message : error.message.substr(colon + 2);
  }

  base::Result<MaybeType> type(const path::Null&) const { return MaybeType(); }
  base::Result<MaybeType> type(bool) const { return MaybeType(kBoolean); }
  base::Result<MaybeType> type(const path::Number& number) const {
    using Kind = path::Number::Kind;
    if (number.kind == Kind::Double) return MaybeType(Type{TypeKind::Double});  // 1e400 is infinite
    const bool whole = number.kind == Kind::Integer;
    if (whole && !base::parse_int(number.digits))
      return syntax_error({}, "Invalid numeric literal: " + number.digits);
    const bool negative = number.digits.starts_with('-');
    const NumberLiteral literal{whole ? NumberLiteral::Kind::Integer : NumberLiteral::Kind::Decimal,
                                number.digits.substr(negative ? 1 : 0)};
    const auto made = number_literal(literal, negative, position_);
    if (made.ok()) return MaybeType(made->type);
    return base::refusal("INVALID_LITERAL", 400,
                         fmt::format("'{}' is not a valid DECIMAL literal", number.digits));
  }
  base::Result<MaybeType> type(const std::string& text) const { return MaybeType(string_literal(text).type); }
  base::Result<MaybeType> type(const path::Context&) const { return MaybeType(); }
  base::Result<MaybeType> type(const path::CurrentItem&) const { return MaybeType(); }
  base::Result<MaybeType> type(const path::Last&) const { return MaybeType(Type{TypeKind::Integer}); }

  base::Result<MaybeType> type(const path::Variable& variable) const {
    if (variables_.contains(variable.name)) return MaybeType();
    std::string message = "no value passed for parameter " + variable.name;
    for (const std::string& name : variables_) {
      if (base::iequals(name, variable.name))
        message += fmt::format(". Try quoting \"{}\" in the PASSING clause to match case", variable.name);
    }
    return invalid(message);
  }

  base::Result<MaybeType> type(const path::Sign& sign) const {
    const MaybeType operand = TRY(check(*sign.operand));
    if (operand && !is_numeric(*operand)) {
      return invalid(fmt::format("Invalid operand type ({}) in JSON path arithmetic unary expression",
                                 to_string(*operand)));
    }
    return operand;
  }

  base::Result<MaybeType> type(const path::Arithmetic& node) const {
    const MaybeType left = TRY(check(*node.left));
    const MaybeType right = TRY(check(*node.right));
    if (!left || !right) return MaybeType();
    const auto made = arithmetic(operator_of(node.op), null_of(*left), null_of(*right), position_);
    if (made.ok()) return MaybeType(made->type);
    return invalid(
        fmt::format("invalid operand types ({} and {}) in JSON path arithmetic binary expression: {}",
                    to_string(*left), to_string(*right), reason(made.error())));
  }

  base::Result<MaybeType> type(const path::Access& node) const {
    MaybeType found = TRY(check(*node.base));
    for (const path::Step& step : node.steps)
      found = TRY(std::visit([&](const auto& one) { return behind(found, one); }, step));
    return found;
  }

  base::Result<MaybeType> behind(const MaybeType&, const path::Member&) const { return MaybeType(); }
  base::Result<MaybeType> behind(const MaybeType&, const path::Descendants&) const { return MaybeType(); }
  base::Result<MaybeType> behind(const MaybeType&, const path::Elements& elements) const {
    for (const path::Elements::Range& range : elements.ranges) {
      TRY(check(*range.from));
      if (range.to) TRY(check(*range.to));
    }
    return MaybeType();
  }
  base::Result<MaybeType> behind(const MaybeType& base, const path::Filter& filter) const {
    TRY(check(*filter.condition));
    return base;
  }
  base::Result<MaybeType> behind(const MaybeType& base, path::Method method) const {
    if (method == path::Method::Type) return MaybeType(varchar_type(kLongestTypeName));
    if (method == path::Method::Size) return MaybeType(Type{TypeKind::Integer});
    if (method == path::Method::KeyValue) return MaybeType();
    const bool takes_text = method == path::Method::Double;
    if (base && !is_numeric(*base) && !(takes_text && is_text(*base))) {
      return invalid(fmt::format("cannot perform JSON path {}() method with {} argument", method_name(method),
                                 to_string(*base)));
    }
    if (takes_text) return MaybeType(Type{TypeKind::Double});
    if (!base) return MaybeType();
    return MaybeType(TRY(call_scalar({std::string(method_name(method)), position_}, {null_of(*base)})).type);
  }

  base::Result<void> check(const path::Predicate& predicate) const {
    return std::visit([this](const auto& node) { return condition(node); }, predicate.node);
  }
  // Operands that do not compare make a condition unknown while the query runs.
  base::Result<void> condition(const path::Compare& node) const {
    TRY(check(*node.left));
    TRY(check(*node.right));
    return {};
  }
  base::Result<void> condition(const path::Exists& node) const {
    TRY(check(*node.path));
    return {};
  }
  base::Result<void> condition(const path::StartsWith& node) const {
    TRY(check(*node.text));
    TRY(check(*node.prefix));
    return {};
  }
  base::Result<void> condition(const path::Not& node) const { return check(*node.operand); }
  base::Result<void> condition(const path::IsUnknown& node) const { return check(*node.operand); }
  base::Result<void> condition(const path::Logical& node) const {
    for (const path::PredicatePtr& term : node.terms) TRY(check(*term));
    return {};
  }

  const std::set<std::string>& variables_;
  const Position position_;
};

}  // namespace

base::Result<void> check_json_path(const std::string& text, Position position,
                                   const std::set<std::string>& variables) {
  const auto parsed = path::parse(text);
  if (const auto* wrong = std::get_if<path::Refusal>(&parsed)) {
    if (wrong->code != "SYNTAX_ERROR") return error_at(position, wrong->code, wrong->message);
    // The first line begins behind the quote.
    const int before = wrong->line == 1 ? position.column : 0;
    return syntax_error({position.line + wrong->line - 1, before + wrong->column + 1}, wrong->message);
  }
  TRY(Checker(variables, position).check(*std::get<path::Path>(parsed).root));
  return {};
}

}  // namespace sql
