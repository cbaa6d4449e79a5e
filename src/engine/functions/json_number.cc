#include "engine/functions/json_number.h"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cctype>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace engine {
namespace {

using Integer = JsonItem::Integer;
using Decimal = JsonItem::Decimal;
using Wide = boost::multiprecision::int512_t;
using plan::json_path::Comparison;

constexpr int kMaxDigits = 38;

bool is_number(const JsonItem& item) {
  return item.as<Integer>() != nullptr || item.as<Decimal>() != nullptr || item.as<double>() != nullptr;
}

template <typename Value>
JsonItem item_of(Value value) {
  return {.value = std::move(value)};
}

Wide power(int exponent) {
  return boost::multiprecision::pow(Wide(10), static_cast<unsigned>(exponent));
}

Decimal decimal_of(const JsonItem& number) {
  if (const auto* decimal = number.as<Decimal>()) return *decimal;
  const Integer& integer = *number.as<Integer>();
  const int digits = integer.bits == 64 ? 19 : integer.bits == 32 ? 10 : integer.bits == 16 ? 5 : 3;
  return {integer.value, digits, 0};
}

double double_of(const JsonItem& number) {
  if (const auto* value = number.as<double>()) return *value;
  if (const auto* integer = number.as<Integer>()) return static_cast<double>(integer->value);
  const Decimal& decimal = *number.as<Decimal>();
  return std::strtod(decimal_to_text(decimal.unscaled, decimal.scale).c_str(), nullptr);
}

base::Result<JsonItem> integer_of(std::int64_t value, int bits) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> (64 - bits);
  if (value > most || value < -most - 1) return path_failure("");
  return item_of(Integer{value, bits});
}

base::Result<JsonItem> compute_integers(char op, const Integer& a, const Integer& b) {
  const int bits = std::max(a.bits, b.bits);
  std::int64_t value = 0;
  bool lost = false;
  switch (op) {
    case '+':
      lost = __builtin_add_overflow(a.value, b.value, &value);
      break;
    case '-':
      lost = __builtin_sub_overflow(a.value, b.value, &value);
      break;
    case '*':
      lost = __builtin_mul_overflow(a.value, b.value, &value);
      break;
    default: {
      if (b.value == 0) return path_failure("");
      const auto left = static_cast<Int128>(a.value), right = static_cast<Int128>(b.value);
      const Int128 whole = op == '/' ? left / right : left % right;
      lost = whole > std::numeric_limits<std::int64_t>::max();
      value = static_cast<std::int64_t>(whole);
    }
  }
  if (lost) return path_failure("");
  return integer_of(value, bits);
}

Wide divided_half_up(const Wide& value, const Wide& by) {
  const Wide rest = abs(value % by) * 2;
  const Wide quotient = value / by;
  return rest < abs(by) ? quotient : Wide(quotient + ((value < 0) != (by < 0) ? -1 : 1));
}

base::Result<JsonItem> decimal_within(const Wide& value, int precision, int scale) {
  if (scale > kMaxDigits || abs(value) >= power(kMaxDigits)) return path_failure("");
  return item_of(Decimal{static_cast<Int128>(value), std::min(precision, kMaxDigits), scale});
}

base::Result<JsonItem> compute_decimals(char op, const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  const int whole = std::max(a.precision - a.scale, b.precision - b.scale);
  const Wide left = Wide(a.unscaled) * power(scale - a.scale);
  const Wide right = Wide(b.unscaled) * power(scale - b.scale);
  switch (op) {
    case '+':
      return decimal_within(left + right, whole + scale + 1, scale);
    case '-':
      return decimal_within(left - right, whole + scale + 1, scale);
    case '*':
      return decimal_within(Wide(a.unscaled) * Wide(b.unscaled), a.precision + b.precision,
                            a.scale + b.scale);
    default:
      break;
  }
  if (b.unscaled == 0) return path_failure("");
  const int digits = std::min(a.precision - a.scale, b.precision - b.scale) + scale;
  if (op == '%') return decimal_within(left % right, digits, scale);
  return decimal_within(divided_half_up(left * power(scale), right),
                        a.precision + b.scale + std::max(b.scale - a.scale, 0), scale);
}

double compute_doubles(char op, double a, double b) {
  return op == '+' ? a + b : op == '-' ? a - b : op == '*' ? a * b : op == '/' ? a / b : std::fmod(a, b);
}

template <typename T>
bool holds(Comparison op, const T& a, const T& b) {
  switch (op) {
    case Comparison::Equal:
      return a == b;
    case Comparison::NotEqual:
      return !(a == b);
    case Comparison::Less:
      return a < b;
    case Comparison::LessOrEqual:
      return a <= b;
    case Comparison::Greater:
      return a > b;
    case Comparison::GreaterOrEqual:
      return a >= b;
  }
  return false;
}

bool compare_numbers(Comparison op, const JsonItem& left, const JsonItem& right) {
  if (left.as<double>() != nullptr || right.as<double>() != nullptr)
    return holds(op, double_of(left), double_of(right));
  const Decimal a = decimal_of(left), b = decimal_of(right);
  const int scale = std::max(a.scale, b.scale);
  return holds(op, Wide(Wide(a.unscaled) * power(scale - a.scale)),
               Wide(Wide(b.unscaled) * power(scale - b.scale)));
}

enum class Toward { Up, Down };
base::Result<JsonItem> whole_number(const JsonItem& number, Toward toward) {
  if (number.as<Integer>() != nullptr) return number;
  if (const auto* value = number.as<double>())
    return item_of(toward == Toward::Up ? std::ceil(*value) : std::floor(*value));
  const auto* decimal = number.as<Decimal>();
  if (decimal == nullptr) return wrong_item("NUMBER", number);
  const Int128 unit = power_of_ten(decimal->scale);
  Int128 whole = decimal->unscaled / unit;
  const Int128 rest = decimal->unscaled % unit;
  if (toward == Toward::Up && rest > 0) ++whole;
  if (toward == Toward::Down && rest < 0) --whole;
  return item_of(Decimal{whole, decimal->precision - decimal->scale + std::min(decimal->scale, 1), 0});
}

}  // namespace

base::Error path_failure(const std::string& message) {
  return base::refusal("PATH_EVALUATION_ERROR", 400,
                       "PATH_EVALUATION_ERROR: path evaluation failed: " + message);
}

base::Error wrong_item(std::string_view expected, const JsonItem& item) {
  if (item.as<JsonItem::LongInteger>() != nullptr && expected != "ARRAY" && expected != "OBJECT")
    return path_failure("");
  std::string actual(json_type(item));
  for (char& letter : actual) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return path_failure(fmt::format("invalid item type. Expected: {}, actual: {}", expected, actual));
}

base::Result<JsonItem> compute(char op, const JsonItem& left, const JsonItem& right) {
  if (!is_number(left)) return wrong_item("NUMBER", left);
  if (!is_number(right)) return wrong_item("NUMBER", right);
  if (left.as<double>() != nullptr || right.as<double>() != nullptr)
    return item_of(compute_doubles(op, double_of(left), double_of(right)));
  const auto *a = left.as<Integer>(), *b = right.as<Integer>();
  if (a != nullptr && b != nullptr) return compute_integers(op, *a, *b);
  return compute_decimals(op, decimal_of(left), decimal_of(right));
}

base::Result<JsonItem> unchanged(const JsonItem& number) {
  if (!is_number(number)) return wrong_item("NUMBER", number);
  return number;
}

base::Result<JsonItem> negated(const JsonItem& number) {
  if (const auto* integer = number.as<Integer>()) return compute_integers('-', {0, integer->bits}, *integer);
  if (const auto* value = number.as<double>()) return item_of(-*value);
  const auto* decimal = number.as<Decimal>();
  if (decimal == nullptr) return wrong_item("NUMBER", number);
  return item_of(Decimal{-decimal->unscaled, decimal->precision, decimal->scale});
}

base::Result<JsonItem> absolute(const JsonItem& number) {
  if (!is_number(number)) return wrong_item("NUMBER", number);
  if (const auto* value = number.as<double>()) return item_of(std::abs(*value));
  const bool negative = compare_numbers(Comparison::Less, number, item_of(Integer{}));
  return negative ? negated(number) : number;
}

base::Result<JsonItem> ceiling(const JsonItem& number) {
  return whole_number(number, Toward::Up);
}

base::Result<JsonItem> floored(const JsonItem& number) {
  return whole_number(number, Toward::Down);
}

base::Result<JsonItem> as_double(const JsonItem& number) {
  if (is_number(number)) return item_of(double_of(number));
  const auto* text = number.as<std::string>();
  if (text == nullptr) return wrong_item("NUMBER or TEXT", number);
  const auto value = text_to_double(*text);
  if (!value) return path_failure("");
  return item_of(*value);
}

base::Result<std::int64_t> as_array_index(const JsonItem& number) {
  if (const auto* integer = number.as<Integer>()) return integer->value;
  if (const auto* value = number.as<double>()) {
    const double whole = number.of_document ? std::trunc(*value) : std::round(*value);
    if (!(std::abs(whole) < 0x1p63)) return path_failure("");
    return static_cast<std::int64_t>(whole);
  }
  const auto* decimal = number.as<Decimal>();
  if (decimal == nullptr) return wrong_item("NUMBER", number);
  const Int128 whole = divide_half_up(decimal->unscaled, power_of_ten(decimal->scale));
  if (whole != static_cast<std::int64_t>(whole)) return path_failure("");
  return static_cast<std::int64_t>(whole);
}

std::optional<bool> compare(Comparison op, const JsonItem& left, const JsonItem& right) {
  if (is_number(left) && is_number(right)) return compare_numbers(op, left, right);
  const auto *a = left.as<std::string>(), *b = right.as<std::string>();
  if (a != nullptr && b != nullptr) return holds(op, *a, *b);
  const auto *x = left.as<bool>(), *y = right.as<bool>();
  if (x != nullptr && y != nullptr) return holds(op, *x, *y);
  return std::nullopt;
}

JsonItem number_of(const plan::json_path::Number& literal) {
  using Kind = plan::json_path::Number::Kind;
  if (literal.kind == Kind::Double) return item_of(std::strtod(literal.digits.c_str(), nullptr));
  if (literal.kind == Kind::Integer) {
    const std::int64_t value = base::parse_int(literal.digits).value_or(0);
    return item_of(Integer{value, value == static_cast<std::int32_t>(value) ? 32 : 64});
  }
  const std::size_t point = literal.digits.find('.');
  const int scale = static_cast<int>(literal.digits.size() - point - 1);
  const Int128 unscaled = text_to_decimal(literal.digits, kMaxDigits, scale).value_or(0);
  const auto digits = static_cast<int>(decimal_to_text(unscaled < 0 ? -unscaled : unscaled, 0).size());
  return item_of(Decimal{unscaled, std::max(digits, scale), scale});
}

}  // namespace engine
