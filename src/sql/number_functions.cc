#include <algorithm>
#include <array>
#include <limits>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/math.html, bitwise.html, uuid.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

Type whole_decimal(Types arguments) {
  const Type& given = arguments[0];
  return decimal_type(
      std::min(kMaxDecimalPrecision, given.precision - given.scale + std::min(given.scale, 1)), 0);
}
Type rounded_decimal(Types arguments) {
  return decimal_type(std::min(kMaxDecimalPrecision, arguments[0].precision + 1), arguments[0].scale);
}
Type one_digit(Types) {
  return decimal_type(1, 0);
}
Type truncated_decimal(Types arguments) {
  const auto& given = arguments[0];
  return decimal_type(std::max(1, given.precision - given.scale), 0);
}

base::Result<PlanExpression> unchanged(Arguments arguments, Position) {
  return std::move(arguments[0].plan);
}

base::Result<PlanExpression> pi(Arguments, Position) {
  return plan::literal(3.141592653589793);
}
base::Result<PlanExpression> euler(Arguments, Position) {
  return plan::literal(2.718281828459045);
}
base::Result<PlanExpression> nan(Arguments, Position) {
  return plan::literal(std::numeric_limits<double>::quiet_NaN());
}
base::Result<PlanExpression> infinity(Arguments, Position) {
  return plan::literal(std::numeric_limits<double>::infinity());
}

Type wider_type(Types arguments) {
  return arguments[0].kind > arguments[1].kind ? arguments[0] : arguments[1];
}

constexpr std::array kRows = std::to_array<Function>({
    {"abs(integral) -> bigint", "trino.abs", false, nullptr, first_type},
    {"abs(decimal) -> decimal", "abs", false, nullptr, first_type},
    {"abs(real) -> real", "abs"},
    {"abs(double) -> double", "abs"},
    {"round(integral) -> bigint", "", false, unchanged, first_type},
    {"round(decimal) -> decimal", "round", true, nullptr, whole_decimal},
    {"round(real) -> real", "trino.round"},
    {"round(double) -> double", "trino.round"},
    {"round(integral, integer) -> bigint", "trino.round", false, nullptr, first_type},
    {"round(decimal, integer) -> decimal", "trino.round", false, nullptr, rounded_decimal},
    {"round(real, integer) -> real", "trino.round"},
    {"round(double, integer) -> double", "trino.round"},
    {"floor(integral) -> bigint", "", false, unchanged, first_type},
    {"floor(decimal) -> decimal", "floor", true, nullptr, whole_decimal},
    {"floor(real) -> real", "trino.floor"},
    {"floor(double) -> double", "trino.floor"},
    {"ceil(integral) -> bigint", "", false, unchanged, first_type},
    {"ceil(decimal) -> decimal", "ceil", true, nullptr, whole_decimal},
    {"ceil(real) -> real", "trino.ceil"},
    {"ceil(double) -> double", "trino.ceil"},
    {"ceiling(integral) -> bigint", "", false, unchanged, first_type},
    {"ceiling(decimal) -> decimal", "ceil", true, nullptr, whole_decimal},
    {"ceiling(real) -> real", "trino.ceil"},
    {"ceiling(double) -> double", "trino.ceil"},
    {"sign(integral) -> bigint", "trino.signum", true, nullptr, first_type},
    {"sign(decimal) -> decimal", "trino.signum", true, nullptr, one_digit},
    {"sign(real) -> real", "trino.sign", true},
    {"sign(double) -> double", "trino.sign"},
    {"truncate(decimal) -> decimal", "trino.truncate_exact", true, nullptr, truncated_decimal},
    {"truncate(real) -> real", "trino.truncate", true},
    {"truncate(double) -> double", "trino.truncate"},
    {"sqrt(double) -> double", "sqrt"},
    {"power(double, double) -> double", "power"},
    {"pow(double, double) -> double", "power"},
    {"exp(double) -> double", "exp"},
    {"ln(double) -> double", "trino.ln"},
    {"log2(double) -> double", "trino.log2"},
    {"log10(double) -> double", "trino.log10"},
    {"log(double, double) -> double", "trino.log"},
    {"sin(double) -> double", "sin"},
    {"cos(double) -> double", "cos"},
    {"tan(double) -> double", "tan"},
    {"asin(double) -> double", "asin"},
    {"acos(double) -> double", "acos"},
    {"atan(double) -> double", "atan"},
    {"atan2(double, double) -> double", "atan2"},
    {"sinh(double) -> double", "sinh"},
    {"cosh(double) -> double", "cosh"},
    {"tanh(double) -> double", "tanh"},
    {"cbrt(double) -> double", "cbrt"},
    {"degrees(double) -> double", "degrees"},
    {"radians(double) -> double", "radians"},
    {"pi() -> double", "", false, pi},
    {"e() -> double", "", false, euler},
    {"nan() -> double", "", false, nan},
    {"infinity() -> double", "", false, infinity},
    {"is_nan(double) -> boolean", "trino.is_nan"},
    {"is_finite(double) -> boolean", "trino.is_finite"},
    {"is_infinite(double) -> boolean", "trino.is_infinite"},
    {"normal_cdf(double, double, double) -> double", "trino.normal_cdf"},
    {"inverse_normal_cdf(double, double, double) -> double", "trino.inverse_normal_cdf"},
    {"beta_cdf(double, double, double) -> double", "trino.beta_cdf"},
    {"inverse_beta_cdf(double, double, double) -> double", "trino.inverse_beta_cdf"},
    {"wilson_interval_lower(bigint, bigint, double) -> double", "trino.wilson_interval_lower"},
    {"wilson_interval_upper(bigint, bigint, double) -> double", "trino.wilson_interval_upper"},
    {"cosine_similarity(map(varchar, double), map(varchar, double)) -> double", "trino.cosine_similarity"},
    {"truncate(decimal, bigint) -> decimal", "trino.truncate_digits", false, nullptr, first_type},
    {"random() -> double", "trino.random"},
    {"uuid() -> uuid", "trino.uuid"},
    {"rand() -> double", "trino.random"},
    {"random(integral) -> bigint", "trino.random_below", true, nullptr, first_type},
    {"rand(integral) -> bigint", "trino.random_below", true, nullptr, first_type},
    {"random(integral, integral) -> bigint", "trino.random_between", true, nullptr, wider_type},
    {"rand(integral, integral) -> bigint", "trino.random_between", true, nullptr, wider_type},
    {"width_bucket(double, double, double, bigint) -> bigint", "trino.width_bucket"},
    {"width_bucket(double, array(double)) -> bigint", "trino.width_bucket_of_bins"},
    {"to_base(bigint, bigint) -> varchar", "trino.to_base"},
    {"from_base(varchar, bigint) -> bigint", "trino.from_base"},
    {"bit_count(bigint, bigint) -> bigint", "trino.bit_count"},
    {"bitwise_and(bigint, bigint) -> bigint", "&"},
    {"bitwise_or(bigint, bigint) -> bigint", "|"},
    {"bitwise_xor(bigint, bigint) -> bigint", "^"},
    {"bitwise_not(bigint) -> bigint", "~"},
    {"bitwise_left_shift(tinyint, bigint) -> tinyint", "trino.shift_left_8"},
    {"bitwise_left_shift(smallint, bigint) -> smallint", "trino.shift_left_16"},
    {"bitwise_left_shift(integer, bigint) -> integer", "trino.shift_left_32"},
    {"bitwise_left_shift(bigint, bigint) -> bigint", "trino.shift_left_64"},
    {"bitwise_right_shift(tinyint, bigint) -> tinyint", "trino.shift_right_8"},
    {"bitwise_right_shift(smallint, bigint) -> smallint", "trino.shift_right_16"},
    {"bitwise_right_shift(integer, bigint) -> integer", "trino.shift_right_32"},
    {"bitwise_right_shift(bigint, bigint) -> bigint", "trino.shift_right_64"},
    {"bitwise_right_shift_arithmetic(tinyint, bigint) -> tinyint", "trino.shift_arithmetic_8"},
    {"bitwise_right_shift_arithmetic(smallint, bigint) -> smallint", "trino.shift_arithmetic_16"},
    {"bitwise_right_shift_arithmetic(integer, bigint) -> integer", "trino.shift_arithmetic_32"},
    {"bitwise_right_shift_arithmetic(bigint, bigint) -> bigint", "trino.shift_arithmetic_64"},
});

}  // namespace

std::span<const Function> number_functions() {
  return kRows;
}

}  // namespace sql
