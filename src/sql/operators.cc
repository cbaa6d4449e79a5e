#include "sql/operators.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sql/cast.h"
#include "sql/intervals.h"

namespace sql {
namespace {

std::string_view trino_function(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
      return "trino.add";
    case BinaryOperator::Subtract:
      return "trino.subtract";
    case BinaryOperator::Multiply:
      return "trino.multiply";
    case BinaryOperator::Divide:
      return "trino.divide";
    default:
      return "trino.modulus";
  }
}

Type decimal_result(BinaryOperator op, const Type& a, const Type& b) {
  const int scale = std::max(a.scale, b.scale);
  const int whole = std::max(a.precision - a.scale, b.precision - b.scale);
  switch (op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
      return decimal_type(std::min(kMaxDecimalPrecision, whole + scale + 1), scale);
    case BinaryOperator::Multiply:
      return decimal_type(std::min(kMaxDecimalPrecision, a.precision + b.precision), a.scale + b.scale);
    case BinaryOperator::Divide:
      return decimal_type(
          std::min(kMaxDecimalPrecision, a.precision + b.scale + std::max(b.scale - a.scale, 0)), scale);
    default:
      return decimal_type(std::min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
  }
}

// Of = < <= > >=.
std::string_view trino_comparison(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Equal:
      return "trino.equal";
    case BinaryOperator::Less:
      return "trino.less";
    case BinaryOperator::LessOrEqual:
      return "trino.less_or_equal";
    case BinaryOperator::Greater:
      return "trino.greater";
    default:
      return "trino.greater_or_equal";
  }
}

// What is unknown inside makes the answer unknown, or not.
std::string nested_comparison(BinaryOperator op) {
  return "trino.nested_" + std::string(trino_comparison(op).substr(std::string_view("trino.").size()));
}

std::string_view plain_comparison(BinaryOperator op, bool ieee) {
  if (ieee) return trino_comparison(op);
  return op == BinaryOperator::Equal ? "==" : symbol(op);
}

// Whether the plan's comparison of floating numbers, where a NaN equals itself and is above all others, may
// differ from Trino's, where it is neither equal to anything nor above it.
bool depends_on_nan(BinaryOperator op, const PlanExpression& left, const PlanExpression& right) {
  const bool nan_on_left = !is_number(left);
  const bool nan_on_right = !is_number(right);
  if (nan_on_left && nan_on_right) return true;
  const bool above = op == BinaryOperator::Greater || op == BinaryOperator::GreaterOrEqual;
  const bool below = op == BinaryOperator::Less || op == BinaryOperator::LessOrEqual;
  return (nan_on_left && above) || (nan_on_right && below);
}

base::Error cannot_apply(BinaryOperator op, const Type& left, const Type& right, Position position) {
  return error_at(
      position, "TYPE_MISMATCH",
      fmt::format("Cannot apply operator: {} {} {}", to_string(left), symbol(op), to_string(right)));
}

// Spark's + - * on doubles are Trino's; dividing by zero is not (NULL there, Infinity or NaN here).
Typed floating_arithmetic(BinaryOperator op, Typed left, Typed right, const Type& type) {
  const bool same =
      op == BinaryOperator::Add || op == BinaryOperator::Subtract || op == BinaryOperator::Multiply;
  const std::string_view function = same ? symbol(op) : trino_function(op);
  return {plan::call(function, {coerce(std::move(left), type).plan, coerce(std::move(right), type).plan}),
          type};
}

// An integer as the decimal that it is.
Typed exact(Typed operand) {
  const Type type = operand.type;
  return is_integral(type) ? coerce(std::move(operand), as_decimal(type)) : operand;
}

base::Result<Typed> decimal_arithmetic(BinaryOperator op, Typed left, Typed right, Position position) {
  left = exact(std::move(left));
  right = exact(std::move(right));
  const Type type = decimal_result(op, left.type, right.type);
  if (type.scale > kMaxDecimalPrecision) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("DECIMAL scale must be in range [0, precision (38)]: {}", type.scale));
  }
  return Typed{plan::call(trino_function(op), {std::move(left.plan), std::move(right.plan)}), type};
}

// Of Spark's operators: what its functions without a sign of their own are called.
std::string_view plan_function(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::ShiftLeft:
      return "shiftleft";
    case BinaryOperator::ShiftRight:
      return "shiftright";
    case BinaryOperator::ShiftRightUnsigned:
      return "shiftrightunsigned";
    default:
      return symbol(op);
  }
}

Typed padded_order(BinaryOperator op, Typed left, Typed right) {
  if (left.type.kind == TypeKind::Unknown || right.type.kind == TypeKind::Unknown) return null_of(kBoolean);
  PlanExpression order = plan::call("trino.compare_padded", {std::move(left.plan), std::move(right.plan)});
  return {plan::call(plain_comparison(op, false), {std::move(order), plan::literal(0)}), kBoolean};
}

}  // namespace

Typed deferred(BinaryOperator op, PlanExpression left, PlanExpression right) {
  const bool negated = op == BinaryOperator::NotEqual;
  const std::string_view function = negated || op == BinaryOperator::Equal ? "==" : plan_function(op);
  PlanExpression value = plan::call(function, {std::move(left), std::move(right)});
  if (negated) value = plan::call("not", {std::move(value)});
  return {std::move(value), kDeferred};
}

base::Result<Typed> arithmetic(BinaryOperator op, Typed left, Typed right, Position position) {
  if (std::optional<Typed> known = TRY(interval_arithmetic(op, left, right, position)))
    return *std::move(known);
  const std::optional<Type> type = common_type(left.type, right.type);
  const bool unknown = type && type->kind == TypeKind::Unknown;
  if (!type || (!is_numeric(*type) && !unknown)) return cannot_apply(op, left.type, right.type, position);
  if (unknown) return null_of({TypeKind::Integer});
  if (left.type.kind == TypeKind::Unknown || right.type.kind == TypeKind::Unknown) return null_of(*type);
  if (is_floating(*type)) return floating_arithmetic(op, std::move(left), std::move(right), *type);
  if (type->kind == TypeKind::Decimal)
    return decimal_arithmetic(op, std::move(left), std::move(right), position);
  return Typed{plan::call(trino_function(op),
                          {coerce(std::move(left), *type).plan, coerce(std::move(right), *type).plan}),
               *type};
}

base::Result<Typed> comparison(BinaryOperator op, Typed left, Typed right, Position position) {
  if (left.type == kDeferred) return deferred(op, std::move(left.plan), std::move(right.plan));
  std::optional<Type> type = common_type(left.type, right.type);
  if (!type) return cannot_apply(op, left.type, right.type, position);
  if (type->kind == TypeKind::Unknown) return null_of(kBoolean);
  if (!is_comparable(*type)) return cannot_apply(op, left.type, right.type, position);
  const bool negated = op == BinaryOperator::NotEqual;
  if (negated) op = BinaryOperator::Equal;
  if (op != BinaryOperator::Equal && !is_orderable(*type))
    return cannot_apply(op, left.type, right.type, position);
  if (would_fill_long(*type)) {
    if (op != BinaryOperator::Equal) return padded_order(op, std::move(left), std::move(right));
    left = without_blanks(std::move(left));
    right = without_blanks(std::move(right));
    type = varchar_type();
  }
  PlanExpression a = coerce(std::move(left), *type).plan;
  PlanExpression b = coerce(std::move(right), *type).plan;
  const bool ieee = is_floating(*type) && depends_on_nan(op, a, b);
  const std::string function =
      is_nested(*type) ? nested_comparison(op) : std::string(plain_comparison(op, ieee));
  PlanExpression result = plan::call(function, {std::move(a), std::move(b)});
  if (negated) result = plan::call("not", {std::move(result)});
  return Typed{std::move(result), kBoolean};
}

bool is_number(const PlanExpression& value) {
  const PlanExpression* inner = &value;
  while (inner->has_cast()) inner = &inner->cast().expr();
  if (!inner->has_literal()) return false;
  if (inner->literal().has_double_()) return !std::isnan(inner->literal().double_());
  if (inner->literal().has_float_()) return !std::isnan(inner->literal().float_());
  return true;
}

base::Result<Typed> negate(Typed operand, Position position) {
  if (operand.type.kind == TypeKind::Unknown) return null_of({TypeKind::Integer});
  if (!is_numeric(operand.type) && !is_interval(operand.type)) {
    return error_at(position, "TYPE_MISMATCH", fmt::format("Cannot negate {}", to_string(operand.type)));
  }
  const std::string_view function =
      is_integral(operand.type) || is_interval(operand.type) ? "trino.negate" : "negative";
  return Typed{plan::call(function, {std::move(operand.plan)}), operand.type};
}

PlanExpression combine(std::string_view function, std::vector<PlanExpression> terms) {
  while (terms.size() > 1) {
    std::vector<PlanExpression> half;
    for (std::size_t i = 0; i + 1 < terms.size(); i += 2) {
      half.push_back(plan::call(function, {std::move(terms[i]), std::move(terms[i + 1])}));
    }
    if (terms.size() % 2 == 1) half.push_back(std::move(terms.back()));
    terms = std::move(half);
  }
  return std::move(terms.front());
}

PlanExpression negated_if(bool negated, PlanExpression condition) {
  return negated ? plan::call("not", {std::move(condition)}) : std::move(condition);
}

}  // namespace sql
