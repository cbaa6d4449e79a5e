#include <array>
#include <boost/multiprecision/cpp_int.hpp>

#include "duckdb/planner/expression.hpp"
#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/kernel.h"

// Arithmetic of decimals, as wide as it must be: in 64 bits or 128 where the digits fit, else in 256.
namespace engine {
namespace {

using duckdb::Vector;
using Int256 = boost::multiprecision::int256_t;

// The digits of a decimal operation; its operands are unscaled numbers of up to 38 of them.
struct Digits {
  int a_precision, a, b_precision, b, result_precision, result;  // each precision with its scale

  Digits(const Type& left, const Type& right, const Type& to)
      : a_precision(precision_of(left)),
        a(scale_of(left)),
        b_precision(precision_of(right)),
        b(scale_of(right)),
        result_precision(precision_of(to)),
        result(scale_of(to)) {}
};
constexpr int kWordDigits = 18;  // of any number that 64 bits hold

const Int256& wide_power(int exponent) {
  static const auto kPowers = [] {
    std::array<Int256, 77> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  return kPowers.at(static_cast<std::size_t>(exponent));
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
std::optional<Int256> decimal_operation(const Int256& a, const Int256& b, const Digits& digits) {
  const int scale = std::max(digits.a, digits.b);
  if constexpr (operation == Operation::Multiply) return rescale(a * b, digits.a + digits.b, digits.result);
  if constexpr (operation == Operation::Divide) {
    if (b == 0) return std::nullopt;
    const int up = digits.result + digits.b - digits.a;
    return up >= 0 ? wide_divide_half_up(a * wide_power(up), b) : wide_divide_half_up(a, b * wide_power(-up));
  }
  const Int256 left = a * wide_power(scale - digits.a), right = b * wide_power(scale - digits.b);
  if constexpr (operation == Operation::Add) return rescale(left + right, scale, digits.result);
  if constexpr (operation == Operation::Subtract) return rescale(left - right, scale, digits.result);
  if (right == 0) return std::nullopt;
  return rescale(left % right, scale, digits.result);
}

std::string shown(const Int256& value, int scale) {
  std::string digits = Int256(abs(value)).str();
  const auto least = static_cast<std::size_t>(scale) + 1;
  if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  return (value < 0 ? "-" : "") + digits;
}

// No value is that of a division by zero.
template <Operation operation, Rules rules>
std::optional<Int128> checked(const std::optional<Int256>& value, const Digits& digits) {
  if (!value) {
    if constexpr (rules == Rules::Trino) raise_division_by_zero();
    if constexpr (rules == Rules::Ansi) raise_zero_divisor(operation);
    return std::nullopt;
  }
  if (abs(*value) < wide_power(digits.result_precision)) return static_cast<Int128>(*value);
  if constexpr (rules == Rules::Trino) raise_out_of_range("Decimal overflow");
  if constexpr (rules == Rules::Ansi)
    raise_decimal_overflow(shown(*value, digits.result), digits.result_precision, digits.result);
  return std::nullopt;
}

template <Operation operation, Rules rules, typename Out>
duckdb::scalar_function_t wide_kernel(const Digits& digits) {
  using duckdb::hugeint_t;
  return binary_kernel<hugeint_t, hugeint_t, Out>(
      [digits](hugeint_t a, hugeint_t b, Vector&) -> std::optional<Out> {
        const auto result = checked<operation, rules>(
            decimal_operation<operation>(Int256(to_int128(a)), Int256(to_int128(b)), digits), digits);
        if (!result) return std::nullopt;
        return from_int128<Out>(*result);
      });
}

// A sum or product that keeps all its digits behind the point is one of whole numbers.
template <Operation operation>
bool is_whole(const Digits& digits) {
  if (operation == Operation::Multiply) return digits.result == digits.a + digits.b;
  const bool sum = operation == Operation::Add || operation == Operation::Subtract;
  return sum && digits.result == std::max(digits.a, digits.b);
}

// Whether the result's type holds every result there can be.
template <Operation operation>
bool always_fits(const Digits& digits) {
  if (!is_whole<operation>(digits)) return false;
  if (operation == Operation::Multiply)
    return digits.a_precision + digits.b_precision <= digits.result_precision;
  const int before_point = std::max(digits.a_precision - digits.a, digits.b_precision - digits.b);
  return before_point + digits.result + 1 <= digits.result_precision;
}

// Of operands that are multiplied with their factors first, unless they are multiplied anyway.
template <Operation operation, typename T>
T whole(T a, T a_factor, T b, T b_factor) {
  if constexpr (operation == Operation::Multiply) return a * b;
  if constexpr (operation == Operation::Add) return a * a_factor + b * b_factor;
  return a * a_factor - b * b_factor;
}

// No value: more than 128 bits.
template <Operation operation>
std::optional<Int128> checked_whole(Int128 a, Int128 a_factor, Int128 b, Int128 b_factor) {
  Int128 result = 0;
  bool over = false;
  if constexpr (operation == Operation::Multiply) {
    over = __builtin_mul_overflow(a, b, &result);
  } else {
    over = __builtin_mul_overflow(a, a_factor, &a) || __builtin_mul_overflow(b, b_factor, &b);
    if constexpr (operation == Operation::Add) over = over || __builtin_add_overflow(a, b, &result);
    if constexpr (operation == Operation::Subtract) over = over || __builtin_sub_overflow(a, b, &result);
  }
  if (over) return std::nullopt;
  return result;
}

// What a and b are multiplied with to have the result's scale.
template <Operation operation>
std::pair<Int128, Int128> factors(const Digits& digits) {
  if (operation == Operation::Multiply) return {1, 1};
  return {power_of_ten(digits.result - digits.a), power_of_ten(digits.result - digits.b)};
}

// Operands and result within 18 digits.
template <Operation operation, typename Out>
duckdb::scalar_function_t word_kernel(const Digits& digits) {
  const auto [a_factor, b_factor] = factors<operation>(digits);
  return binary_kernel<int64_t, int64_t, Out>(
      [a_factor = static_cast<int64_t>(a_factor), b_factor = static_cast<int64_t>(b_factor)](
          int64_t a, int64_t b, Vector&) -> std::optional<Out> {
        return from_int128<Out>(whole<operation>(a, a_factor, b, b_factor));
      });
}

// Operands as wide as they are, a result of more than 18 digits. The check is left out where nothing can
// overflow. Where an operand with the result's scale is beyond 128 bits, Trino fails; the sum may yet fit,
// and is Spark's.
template <Operation operation, Rules rules, typename A, typename B>
duckdb::scalar_function_t whole_kernel(const Digits& digits) {
  using duckdb::hugeint_t;
  const auto [a_factor, b_factor] = factors<operation>(digits);
  if (always_fits<operation>(digits)) {
    return binary_kernel<A, B, hugeint_t>(
        [=, a_factor = a_factor, b_factor = b_factor](A a, B b, Vector&) -> std::optional<hugeint_t> {
          return from_int128<hugeint_t>(whole<operation>(to_int128(a), a_factor, to_int128(b), b_factor));
        });
  }
  return binary_kernel<A, B, hugeint_t>([digits, limit = power_of_ten(digits.result_precision),
                                         a_factor = a_factor,
                                         b_factor = b_factor](A a, B b, Vector&) -> std::optional<hugeint_t> {
    const auto result = checked_whole<operation>(to_int128(a), a_factor, to_int128(b), b_factor);
    if (result && *result > -limit && *result < limit) return from_int128<hugeint_t>(*result);
    if constexpr (rules == Rules::Trino) raise_out_of_range("Decimal overflow");
    if (result && rules == Rules::Spark) return std::nullopt;
    const auto wide = checked<operation, rules>(
        decimal_operation<operation>(Int256(to_int128(a)), Int256(to_int128(b)), digits), digits);
    return wide ? std::optional(from_int128<hugeint_t>(*wide)) : std::nullopt;
  });
}

template <Operation operation, Rules rules>
duckdb::scalar_function_t whole_kernel(const Digits& digits) {
  using duckdb::hugeint_t;
  const bool narrow_a = digits.a_precision <= kWordDigits, narrow_b = digits.b_precision <= kWordDigits;
  if (narrow_a && narrow_b) return whole_kernel<operation, rules, int64_t, int64_t>(digits);
  if (narrow_a) return whole_kernel<operation, rules, int64_t, hugeint_t>(digits);
  if (narrow_b) return whole_kernel<operation, rules, hugeint_t, int64_t>(digits);
  return whole_kernel<operation, rules, hugeint_t, hugeint_t>(digits);
}

// The type as it is where it is stored as wide as `precision` digits are: DuckDB's cast of a decimal
// multiplies each value, be it with 1.
Type stored_as(const Type& type, int precision) {
  const Type wide = Type::DECIMAL(static_cast<uint8_t>(precision), static_cast<uint8_t>(scale_of(type)));
  return type.InternalType() == wide.InternalType() ? type : wide;
}

template <Operation operation, Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_decimal(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type to = arguments[2]->return_type;
  const Digits digits(arguments[0]->return_type, arguments[1]->return_type, to);
  const bool fits_word = digits.result_precision <= kWordDigits && always_fits<operation>(digits);
  const bool whole = is_whole<operation>(digits) && digits.result_precision > kWordDigits;
  const auto operand = [&](const Type& type) {
    const bool word = fits_word || (whole && precision_of(type) <= kWordDigits);
    return stored_as(type, word ? kWordDigits : 38);
  };
  function.arguments = {operand(arguments[0]->return_type), operand(arguments[1]->return_type), to};
  function.SetReturnType(to);
  if (always_fits<operation>(digits)) function.SetErrorMode(duckdb::FunctionErrors::CANNOT_ERROR);
  function.SetFunctionCallback(with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
    using Out = decltype(zero);
    if constexpr (operation == Operation::Add || operation == Operation::Subtract ||
                  operation == Operation::Multiply) {
      if (fits_word) return word_kernel<operation, Out>(digits);
      if (whole) return whole_kernel<operation, rules>(digits);
    }
    return wide_kernel<operation, rules, Out>(digits);
  }));
  duckdb::Function::EraseArgument(function, arguments, 2);
  return nullptr;
}

}  // namespace

void register_decimal_kernels(duckdb::ExtensionLoader& loader) {
  for_each_operation([&]<Operation operation, Rules rules>() {
    duckdb::ScalarFunction function("dovetail_decimal_" + kernel_suffix(operation, rules),
                                    {Type::ANY, Type::ANY, Type::ANY}, Type::ANY, nullptr,
                                    bind_decimal<operation, rules>);
    if constexpr (rules != Rules::Spark) function.SetFallible();
    register_kernel(loader, std::move(function));
  });
}

}  // namespace engine
