#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "engine/functions/nested.h"
#include "engine/functions/registry.h"
#include "engine/functions/spark_interval.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

// A number; texts and NULL count as doubles.
base::Result<void> make_numeric(Call& call, std::size_t index) {
  auto& value = call.arguments[index];
  if (is_string(value.type) || is_null_type(value.type))
    value = TRY(coerce(std::move(value), Type::DOUBLE, call.session));
  if (!is_numeric(value.type)) return wrong_type(call, index, "NUMERIC");
  return {};
}

base::Result<Typed> absolute(Call& call, const char* integral_kernel) {
  std::string name = call_name(call);
  if (!is_interval(call.arguments[0].type)) TRY(make_numeric(call, 0));
  auto& value = call.arguments[0];
  const Type type = value.type;
  auto result = call_tree(is_integral(type) ? integral_kernel : "abs", std::move(value.tree));
  // Of a NULL that is a constant, DuckDB's abs has no type.
  if (is_decimal(type)) result = cast_tree(std::move(result), type);
  return Typed{std::move(result), type, std::move(name)};
}
base::Result<Typed> spark_abs(Call& call) {
  return absolute(call, call.session.ansi ? "dovetail_abs_ansi" : "dovetail_abs_spark");
}
base::Result<Typed> trino_abs(Call& call) {
  return absolute(call, "dovetail_abs_trino");
}

// The digits to round to: a constant, in Spark as in practice.
base::Result<int> digits_of(Call& call) {
  if (call.arguments.size() < 2) return 0;
  const auto digits = constant_integer(call.arguments[1]);
  if (!digits) return wrong_type(call, 1, "a constant INT");
  return static_cast<int>(std::clamp<std::int64_t>(*digits, -400, 400));
}

Type rounded_decimal(const Type& type, int digits) {
  const int scale = std::clamp(digits, 0, scale_of(type));
  const int integer_digits = std::max(precision_of(type) - scale_of(type) + 1, digits < 0 ? -digits + 1 : 0);
  return adjusted_decimal(std::min(38, integer_digits + scale), scale);
}

base::Result<Typed> rounded(Call& call, const char* kernel) {
  std::string name = fmt::format("{}({}, {})", call.name, call.arguments[0].name,
                                 call.arguments.size() > 1 ? call.arguments[1].name : "0");
  TRY(make_numeric(call, 0));
  const int digits = TRY(digits_of(call));
  auto& value = call.arguments[0];
  const Type type = is_decimal(value.type) ? rounded_decimal(value.type, digits) : value.type;
  return Typed{call_tree(kernel, trees(std::move(value.tree), constant_tree(duckdb::Value::INTEGER(digits)),
                                       null_tree(type))),
               type, std::move(name)};
}
base::Result<Typed> spark_round(Call& call) {
  return rounded(call, call.session.ansi ? "dovetail_round_ansi" : "dovetail_round");
}
base::Result<Typed> bround(Call& call) {
  return rounded(call, call.session.ansi ? "dovetail_bround_ansi" : "dovetail_bround");
}

// Trino's keeps the type (a decimal's scale too), and knows no rule about the text of a double.
base::Result<Typed> trino_round(Call& call) {
  std::string name = call_name(call);
  TRY(make_numeric(call, 0));
  auto& value = call.arguments[0];
  Type type = value.type;
  if (is_fractional(type)) {
    auto digits = call.arguments.size() > 1 ? TRY(argument_as(call, 1, Type::INTEGER))
                                            : constant_tree(duckdb::Value::INTEGER(0));
    auto rounded = call_tree("round", trees(std::move(call.arguments[0].tree), std::move(digits)));
    return Typed{std::move(rounded), type, std::move(name)};
  }
  if (is_decimal(type))
    type = Type::DECIMAL(static_cast<uint8_t>(std::min(38, precision_of(type) + 1)),
                         static_cast<uint8_t>(scale_of(type)));
  auto number = std::move(value.tree);
  auto digits = TRY(argument_as(call, 1, Type::BIGINT));
  return Typed{call_tree("dovetail_round_exact", std::move(number), std::move(digits), null_tree(type)), type,
               std::move(name)};
}

// The decimal that Spark takes a number for: a double, and a text, has 15 digits behind the point.
Type as_decimal(const Type& type) {
  if (is_decimal(type)) return type;
  return is_integral(type) ? decimal_for(type) : Type::DECIMAL(30, 15);
}

// floor(number, digits), ceil(number, digits)
base::Result<Typed> to_digits(Call& call, const char* kernel) {
  std::string name = call_name(call);
  const auto digits = constant_integer(call.arguments[1]);
  if (!digits)
    return plan::spark_error(
        "NON_FOLDABLE_ARGUMENT",
        "The function <funcName> requires the parameter <paramName> to be a foldable "
        "expression of the type <paramType>, but the actual argument is a non-foldable.",
        {{"funcName", fmt::format("`{}`", call.name)}, {"paramName", "`scale`"}, {"paramType", "\"INT\""}});
  TRY(make_numeric(call, 0));
  const Type from = as_decimal(call.arguments[0].type);
  const int places = static_cast<int>(std::clamp<std::int64_t>(*digits, -38, 38));
  auto value = TRY(argument_as(call, 0, from));
  const Type type = rounded_decimal(from, places);
  return Typed{call_tree(kernel, trees(std::move(value), constant_tree(duckdb::Value::INTEGER(places)),
                                       null_tree(type))),
               type, std::move(name)};
}

base::Result<Typed> to_whole(Call& call, const char* kernel, std::string_view shown) {
  if (call.arguments.size() > 1)
    return to_digits(call,
                     kernel == std::string_view("dovetail_floor") ? "dovetail_floor_at" : "dovetail_ceil_at");
  std::string name = fmt::format("{}({})", shown, call.arguments[0].name);
  TRY(make_numeric(call, 0));
  auto& value = call.arguments[0];
  if (is_integral(value.type))
    return Typed{cast_tree(std::move(value.tree), Type::BIGINT), Type::BIGINT, std::move(name)};
  const Type type =
      is_decimal(value.type)
          ? adjusted_decimal(std::min(38, precision_of(value.type) - scale_of(value.type) + 1), 0)
          : Type(Type::BIGINT);
  if (!is_decimal(value.type)) value.tree = cast_tree(std::move(value.tree), Type::DOUBLE);
  return Typed{call_tree(kernel, trees(std::move(value.tree), null_tree(type))), type, std::move(name)};
}
base::Result<Typed> floor(Call& call) {
  return to_whole(call, "dovetail_floor", "FLOOR");
}
base::Result<Typed> ceil(Call& call) {
  return to_whole(call, "dovetail_ceil", call.name == "ceiling" ? "ceiling" : "CEIL");
}

base::Result<Typed> same_type(Call& call, const char* function) {
  std::string name = call_name(call);
  TRY(make_numeric(call, 0));
  const Type type = call.arguments[0].type;
  return Typed{call_tree(function, std::move(call.arguments[0].tree)), type, std::move(name)};
}
base::Result<Typed> trino_floor(Call& call) {
  return same_type(call, "floor");
}
base::Result<Typed> trino_ceil(Call& call) {
  return same_type(call, "ceil");
}

// SIN(a): columns show many functions of doubles in capitals.
std::string capital_name(std::string name) {
  const std::size_t end = name.find('(');
  std::transform(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(end), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

base::Result<Typed> of_double(Call& call, const char* function) {
  std::string name = call_name(call);
  Trees operands;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    TRY(make_numeric(call, i));
    operands.push_back(TRY(argument_as(call, i, Type::DOUBLE)));
  }
  return Typed{call_tree(function, std::move(operands)), Type::DOUBLE, std::move(name)};
}
base::Result<Typed> shown_in_capitals(Call& call, const char* function) {
  auto result = TRY(of_double(call, function));
  result.name = capital_name(std::move(result.name));
  return result;
}
base::Result<Typed> sqrt(Call& call) {
  return shown_in_capitals(call, "dovetail_sqrt");
}
base::Result<Typed> power(Call& call) {
  return call.name == "power" ? shown_in_capitals(call, "pow") : of_double(call, "pow");
}

// exp, sin, trino.ln, ...: the kernel has the name that stands behind the dot.
base::Result<Typed> by_name(Call& call) {
  const std::string kernel = "dovetail_" + std::string(call.name.substr(call.name.find('.') + 1));
  return shown_in_capitals(call, kernel.c_str());
}

// NULL where Java's logarithm is none.
base::Result<Typed> spark_logarithm(Call& call) {
  if (call.arguments.size() == 2) return shown_in_capitals(call, "dovetail_spark_inner.log");
  std::string name = call_name(call);
  if (call.name == "log") name = "LOG(E(), " + call.arguments[0].name + ")";
  if (call.name == "log2" || call.name == "log10") name = capital_name(std::move(name));
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  const std::string kernel = "dovetail_" + std::string(call.name == "log" ? "ln" : call.name);
  auto zero = constant_tree(duckdb::Value::DOUBLE(0));
  auto result = let_tree(std::move(value), [&](const Tree& number) {
    return if_tree(compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHAN, number->Copy(), std::move(zero)),
                   call_tree(kernel, number->Copy()), null_tree(Type::DOUBLE));
  });
  return Typed{std::move(result), Type::DOUBLE, std::move(name)};
}

// -1, 0 or 1, as a double; -0.0 and NaN are their own.
base::Result<Typed> spark_sign(Call& call) {
  std::string name = call.name == "signum" ? capital_name(call_name(call)) : call_name(call);
  auto value = is_interval(call.arguments[0].type)
                   ? cast_tree(std::move(call.arguments[0].tree), Type::DOUBLE)
                   : TRY(argument_as(call, 0, Type::DOUBLE));
  auto result = let_tree(std::move(value), [&](const Tree& number) {
    auto is_zero = compare_tree(duckdb::ExpressionType::COMPARE_EQUAL, number->Copy(),
                                constant_tree(duckdb::Value::DOUBLE(0)));
    auto itself = conjunction_tree(duckdb::ExpressionType::CONJUNCTION_OR,
                                   trees(call_tree("isnan", number->Copy()), std::move(is_zero)));
    return if_tree(std::move(itself), number->Copy(),
                   cast_tree(call_tree("sign", number->Copy()), Type::DOUBLE));
  });
  return Typed{std::move(result), Type::DOUBLE, std::move(name)};
}

base::Result<Typed> is_nan(Call& call) {
  std::string name = call_name(call);
  auto nan = call_tree("isnan", TRY(argument_as(call, 0, Type::DOUBLE)));
  return Typed{operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                             trees(std::move(nan), constant_tree(duckdb::Value::BOOLEAN(false)))),
               Type::BOOLEAN, std::move(name)};
}
base::Result<Typed> pi(Call&) {
  return Typed{constant_tree(duckdb::Value::DOUBLE(std::numbers::pi)), Type::DOUBLE, "PI()"};
}
base::Result<Typed> euler(Call&) {
  return Typed{constant_tree(duckdb::Value::DOUBLE(std::numbers::e)), Type::DOUBLE, "E()"};
}

base::Result<Typed> atan2(Call& call) {
  return shown_in_capitals(call, "atan2");
}

// Of an exact number: trino.signum gives -1, 0 or 1, trino.truncate_exact what stands before the point.
base::Result<Typed> of_exact(Call& call, const char* function) {
  const Type type = call.arguments[0].type;
  if (!is_integral(type) && !is_decimal(type)) return wrong_type(call, 0, "NUMERIC");
  std::string name = call_name(call);
  auto result = cast_tree(call_tree(function, trees(std::move(call.arguments[0].tree))), type);
  return Typed{std::move(result), type, std::move(name)};
}
base::Result<Typed> signum(Call& call) {
  return of_exact(call, "sign");
}
base::Result<Typed> truncate_exact(Call& call) {
  return of_exact(call, "trunc");
}

base::Result<Typed> truncate_digits(Call& call) {
  const Type type = call.arguments[0].type;
  if (!is_decimal(type)) return wrong_type(call, 0, "DECIMAL");
  std::string name = call_name(call);
  auto digits = TRY(argument_as(call, 1, Type::BIGINT));
  return Typed{call_tree("dovetail_truncate_digits", std::move(call.arguments[0].tree), std::move(digits)),
               type, std::move(name)};
}

// Of two integers, in the wider type.
base::Result<Typed> bits(Call& call, const char* function) {
  std::string name = infix_name(call.name, call.arguments[0], call.arguments[1]);
  const auto type = common_numeric_type(call.arguments[0].type, call.arguments[1].type);
  if (!type || !is_integral(*type)) return wrong_type(call, 0, "INTEGRAL");
  auto left = TRY(argument_as(call, 0, *type));
  auto right = TRY(argument_as(call, 1, *type));
  return Typed{call_tree(function, trees(std::move(left), std::move(right))), *type, std::move(name)};
}
base::Result<Typed> bitwise_and(Call& call) {
  return bits(call, "&");
}
base::Result<Typed> bitwise_or(Call& call) {
  return bits(call, "|");
}
base::Result<Typed> bitwise_xor(Call& call) {
  return bits(call, "xor");
}
base::Result<Typed> bitwise_not(Call& call) {
  const Type type = call.arguments[0].type;
  if (!is_integral(type)) return wrong_type(call, 0, "INTEGRAL");
  std::string name = "~" + call.arguments[0].name;
  return Typed{call_tree("~", trees(std::move(call.arguments[0].tree))), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"&", 2, 2, bitwise_and},
    {"|", 2, 2, bitwise_or},
    {"^", 2, 2, bitwise_xor},
    {"~", 1, 1, bitwise_not},
    {"trino.signum", 1, 1, signum},
    {"trino.truncate_exact", 1, 1, truncate_exact},
    {"trino.truncate_digits", 2, 2, truncate_digits},
    {"ln", 1, 1, spark_logarithm},
    {"log", 1, 2, spark_logarithm},
    {"log2", 1, 1, spark_logarithm},
    {"log10", 1, 1, spark_logarithm},
    {"sign", 1, 1, spark_sign},
    {"signum", 1, 1, spark_sign},
    {"isnan", 1, 1, is_nan},
    {"pi", 0, 0, pi},
    {"e", 0, 0, euler},
    {"exp", 1, 1, by_name},
    {"sin", 1, 1, by_name},
    {"cos", 1, 1, by_name},
    {"tan", 1, 1, by_name},
    {"asin", 1, 1, by_name},
    {"acos", 1, 1, by_name},
    {"atan", 1, 1, by_name},
    {"atan2", 2, 2, atan2},
    {"sinh", 1, 1, by_name},
    {"cosh", 1, 1, by_name},
    {"tanh", 1, 1, by_name},
    {"cbrt", 1, 1, by_name},
    {"degrees", 1, 1, by_name},
    {"radians", 1, 1, by_name},
    {"trino.ln", 1, 1, by_name},
    {"trino.log2", 1, 1, by_name},
    {"trino.log10", 1, 1, by_name},
    {"abs", 1, 1, spark_abs},
    {"round", 1, 2, spark_round},
    {"bround", 1, 2, bround},
    {"floor", 1, 2, floor},
    {"ceil", 1, 2, ceil},
    {"ceiling", 1, 2, ceil},
    {"sqrt", 1, 1, sqrt},
    {"power", 2, 2, power},
    {"pow", 2, 2, power},
    {"trino.abs", 1, 1, trino_abs},
    {"trino.round", 1, 2, trino_round},
    {"trino.floor", 1, 1, trino_floor},
    {"trino.ceil", 1, 1, trino_ceil},
};

}  // namespace

std::span<const FunctionRow> math_functions() {
  return kRows;
}

}  // namespace engine
