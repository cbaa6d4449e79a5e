#include "engine/functions/conversions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "engine/functions/text_cursor.h"

namespace engine {
namespace {

std::optional<double> named_double(std::string_view text) {
  // Any case will do, but for NaN behind a sign, which Java alone knows.
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const bool negative = take_sign(text);
  const double infinity = std::numeric_limits<double>::infinity();
  if (base::iequals(text, "inf") || base::iequals(text, "infinity")) return negative ? -infinity : infinity;
  if (has_sign ? text == "NaN" : base::iequals(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  return std::nullopt;
}

// Java: scientific below 1E-3 and from 1E7, at least one digit on each side of the point. Where one digit
// would do, the two that come closest are given: 4.9E-324.
template <typename Float>
std::string java_text(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  const Float magnitude = std::abs(value);
  std::array<char, 64> buffer;
  const bool scientific = magnitude < Float(1e-3) || magnitude >= Float(1e7);
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  auto* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
  if (scientific && std::find(buffer.data(), end, '.') == end)
    end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, 1).ptr;
  std::string text(buffer.data(), end);
  const auto with_point = [](std::string digits) {
    return std::find(digits.begin(), digits.end(), '.') == digits.end() ? digits + ".0" : digits;
  };
  if (!scientific) return with_point(std::move(text));
  const auto exponent_at = std::find(text.begin(), text.end(), 'e');
  const int exponent = std::atoi(&*exponent_at + 1);
  return with_point(std::string(text.begin(), exponent_at)) + "E" + std::to_string(exponent);
}

// A decimal number cut into its parts.
struct DecimalText {
  bool negative = false;
  std::string digits;  // without leading zeros
  int exponent = 0;    // the value is digits * 10^exponent
};

std::optional<DecimalText> read_decimal(std::string_view text) {
  DecimalText result;
  result.negative = take_sign(text);
  bool any = false, point = false;
  while (!text.empty() && (is_digit(text[0]) || (text[0] == '.' && !point))) {
    if (text[0] == '.') {
      point = true;
    } else {
      any = true;
      if (text[0] != '0' || !result.digits.empty()) result.digits += text[0];
      result.exponent -= point;
    }
    text.remove_prefix(1);
  }
  if (!any) return std::nullopt;
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    const auto exponent = base::parse_int(text.substr(1));
    if (!exponent || *exponent > 10000 || *exponent < -10000) return std::nullopt;
    result.exponent += static_cast<int>(*exponent);
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  return result;
}

}  // namespace

std::optional<std::int64_t> text_to_integer(std::string_view text, Fraction fraction) {
  text = trim_control(text);
  const bool negative = take_sign(text);
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    if (__builtin_mul_overflow(value, std::uint64_t{10}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, static_cast<std::uint64_t>(text[digits] - '0'), &value))
      return std::nullopt;
  }
  text.remove_prefix(digits);
  if (fraction == Fraction::Cut && take(text, '.')) {
    // A point alone is 0, as it is to Spark.
    if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    text = {};
  } else if (digits == 0) {
    return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > kMost + negative) return std::nullopt;
  return static_cast<std::int64_t>(negative ? ~value + 1 : value);
}

std::optional<double> text_to_double(std::string_view text) {
  text = trim_control(text);
  if (const auto named = named_double(text)) return named;
  if (text.empty()) return std::nullopt;
  if (const char last = text.back();
      text.size() > 1 && std::string_view("dDfF").find(last) != std::string_view::npos)
    text.remove_suffix(1);
  const bool negative = take_sign(text);
  if (text.empty() || !(is_digit(text[0]) || text[0] == '.')) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too large is infinity and too small is zero, as in Java; the exponent's sign tells which.
    const bool tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    const double limit = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return negative ? -limit : limit;
  }
  if (error != std::errc()) return std::nullopt;
  return negative ? -value : value;
}

std::optional<bool> text_to_boolean(std::string_view text) {
  const auto word = base::to_lower(trim_control(text));
  if (word == "t" || word == "true" || word == "y" || word == "yes" || word == "1") return true;
  if (word == "f" || word == "false" || word == "n" || word == "no" || word == "0") return false;
  return std::nullopt;
}

std::optional<Int128> text_to_decimal(std::string_view text, int precision, int scale) {
  auto number = read_decimal(trim_control(text));
  if (!number) return std::nullopt;
  if (number->digits.empty()) return 0;
  // What lies beyond the scale by more than one digit only decides a rounding that it cannot reach.
  const int kept =
      static_cast<int>(number->digits.size()) + number->exponent + scale;  // digits of the result
  if (kept > 38) return std::nullopt;
  if (kept < 0) return 0;
  Int128 value = 0;
  for (int i = 0; i < kept; ++i) {
    const auto place = static_cast<std::size_t>(i);
    value = value * 10 + (place < number->digits.size() ? number->digits[place] - '0' : 0);
  }
  const auto next = static_cast<std::size_t>(kept);
  if (next < number->digits.size() && number->digits[next] >= '5') ++value;
  if (value >= power_of_ten(precision)) return std::nullopt;
  return number->negative ? -value : value;
}

std::string double_to_text(double value) {
  return java_text(value);
}
std::string float_to_text(float value) {
  return java_text(value);
}

std::string decimal_to_java_text(Int128 unscaled, int scale) {
  std::string digits = decimal_to_text(unscaled < 0 ? -unscaled : unscaled, 0);
  const int exponent = static_cast<int>(digits.size()) - 1 - scale;
  if (exponent >= -6) return decimal_to_text(unscaled, scale);
  if (digits.size() > 1) digits.insert(1, ".");
  return fmt::format("{}{}E{}", unscaled < 0 ? "-" : "", digits, exponent);
}

std::string decimal_to_text(Int128 unscaled, int scale) {
  const bool negative = unscaled < 0;
  auto magnitude =
      negative ? -static_cast<unsigned __int128>(unscaled) : static_cast<unsigned __int128>(unscaled);
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  } while (magnitude != 0 || static_cast<int>(digits.size()) <= scale);
  if (scale > 0) digits.insert(static_cast<std::size_t>(scale), ".");
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Int128 power_of_ten(int exponent) {
  static constexpr auto kPowers = [] {
    std::array<Int128, 39> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  return kPowers.at(static_cast<std::size_t>(exponent));
}

Int128 divide_half_up(Int128 value, Int128 by) {
  const Int128 quotient = value / by, rest = value % by;
  const Int128 magnitude = rest < 0 ? -rest : rest;
  if (magnitude < by - magnitude) return quotient;
  return quotient + (value < 0 ? -1 : 1);
}

}  // namespace engine
