#include "sql/whole_constant.h"

#include <limits>

#include "base/text.h"

namespace sql {
namespace {

using Number = std::int64_t;

std::optional<Number> rest_of(Number a, Number b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<Number>::min())) return std::nullopt;
  return a % b;
}

std::optional<Number> computed(BinaryOperator op, Number a, Number b) {
  Number result = 0;
  switch (op) {
    case BinaryOperator::Add:
      return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOperator::Subtract:
      return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOperator::Multiply:
      return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOperator::Modulus:
      return rest_of(a, b);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Number> whole_constant(const Expression& expression) {
  if (const auto* number = std::get_if<NumberLiteral>(&expression.node)) {
    const bool whole =
        number->kind == NumberLiteral::Kind::Integer && (number->suffix.empty() || number->suffix == "L");
    return whole ? base::parse_int(number->digits) : std::nullopt;
  }
  if (const auto* negation = std::get_if<Negation>(&expression.node)) {
    const std::optional<Number> operand = whole_constant(*negation->operand);
    return operand ? computed(BinaryOperator::Subtract, 0, *operand) : std::nullopt;
  }
  const auto* binary = std::get_if<Binary>(&expression.node);
  if (binary == nullptr) return std::nullopt;
  const std::optional<Number> left = whole_constant(*binary->left), right = whole_constant(*binary->right);
  return left && right ? computed(binary->op, *left, *right) : std::nullopt;
}

}  // namespace sql
