#include <fmt/format.h>

#include <algorithm>

#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/interval.h"
#include "engine/functions/registry.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

Tree operation_tree(Operation operation, Rules rules, Tree left, Tree right) {
  return call_tree("dovetail_" + kernel_suffix(operation, rules), std::move(left), std::move(right));
}

// A text counts as a double, nothing as what it meets. In the ANSI mode, beside an integer it is one.
base::Result<void> prepare(Call& call) {
  const bool beside_integer =
      call.session.ansi && (is_integral(call.arguments[0].type) || is_integral(call.arguments.back().type));
  const Type of_text = beside_integer ? Type::BIGINT : Type::DOUBLE;
  for (auto& argument : call.arguments)
    if (is_string(argument.type)) argument = TRY(coerce(std::move(argument), of_text, call.session));
  for (std::size_t i = 0; i < 2; ++i) {
    const Type& other = call.arguments[1 - i].type;
    if (is_null_type(call.arguments[i].type))
      call.arguments[i] = TRY(coerce(std::move(call.arguments[i]),
                                     is_null_type(other) ? Type(Type::DOUBLE) : other, call.session));
  }
  return {};
}

constexpr int kMostDigits = 38;

Type bounded_decimal(int precision, int scale) {
  return Type::DECIMAL(static_cast<uint8_t>(std::min(kMostDigits, precision)),
                       static_cast<uint8_t>(std::min(kMostDigits, scale)));
}

// https://github.com/apache/spark: DecimalPrecision. The type of a decimal operation.
Type spark_decimal(Operation operation, const Type& a, const Type& b) {
  const int p1 = precision_of(a), s1 = scale_of(a), p2 = precision_of(b), s2 = scale_of(b);
  const int scale = std::max(s1, s2);
  if (operation == Operation::Multiply) return adjusted_decimal(p1 + p2 + 1, s1 + s2);
  if (operation == Operation::Divide) {
    const int quotient_scale = std::max(6, s1 + p2 + 1);
    return adjusted_decimal(p1 - s1 + s2 + quotient_scale, quotient_scale);
  }
  if (operation == Operation::Modulus) return adjusted_decimal(std::min(p1 - s1, p2 - s2) + scale, scale);
  return adjusted_decimal(std::max(p1 - s1, p2 - s2) + scale + 1, scale);
}

// https://trino.io/docs/current/functions/decimal.html
Type trino_decimal(Operation operation, const Type& a, const Type& b) {
  const int p1 = precision_of(a), s1 = scale_of(a), p2 = precision_of(b), s2 = scale_of(b);
  const int scale = std::max(s1, s2);
  int precision = std::max(p1 - s1, p2 - s2) + scale + 1, result_scale = scale;
  if (operation == Operation::Multiply) precision = p1 + p2, result_scale = s1 + s2;
  if (operation == Operation::Divide) precision = p1 + s2 + std::max(0, s2 - s1);
  if (operation == Operation::Modulus) precision = std::min(p1 - s1, p2 - s2) + scale;
  return bounded_decimal(precision, result_scale);
}

// Spark's where no precision may be lost: as many digits behind the point as there are to be; what does not
// fit in front of it is NULL.
Type exact_decimal(Operation operation, const Type& a, const Type& b) {
  const int p1 = precision_of(a), s1 = scale_of(a), p2 = precision_of(b), s2 = scale_of(b);
  const int scale = std::max(s1, s2);
  if (operation == Operation::Multiply) return bounded_decimal(p1 + p2 + 1, s1 + s2);
  if (operation == Operation::Modulus) return bounded_decimal(std::min(p1 - s1, p2 - s2) + scale, scale);
  if (operation != Operation::Divide) return bounded_decimal(std::max(p1 - s1, p2 - s2) + scale + 1, scale);
  int before_point = std::min(kMostDigits, p1 - s1 + s2);
  int behind_it = std::min(kMostDigits, std::max(6, s1 + p2 + 1));
  // What is too much goes from both sides of the point.
  if (const int too_many = before_point + behind_it - kMostDigits; too_many > 0) {
    behind_it -= too_many / 2 + 1;
    before_point = kMostDigits - behind_it;
  }
  return bounded_decimal(before_point + behind_it, behind_it);
}

// An integer beside a decimal: a literal counts the digits that it has, a column those of its type.
Typed decimal_operand(Typed value) {
  if (is_decimal(value.type)) return value;
  const Type type = value.literal_digits ? Type(Type::DECIMAL(static_cast<uint8_t>(*value.literal_digits), 0))
                                         : decimal_for(value.type);
  return {cast_tree(std::move(value.tree), type), type, value.name};
}

using DecimalType = Type(Operation, const Type&, const Type&);

Typed decimal_operation(Call& call, Operation operation, Rules rules, DecimalType type_of) {
  auto a = decimal_operand(std::move(call.arguments[0])), b = decimal_operand(std::move(call.arguments[1]));
  const Type type = type_of(operation, a.type, b.type);
  std::string name = infix_name(symbol_of(operation), a, b);
  return {call_tree("dovetail_decimal_" + kernel_suffix(operation, rules),
                    trees(std::move(a.tree), std::move(b.tree), null_tree(type))),
          type, std::move(name)};
}

base::Error no_arithmetic_of_texts(const Call& call, Operation operation) {
  const bool sum = operation == Operation::Add || operation == Operation::Subtract;
  return plan::spark_error(
      "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
      "Cannot resolve <sqlExpr> due to data type mismatch: the binary operator requires the input type "
      "<inputType>, not <actualDataType>.",
      {{"sqlExpr",
        fmt::format("\"{}\"", infix_name(symbol_of(operation), call.arguments[0], call.arguments[1]))},
       {"inputType", sum ? "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or "
                           "\"INTERVAL\")"
                         : "\"NUMERIC\""},
       {"actualDataType", "\"STRING\""}});
}

base::Result<Typed> operate(Call& call, Operation operation, Rules rules) {
  if (rules == Rules::Ansi && is_string(call.arguments[0].type) && is_string(call.arguments[1].type))
    return no_arithmetic_of_texts(call, operation);
  TRY(prepare(call));
  auto& a = call.arguments[0];
  auto& b = call.arguments[1];
  auto type = common_numeric_type(a.type, b.type);
  if (!type) return operands_differ(call, symbol_of(operation));
  if (is_decimal(*type))
    return decimal_operation(call, operation, rules,
                             rules == Rules::Trino                ? trino_decimal
                             : call.session.precision_may_be_lost ? spark_decimal
                                                                  : exact_decimal);
  // Spark has no division but of doubles (and decimals): 7 / 2 is 3.5.
  if (rules != Rules::Trino && operation == Operation::Divide) type = Type(Type::DOUBLE);
  std::string name = infix_name(symbol_of(operation), a, b);
  auto left = TRY(argument_as(call, 0, *type));
  auto right = TRY(argument_as(call, 1, *type));
  return Typed{operation_tree(operation, rules, std::move(left), std::move(right)), *type, std::move(name)};
}

// date + n, n + date, date - n: days.
base::Result<Typed> move_date(Call& call, Operation operation) {
  if (call.arguments[0].type.id() != Id::DATE) std::swap(call.arguments[0], call.arguments[1]);
  if (!is_numeric(call.arguments[1].type)) return operands_differ(call, symbol_of(operation));
  call.name = operation == Operation::Add ? "date_add" : "date_sub";
  return call_function(std::move(call));
}

base::Result<Typed> add(Call& call) {
  if (call.arguments.size() == 1) return std::move(call.arguments[0]);
  if (has_interval(call)) return add_interval(call, false);
  const auto is_number_or_date = [](const Typed& value) {
    return is_numeric(value.type) || value.type.id() == Id::DATE;
  };
  if (call.arguments[0].type.id() == Id::DATE ||
      (call.arguments[1].type.id() == Id::DATE && is_number_or_date(call.arguments[0])))
    return move_date(call, Operation::Add);
  return operate(call, Operation::Add, rules_of(call.session));
}

base::Result<Typed> negate(Call& call, Rules rules) {
  if (has_interval(call)) return negate_interval(call);
  auto& value = call.arguments[0];
  if (is_string(value.type) || is_null_type(value.type))
    value = TRY(coerce(std::move(value), Type::DOUBLE, call.session));
  if (!is_numeric(value.type)) return wrong_type(call, 0, "NUMERIC");
  const Type type = value.type;
  std::string name =
      call.name == "-" ? fmt::format("(- {})", value.name) : fmt::format("negative({})", value.name);
  if (!is_integral(type)) return Typed{call_tree("-", std::move(value.tree)), type, std::move(name)};
  if (rules == Rules::Ansi)
    return Typed{call_tree("dovetail_negate_ansi", std::move(value.tree)), type, std::move(name)};
  auto zero = constant_tree(duckdb::Value::INTEGER(0).DefaultCastAs(type));
  return Typed{operation_tree(Operation::Subtract, rules, std::move(zero), std::move(value.tree)), type,
               std::move(name)};
}

base::Result<Typed> subtract(Call& call) {
  if (call.arguments.size() == 1) return negate(call, rules_of(call.session));
  if (has_interval(call)) return add_interval(call, true);
  if (are_times(call)) return subtract_times(call);
  if (call.arguments[0].type.id() == Id::DATE) return move_date(call, Operation::Subtract);
  return operate(call, Operation::Subtract, rules_of(call.session));
}

base::Result<Typed> multiply(Call& call) {
  if (has_interval(call)) return scale_interval(call, false);
  return operate(call, Operation::Multiply, rules_of(call.session));
}
base::Result<Typed> divide(Call& call) {
  if (has_interval(call)) return scale_interval(call, true);
  return operate(call, Operation::Divide, rules_of(call.session));
}
base::Result<Typed> modulus(Call& call) {
  return operate(call, Operation::Modulus, rules_of(call.session));
}
base::Result<Typed> spark_negative(Call& call) {
  return negate(call, rules_of(call.session));
}
base::Result<Typed> trino_add(Call& call) {
  return operate(call, Operation::Add, Rules::Trino);
}
base::Result<Typed> trino_subtract(Call& call) {
  return operate(call, Operation::Subtract, Rules::Trino);
}
base::Result<Typed> trino_multiply(Call& call) {
  return operate(call, Operation::Multiply, Rules::Trino);
}
base::Result<Typed> trino_divide(Call& call) {
  return operate(call, Operation::Divide, Rules::Trino);
}
base::Result<Typed> trino_modulus(Call& call) {
  return operate(call, Operation::Modulus, Rules::Trino);
}
base::Result<Typed> trino_negate(Call& call) {
  return negate(call, Rules::Trino);
}

// a div b: bigint, toward zero, on decimals too.
base::Result<Typed> integral_divide(Call& call) {
  for (std::size_t i = 0; i < 2; ++i)
    if (!is_integral(call.arguments[i].type) && !is_decimal(call.arguments[i].type) &&
        !is_null_type(call.arguments[i].type))
      return wrong_type(call, i, "BIGINT");
  std::string name = infix_name("div", call.arguments[0], call.arguments[1]);
  if (is_decimal(call.arguments[0].type) || is_decimal(call.arguments[1].type)) {
    auto quotient = decimal_operation(call, Operation::Divide, rules_of(call.session), spark_decimal);
    auto whole = TRY(cast(std::move(quotient), Type::BIGINT, default_mode(call.session), call.session));
    whole.name = std::move(name);
    return whole;
  }
  auto left = TRY(argument_as(call, 0, Type::BIGINT));
  auto right = TRY(argument_as(call, 1, Type::BIGINT));
  return Typed{operation_tree(Operation::Divide, rules_of(call.session), std::move(left), std::move(right)),
               Type::BIGINT, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"+", 1, 2, add},
    {"-", 1, 2, subtract},
    {"*", 2, 2, multiply},
    {"/", 2, 2, divide},
    {"%", 2, 2, modulus},
    {"mod", 2, 2, modulus},
    {"div", 2, 2, integral_divide},
    {"negative", 1, 1, spark_negative},
    {"trino.add", 2, 2, trino_add},
    {"trino.subtract", 2, 2, trino_subtract},
    {"trino.multiply", 2, 2, trino_multiply},
    {"trino.divide", 2, 2, trino_divide},
    {"trino.modulus", 2, 2, trino_modulus},
    {"trino.negate", 1, 1, trino_negate},
};

}  // namespace

std::span<const FunctionRow> arithmetic_functions() {
  return kRows;
}

}  // namespace engine
