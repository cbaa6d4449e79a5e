#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

#include "duckdb/planner/expression.hpp"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::Vector;
using Int256 = boost::multiprecision::int256_t;

enum class Operation { Add, Subtract, Multiply, Divide, Modulus };
enum class Rules { Spark, Trino };

constexpr const char* kNames[] = {"add", "subtract", "multiply", "divide", "modulus"};
constexpr const char* kNouns[] = {"addition", "subtraction", "multiplication", "division", "modulus"};
constexpr const char* kSymbols[] = {"+", "-", "*", "/", "%"};

std::string trino_type(const Type& type) {
  const auto name = hive_name(type);
  return name == "int" ? "integer" : name;
}

[[noreturn]] void raise_division_by_zero() {
  raise(base::refusal("DIVISION_BY_ZERO", 400, "DIVISION_BY_ZERO: Division by zero"));
}

[[noreturn]] void raise_out_of_range(const std::string& what) {
  raise(base::refusal("NUMERIC_VALUE_OUT_OF_RANGE", 400, "NUMERIC_VALUE_OUT_OF_RANGE: " + what));
}

// One operation on two integers, as wide as they are. Spark's wraps around, and gives NULL for x / 0; Trino's
// fails.
template <Operation operation, Rules rules, typename T>
std::optional<T> integral_operation(T a, T b, const Type& type) {
  T result = 0;
  bool overflow = false;
  if constexpr (operation == Operation::Add)
    overflow = __builtin_add_overflow(a, b, &result);
  else if constexpr (operation == Operation::Subtract)
    overflow = __builtin_sub_overflow(a, b, &result);
  else if constexpr (operation == Operation::Multiply)
    overflow = __builtin_mul_overflow(a, b, &result);
  else {
    if (b == 0) {
      if constexpr (rules == Rules::Trino) raise_division_by_zero();
      return std::nullopt;
    }
    // The least number by -1 is the one quotient that does not fit.
    if (b == -1) {
      overflow = operation == Operation::Divide && __builtin_sub_overflow(T(0), a, &result);
    } else {
      result = static_cast<T>(operation == Operation::Divide ? a / b : a % b);
    }
  }
  if constexpr (rules == Rules::Trino)
    if (overflow) {
      const auto index = static_cast<std::size_t>(operation);
      raise_out_of_range(fmt::format("{} {} overflow: {} {} {}", trino_type(type), kNouns[index],
                                     static_cast<int64_t>(a), kSymbols[index], static_cast<int64_t>(b)));
    }
  return result;
}

template <Operation operation, Rules rules, typename T>
std::optional<T> floating_operation(T a, T b) {
  if constexpr (operation == Operation::Add) return a + b;
  if constexpr (operation == Operation::Subtract) return a - b;
  if constexpr (operation == Operation::Multiply) return a * b;
  if (rules == Rules::Spark && b == 0) return std::nullopt;
  if constexpr (operation == Operation::Divide) return a / b;
  return std::fmod(a, b);
}

template <Operation operation, Rules rules>
duckdb::scalar_function_t native_kernel(const Type& type) {
  return with_native(type, [&](auto zero) -> duckdb::scalar_function_t {
    using T = decltype(zero);
    if constexpr (std::is_floating_point_v<T>)
      return binary_kernel<T, T, T>(
          [](T a, T b, Vector&) { return floating_operation<operation, rules>(a, b); });
    else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      return binary_kernel<T, T, T>(
          [type](T a, T b, Vector&) { return integral_operation<operation, rules>(a, b, type); });
    else
      throw duckdb::InternalException("arithmetic on %s is for the decimal kernels", type.ToString());
  });
}

template <Operation operation, Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_native(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type type = arguments[0]->return_type;
  function.arguments = {type, type};
  function.SetReturnType(type);
  function.SetFunctionCallback(native_kernel<operation, rules>(type));
  return nullptr;
}

// The scales of a decimal operation; its operands are unscaled numbers of up to 38 digits.
struct Scales {
  int a, b, result, result_precision;
};

Int256 wide_power(int exponent) {
  Int256 value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}

Int256 wide_divide_half_up(const Int256& value, const Int256& by) {
  const Int256 quotient = value / by;
  const Int256 rest = abs(value % by) * 2;
  if (rest < abs(by)) return quotient;
  return quotient + ((value < 0) != (by < 0) ? -1 : 1);
}

Int256 rescale(const Int256& value, int from, int to) {
  return to >= from ? value * wide_power(to - from) : wide_divide_half_up(value, wide_power(from - to));
}

// In 256 bits nothing of it can overflow but a division of a number that is scaled up by more than 38 digits,
// which the type rules do not ask for.
template <Operation operation>
std::optional<Int256> decimal_operation(const Int256& a, const Int256& b, const Scales& scales) {
  const int scale = std::max(scales.a, scales.b);
  if constexpr (operation == Operation::Multiply) return rescale(a * b, scales.a + scales.b, scales.result);
  if constexpr (operation == Operation::Divide) {
    if (b == 0) return std::nullopt;
    const int up = scales.result + scales.b - scales.a;
    return up >= 0 ? wide_divide_half_up(a * wide_power(up), b) : wide_divide_half_up(a, b * wide_power(-up));
  }
  const Int256 left = a * wide_power(scale - scales.a), right = b * wide_power(scale - scales.b);
  if constexpr (operation == Operation::Add) return rescale(left + right, scale, scales.result);
  if constexpr (operation == Operation::Subtract) return rescale(left - right, scale, scales.result);
  if (right == 0) return std::nullopt;
  return rescale(left % right, scale, scales.result);
}

template <Rules rules>
std::optional<Int128> checked(const std::optional<Int256>& value, const Scales& scales, bool by_zero) {
  if (!value) {
    if (rules == Rules::Trino && by_zero)
      raise(base::refusal("DIVISION_BY_ZERO", 400, "DIVISION_BY_ZERO: Division by zero"));
    return std::nullopt;
  }
  if (abs(*value) < wide_power(scales.result_precision)) return static_cast<Int128>(*value);
  if constexpr (rules == Rules::Trino) raise_out_of_range("Decimal overflow");
  return std::nullopt;
}

template <Operation operation, Rules rules, typename Out>
duckdb::scalar_function_t wide_decimal_kernel(Scales scales) {
  using duckdb::hugeint_t;
  return binary_kernel<hugeint_t, hugeint_t, Out>([scales](hugeint_t a, hugeint_t b,
                                                           Vector&) -> std::optional<Out> {
    const Int128 left = to_int128(a), right = to_int128(b);
    const auto result =
        checked<rules>(decimal_operation<operation>(Int256(left), Int256(right), scales), scales, right == 0);
    if (!result) return std::nullopt;
    return from_int128<Out>(*result);
  });
}

// The common case: sums and products that fit 18 digits and keep their scale are plain integers.
template <Operation operation, typename Out>
duckdb::scalar_function_t narrow_decimal_kernel(Scales scales) {
  const auto left_factor =
      static_cast<int64_t>(power_of_ten(operation == Operation::Multiply ? 0 : scales.result - scales.a));
  const auto right_factor =
      static_cast<int64_t>(power_of_ten(operation == Operation::Multiply ? 0 : scales.result - scales.b));
  return binary_kernel<int64_t, int64_t, Out>([=](int64_t a, int64_t b, Vector&) -> std::optional<Out> {
    if constexpr (operation == Operation::Multiply) return from_int128<Out>(a * b);
    if constexpr (operation == Operation::Add) return from_int128<Out>(a * left_factor + b * right_factor);
    return from_int128<Out>(a * left_factor - b * right_factor);
  });
}

template <Operation operation, Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_decimal(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type to = arguments[2]->return_type;
  const Scales scales{scale_of(arguments[0]->return_type), scale_of(arguments[1]->return_type), scale_of(to),
                      precision_of(to)};
  const bool sums = operation == Operation::Add || operation == Operation::Subtract;
  const bool exact = operation == Operation::Multiply ? scales.result == scales.a + scales.b
                                                      : sums && scales.result == std::max(scales.a, scales.b);
  const bool narrow = exact && scales.result_precision <= 18;
  const uint8_t width = narrow ? 18 : 38;
  function.arguments = {Type::DECIMAL(width, static_cast<uint8_t>(scales.a)),
                        Type::DECIMAL(width, static_cast<uint8_t>(scales.b)), to};
  function.SetReturnType(to);
  function.SetFunctionCallback(with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
    using Out = decltype(zero);
    if (narrow) return narrow_decimal_kernel<operation, Out>(scales);
    return wide_decimal_kernel<operation, rules, Out>(scales);
  }));
  duckdb::Function::EraseArgument(function, arguments, 2);
  return nullptr;
}

template <Operation operation, Rules rules>
void register_operation(duckdb::ExtensionLoader& loader) {
  const auto suffix = fmt::format("{}_{}", kNames[static_cast<std::size_t>(operation)],
                                  rules == Rules::Spark ? "spark" : "trino");
  duckdb::ScalarFunction native("dovetail_" + suffix, {Type::ANY, Type::ANY}, Type::ANY, nullptr,
                                bind_native<operation, rules>);
  duckdb::ScalarFunction decimal("dovetail_decimal_" + suffix, {Type::ANY, Type::ANY, Type::ANY}, Type::ANY,
                                 nullptr, bind_decimal<operation, rules>);
  if constexpr (rules == Rules::Trino) {
    native.SetFallible();
    decimal.SetFallible();
  }
  register_kernel(loader, std::move(native));
  register_kernel(loader, std::move(decimal));
}

template <Rules rules>
void register_rules(duckdb::ExtensionLoader& loader) {
  register_operation<Operation::Add, rules>(loader);
  register_operation<Operation::Subtract, rules>(loader);
  register_operation<Operation::Multiply, rules>(loader);
  register_operation<Operation::Divide, rules>(loader);
  register_operation<Operation::Modulus, rules>(loader);
}

}  // namespace

void register_arithmetic_kernels(duckdb::ExtensionLoader& loader) {
  register_rules<Rules::Spark>(loader);
  register_rules<Rules::Trino>(loader);
}

}  // namespace engine
