#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/half_even.h"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::Vector;
using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

template <Rules rules>
duckdb::scalar_function_t abs_kernel(const Type& type) {
  return with_native(type, [&](auto zero) -> duckdb::scalar_function_t {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      return unary_kernel<T, T>([type](T value, Vector&) -> std::optional<T> {
        if (value >= 0) return value;
        T result = 0;
        const bool overflow = __builtin_sub_overflow(T(0), value, &result);
        if (overflow && rules == Rules::Trino)
          raise_out_of_range(fmt::format("Value {} is out of range for abs({})", value, trino_type(type)));
        if (overflow && rules == Rules::Ansi) raise_overflow("overflow", "");
        return result;
      });
    else
      throw duckdb::InternalException("abs of %s is DuckDB's", type.ToString());
  });
}

template <Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_abs(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                  Arguments& arguments) {
  const Type type = arguments[0]->return_type;
  function.arguments = {type};
  function.SetReturnType(type);
  function.SetFunctionCallback(abs_kernel<rules>(type));
  return nullptr;
}

// Half up on the decimal text of the double, as Java's BigDecimal sees it: round(2.675, 2) is 2.68.
double round_double(double value, int digits) {
  if (!std::isfinite(value) || digits > 17) return value;
  const double magnitude = std::abs(value);
  if (magnitude >= 1e18 || (digits >= 0 && magnitude >= 1e15 && magnitude == std::trunc(magnitude)))
    return value;
  if (digits < 0) {
    const auto factor = std::pow(10.0, -digits);
    return std::round(value / factor) * factor + 0.0;
  }
  const auto unscaled = text_to_decimal(double_to_text(value), 38, digits);
  if (!unscaled) return value;
  return text_to_double(decimal_to_text(*unscaled, digits)).value_or(value);
}

// On the decimal text of the double, also of one that a float is, which has 17 digits at most: in units of
// 10^-digits it is a number of 38 digits, or has nothing to round.
template <typename Float>
Float bround_floating(Float value, int digits) {
  constexpr int kScale = 18;
  if (!std::isfinite(value)) return value;
  const std::string text = double_to_text(value);
  const std::size_t e = text.find('E');
  const int exponent = (e == std::string::npos ? 0 : std::stoi(text.substr(e + 1))) + digits;
  const auto with_exponent = [](std::string number, int power) {
    return number + "E" + std::to_string(power);
  };
  const auto units = text_to_decimal(with_exponent(text.substr(0, e), exponent), 38, kScale);
  if (!units) return value;
  const Int128 rounded = divide_half_even(*units, power_of_ten(kScale));
  return static_cast<Float>(
      text_to_double(with_exponent(decimal_to_text(rounded, 0), -digits)).value_or(value));
}

float round_float(float value, int digits) {
  const auto unscaled = std::isfinite(value) && digits >= 0 && digits < 17
                            ? text_to_decimal(float_to_text(value), 38, digits)
                            : std::nullopt;
  return unscaled ? static_cast<float>(*text_to_double(decimal_to_text(*unscaled, digits)))
                  : static_cast<float>(round_double(value, digits));
}

// An exact number that counts units of 10^-from_scale, rounded to `digits` and counted in units of
// 10^-to_scale.
enum class Rounding { HalfUp, HalfEven, Floor, Ceiling };

Int128 divided(Int128 value, Int128 unit, Rounding rounding) {
  if (rounding == Rounding::HalfUp) return divide_half_up(value, unit);
  if (rounding == Rounding::HalfEven) return divide_half_even(value, unit);
  const Int128 rest = value % unit;
  if (rounding == Rounding::Floor) return value / unit - (rest < 0);
  return value / unit + (rest > 0);
}

Int128 round_exact(Int128 value, int from_scale, int digits, int to_scale, Rounding rounding) {
  if (from_scale - digits > 38) return 0;
  if (digits < from_scale) value = divided(value, power_of_ten(from_scale - digits), rounding);
  const int now = std::min(digits, from_scale);
  return value * power_of_ten(std::min(38, to_scale - now));
}

bool has_room(const Type& decimal, Int128 number) {
  const Int128 limit = power_of_ten(precision_of(decimal));
  return number < limit && number > -limit;
}

void check_room(const Type& decimal, Int128 rounded) {
  if (has_room(decimal, rounded)) return;
  constexpr auto kCondition = "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION";
  raise(base::refusal(
      kCondition, 400,
      fmt::format("[{}] The {} cannot be represented as Decimal({}, {}).", kCondition,
                  decimal_to_text(rounded, scale_of(decimal)), precision_of(decimal), scale_of(decimal))));
}

template <typename Out>
bool holds(Int128 number) {
  const Int128 limit = Int128{1} << (sizeof(Out) * 8 - 1);
  return number < limit && number >= -limit;
}

template <Rounding rounding, Rules rules = Rules::Spark>
duckdb::unique_ptr<duckdb::FunctionData> bind_round(duckdb::ClientContext& context,
                                                    duckdb::ScalarFunction& function, Arguments& arguments) {
  const Type from = arguments[0]->return_type, to = arguments[2]->return_type;
  const int digits = duckdb::ExpressionExecutor::EvaluateScalar(context, *arguments[1]).GetValue<int32_t>();
  const int from_scale = is_decimal(from) ? scale_of(from) : 0, to_scale = is_decimal(to) ? scale_of(to) : 0;
  function.arguments = {from, Type::INTEGER, to};
  function.SetReturnType(to);
  if (is_decimal(to) || rules == Rules::Ansi) function.SetFallible();
  function.SetFunctionCallback(with_native(from, [&](auto in) -> duckdb::scalar_function_t {
    return with_native(to, [&](auto out) -> duckdb::scalar_function_t {
      using In = decltype(in);
      using Out = decltype(out);
      return unary_kernel<In, Out>([=](In value, Vector&) -> std::optional<Out> {
        if constexpr (std::is_same_v<In, double> && std::is_same_v<Out, double>)
          return rounding == Rounding::HalfUp ? round_double(value, digits) : bround_floating(value, digits);
        else if constexpr (std::is_same_v<In, float> && std::is_same_v<Out, float>)
          return rounding == Rounding::HalfUp ? round_float(value, digits) : bround_floating(value, digits);
        else if constexpr (std::is_floating_point_v<In> || std::is_floating_point_v<Out>)
          return std::nullopt;
        else {
          const Int128 rounded = round_exact(to_int128(value), from_scale, digits, to_scale, rounding);
          if (is_decimal(to))
            check_room(to, rounded);
          else if (rules == Rules::Ansi && !holds<Out>(rounded))
            raise_overflow("Overflow", "");
          return from_int128<Out>(rounded);
        }
      });
    });
  }));
  duckdb::Function::EraseArgument(function, arguments, 2);  // the digits stay: by them two calls differ
  return nullptr;
}

// A rounded number, unless the type that it is of has no room for it.
template <typename Out>
Out checked_rounding(Int128 rounded, const Type& type, Int128 value) {
  const bool decimal = is_decimal(type);
  if (decimal ? has_room(type, rounded) : holds<Out>(rounded)) return from_int128<Out>(rounded);
  if (decimal) raise_out_of_range("decimal overflow: " + decimal_to_text(value, scale_of(type)));
  if (sizeof(Out) == sizeof(int64_t)) raise_out_of_range("numerical overflow: " + decimal_to_text(value, 0));
  raise_out_of_range(fmt::format("Out of range for {}: {}", trino_type(type), decimal_to_text(rounded, 0)));
}

// Trino's, of integers and decimals, to as many digits as each row asks for.
duckdb::unique_ptr<duckdb::FunctionData> bind_round_exact(duckdb::ClientContext&,
                                                          duckdb::ScalarFunction& function,
                                                          Arguments& arguments) {
  const Type from = arguments[0]->return_type, to = arguments[2]->return_type;
  function.arguments = {from, Type::BIGINT, to};
  function.SetReturnType(to);
  function.SetFunctionCallback(with_native(from, [&](auto in) -> duckdb::scalar_function_t {
    return with_native(to, [&](auto out) -> duckdb::scalar_function_t {
      using In = decltype(in);
      using Out = decltype(out);
      if constexpr (std::is_floating_point_v<In> || std::is_floating_point_v<Out>)
        throw duckdb::InternalException("no exact number");
      else
        return binary_kernel<In, int64_t, Out>([to, scale = is_decimal(from) ? scale_of(from) : 0](
                                                   In given, int64_t digits, Vector&) -> std::optional<Out> {
          const Int128 value = to_int128(given);
          constexpr int64_t kLeastDigits = -18;  // the powers of ten that a bigint has
          if (!is_decimal(to) && digits < kLeastDigits)
            raise_out_of_range("numerical overflow: " + decimal_to_text(value, 0));
          const auto kept = static_cast<int>(std::clamp<int64_t>(digits, -400, 400));
          return checked_rounding<Out>(round_exact(value, scale, kept, scale, Rounding::HalfUp), to, value);
        });
    });
  }));
  duckdb::Function::EraseArgument(function, arguments, 2);
  return nullptr;
}

int64_t saturated(double value) {
  if (std::isnan(value)) return 0;
  if (value >= 0x1p63) return std::numeric_limits<int64_t>::max();
  if (value < -0x1p63) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(value);
}

template <Rounding rounding>
duckdb::unique_ptr<duckdb::FunctionData> bind_whole(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                    Arguments& arguments) {
  const Type from = arguments[0]->return_type, to = arguments[1]->return_type;
  function.arguments = {from, to};
  function.SetReturnType(to);
  if (from.id() == duckdb::LogicalTypeId::DOUBLE) {
    function.SetFunctionCallback(
        unary_kernel<double, int64_t>([](double value, Vector&) -> std::optional<int64_t> {
          return saturated(rounding == Rounding::Floor ? std::floor(value) : std::ceil(value));
        }));
  } else {
    function.SetFunctionCallback(with_native(from, [&](auto in) -> duckdb::scalar_function_t {
      return with_native(to, [&](auto out) -> duckdb::scalar_function_t {
        using In = decltype(in);
        using Out = decltype(out);
        return unary_kernel<In, Out>([scale = scale_of(from)](In value, Vector&) -> std::optional<Out> {
          if constexpr (std::is_floating_point_v<In> || std::is_floating_point_v<Out>)
            return std::nullopt;
          else
            return from_int128<Out>(divided(to_int128(value), power_of_ten(scale), rounding));
        });
      });
    }));
  }
  duckdb::Function::EraseArgument(function, arguments, 1);
  return nullptr;
}

// Of Spark's ANSI mode.
duckdb::unique_ptr<duckdb::FunctionData> bind_negate(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                     Arguments& arguments) {
  const Type type = arguments[0]->return_type;
  function.arguments = {type};
  function.SetReturnType(type);
  function.SetFunctionCallback(with_native(type, [&](auto zero) -> duckdb::scalar_function_t {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      return unary_kernel<T, T>([](T value, Vector&) -> std::optional<T> {
        T result = 0;
        if (__builtin_sub_overflow(T(0), value, &result)) raise_overflow("overflow", "");
        return result;
      });
    else
      throw duckdb::InternalException("the negative of %s is DuckDB's", type.ToString());
  }));
  return nullptr;
}

// What a sum in 128 bits (or 38 digits) becomes: Spark's bigint wraps around and its decimal is NULL when it
// does not fit; Trino fails.
template <Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_narrow(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                     Arguments& arguments) {
  const Type from = arguments[0]->return_type, to = arguments[1]->return_type;
  const bool decimal = is_decimal(to);
  const Int128 limit = decimal ? power_of_ten(precision_of(to)) : Int128{1} << 63;
  function.arguments = {from, to};
  function.SetReturnType(to);
  function.SetFunctionCallback(with_native(to, [&](auto out) -> duckdb::scalar_function_t {
    using Out = decltype(out);
    return unary_kernel<duckdb::hugeint_t, Out>([=](duckdb::hugeint_t sum, Vector&) -> std::optional<Out> {
      const Int128 value = to_int128(sum);
      if (value < limit && value >= -limit) return from_int128<Out>(value);
      if (rules == Rules::Ansi && decimal) raise_overflow("Overflow in sum of decimals", "try_sum");
      if (rules == Rules::Ansi) raise_overflow("overflow", "try_add");
      if (rules == Rules::Trino)
        raise(base::refusal("NUMERIC_VALUE_OUT_OF_RANGE", 400,
                            decimal ? "NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow"
                                    : "NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow"));
      if (decimal) return std::nullopt;
      return from_int128<Out>(value);
    });
  }));
  duckdb::Function::EraseArgument(function, arguments, 1);
  return nullptr;
}

struct OfDouble {
  const char* name;
  double (*compute)(double);
};

// As IEEE and Java have them, where DuckDB's fail: no value is an error, what has no result is a NaN or an
// infinity.
constexpr OfDouble kOfDouble[] = {
    {"dovetail_exp", [](double x) { return std::exp(x); }},
    {"dovetail_ln", [](double x) { return std::log(x); }},
    {"dovetail_log2", [](double x) { return std::log2(x); }},
    {"dovetail_log10", [](double x) { return std::log10(x); }},
    {"dovetail_sin", [](double x) { return std::sin(x); }},
    {"dovetail_cos", [](double x) { return std::cos(x); }},
    {"dovetail_tan", [](double x) { return std::tan(x); }},
    {"dovetail_asin", [](double x) { return std::asin(x); }},
    {"dovetail_acos", [](double x) { return std::acos(x); }},
    {"dovetail_atan", [](double x) { return std::atan(x); }},
    {"dovetail_sinh", [](double x) { return std::sinh(x); }},
    {"dovetail_cosh", [](double x) { return std::cosh(x); }},
    {"dovetail_tanh", [](double x) { return std::tanh(x); }},
    {"dovetail_cbrt", [](double x) { return static_cast<double>(std::cbrt(static_cast<long double>(x))); }},
    {"dovetail_degrees", [](double x) { return x * (180.0 / M_PI); }},
    {"dovetail_radians", [](double x) { return x * (M_PI / 180.0); }},
};

// A decimal without the digits behind so many of them; below 0, without those before the point too.
void register_truncation(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_truncate_digits", {Type::ANY, Type::BIGINT}, Type::ANY, nullptr);
  function.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound,
                              duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    const Type type = arguments[0]->return_type;
    bound.arguments[0] = type;
    bound.SetReturnType(type);
    bound.SetFunctionCallback(with_native(type, [&](auto zero) -> duckdb::scalar_function_t {
      using Native = decltype(zero);
      if constexpr (std::is_same_v<Native, bool> || std::is_floating_point_v<Native>)
        throw duckdb::InternalException("no decimal");
      else
        return binary_kernel<Native, std::int64_t, Native>(
            [scale = scale_of(type)](Native value, std::int64_t digits,
                                     duckdb::Vector&) -> std::optional<Native> {
              constexpr std::int64_t kMostDigits = 38;
              if (digits >= scale) return value;
              if (digits < scale - kMostDigits) return Native(0);
              const Int128 unit = power_of_ten(static_cast<int>(scale - digits));
              return from_int128<Native>(to_int128(value) / unit * unit);
            });
    }));
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  register_kernel(loader, std::move(function));
}

template <Rules rules>
void register_by_rules(duckdb::ExtensionLoader& loader) {
  const std::string suffix(rules_suffix(rules));
  duckdb::ScalarFunction absolute("dovetail_abs_" + suffix, {Type::ANY}, Type::ANY, nullptr, bind_abs<rules>);
  duckdb::ScalarFunction narrow("dovetail_narrow_" + suffix, {Type::ANY, Type::ANY}, Type::ANY, nullptr,
                                bind_narrow<rules>);
  for (duckdb::ScalarFunction* function : {&absolute, &narrow}) {
    if (rules != Rules::Spark) function->SetFallible();
    register_kernel(loader, *function);
  }
}

void register_rounding(duckdb::ExtensionLoader& loader) {
  const auto add = [&](const char* name, duckdb::bind_scalar_function_t bind) {
    register_kernel(loader, duckdb::ScalarFunction(name, {Type::ANY, Type::INTEGER, Type::ANY}, Type::ANY,
                                                   nullptr, bind));
  };
  add("dovetail_round", bind_round<Rounding::HalfUp>);
  add("dovetail_round_ansi", bind_round<Rounding::HalfUp, Rules::Ansi>);
  add("dovetail_bround", bind_round<Rounding::HalfEven>);
  add("dovetail_bround_ansi", bind_round<Rounding::HalfEven, Rules::Ansi>);
  add("dovetail_floor_at", bind_round<Rounding::Floor>);
  add("dovetail_ceil_at", bind_round<Rounding::Ceiling>);
}

}  // namespace

void register_math_kernels(duckdb::ExtensionLoader& loader) {
  register_truncation(loader);
  register_by_rules<Rules::Spark>(loader);
  register_by_rules<Rules::Trino>(loader);
  register_by_rules<Rules::Ansi>(loader);
  duckdb::ScalarFunction negate("dovetail_negate_ansi", {Type::ANY}, Type::ANY, nullptr, bind_negate);
  negate.SetFallible();
  register_kernel(loader, std::move(negate));
  register_rounding(loader);
  duckdb::ScalarFunction round_exactly("dovetail_round_exact", {Type::ANY, Type::BIGINT, Type::ANY},
                                       Type::ANY, nullptr, bind_round_exact);
  round_exactly.SetFallible();
  register_kernel(loader, std::move(round_exactly));
  register_kernel(loader, duckdb::ScalarFunction("dovetail_floor", {Type::ANY, Type::ANY}, Type::ANY, nullptr,
                                                 bind_whole<Rounding::Floor>));
  register_kernel(loader, duckdb::ScalarFunction("dovetail_ceil", {Type::ANY, Type::ANY}, Type::ANY, nullptr,
                                                 bind_whole<Rounding::Ceiling>));
  for (const auto& [name, compute] : kOfDouble)
    register_kernel(loader, duckdb::ScalarFunction(
                                name, {Type::DOUBLE}, Type::DOUBLE,
                                unary_kernel<double, double>([compute = compute](double value, Vector&) {
                                  return std::optional(compute(value));
                                })));
  register_kernel(
      loader,
      duckdb::ScalarFunction("dovetail_sqrt", {Type::DOUBLE}, Type::DOUBLE,
                             unary_kernel<double, double>([](double value, Vector&) -> std::optional<double> {
                               return std::sqrt(value);
                             })));
}

}  // namespace engine
