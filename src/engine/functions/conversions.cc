#include "engine/functions/conversions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace engine {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Spark trims white space and control characters, in ASCII only.
std::string_view trim_control(std::string_view text) {
  const auto drops = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; };
  while (!text.empty() && drops(text.front())) text.remove_prefix(1);
  while (!text.empty() && drops(text.back())) text.remove_suffix(1);
  return text;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

std::optional<double> named_double(std::string_view text) {
  const bool negative = take_sign(text);
  const double infinity = std::numeric_limits<double>::infinity();
  if (base::iequals(text, "inf") || base::iequals(text, "infinity")) return negative ? -infinity : infinity;
  if (base::iequals(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  return std::nullopt;
}

// Java: scientific below 1E-3 and from 1E7, at least one digit on each side of the point.
template <typename Float>
std::string java_text(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  const Float magnitude = std::abs(value);
  std::array<char, 64> buffer;
  const bool scientific = magnitude < Float(1e-3) || magnitude >= Float(1e7);
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
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

// Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March so that leap days come last.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool is_civil(std::int64_t year, int month, int day) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap);
}

// Takes between `least` and `most` digits off the front.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  std::int64_t value = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (++count > most) return std::nullopt;
    value = value * 10 + (text[count - 1] - '0');
  }
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// [+-]yyyy[y..][-m[m][-d[d]]], off the front.
std::optional<std::int64_t> take_date(std::string_view& text) {
  const bool negative = take_sign(text);
  const auto year = take_digits(text, 4, 7);
  if (!year) return std::nullopt;
  std::int64_t month = 1, day = 1;
  if (take(text, '-')) {
    const auto value = take_digits(text, 1, 2);
    if (!value) return std::nullopt;
    month = *value;
    if (take(text, '-')) {
      const auto last = take_digits(text, 1, 2);
      if (!last) return std::nullopt;
      day = *last;
    }
  }
  const auto signed_year = negative ? -*year : *year;
  if (!is_civil(signed_year, static_cast<int>(month), static_cast<int>(day))) return std::nullopt;
  return days_from_civil(signed_year, static_cast<int>(month), static_cast<int>(day));
}

// h[h][:m[m][:s[s][.fraction]]], off the front, in microseconds.
std::optional<std::int64_t> take_time(std::string_view& text) {
  std::array<std::int64_t, 3> parts = {0, 0, 0};
  constexpr std::array<std::int64_t, 3> kLimits = {24, 60, 60};
  std::size_t count = 0;
  do {
    const auto value = take_digits(text, 1, 2);
    if (!value || *value >= kLimits[count]) return std::nullopt;
    parts[count++] = *value;
  } while (count < 3 && take(text, ':'));
  std::int64_t micros = 0;
  if (count == 3 && take(text, '.')) {
    // Digits past the sixth are cut.
    int digits = 0;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1))
      if (digits < 6) micros = micros * 10 + (text[0] - '0'), ++digits;
    for (; digits < 6; ++digits) micros *= 10;
  }
  return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1'000'000 + micros;
}

// Z, UTC, GMT, [UTC|GMT]+h[h][:m[m][:s[s]]], or a region's name; the whole rest of the text.
bool take_zone(std::string_view text, ParsedTimestamp& into) {
  for (const std::string_view name : {"UTC", "GMT", "UT", "Z"})
    if (text.starts_with(name)) {
      if (text.size() == name.size()) return into.offset_seconds = 0, true;
      if (text[name.size()] == '+' || text[name.size()] == '-') text.remove_prefix(name.size());
      break;
    }
  if (text[0] != '+' && text[0] != '-') {
    into.region = std::string(text);
    return std::isalpha(static_cast<unsigned char>(text[0])) != 0;
  }
  const bool negative = take_sign(text);
  const auto hours = take_digits(text, 1, 2);
  std::int64_t minutes = 0;
  if (hours && take(text, ':')) {
    const auto value = take_digits(text, 1, 2);
    if (!value) return false;
    minutes = *value;
  }
  if (!hours || !text.empty() || *hours > 18 || minutes > 59) return false;
  into.offset_seconds = (*hours * 60 + minutes) * 60 * (negative ? -1 : 1);
  return true;
}

}  // namespace

std::optional<std::int64_t> text_to_integer(std::string_view text, Fraction fraction) {
  text = trim_control(text);
  const bool negative = take_sign(text);
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    if (__builtin_mul_overflow(value, std::uint64_t{10}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, static_cast<std::uint64_t>(text[digits] - '0'), &value)) return std::nullopt;
  }
  text.remove_prefix(digits);
  if (fraction == Fraction::Cut && take(text, '.')) {
    const auto all = std::all_of(text.begin(), text.end(), is_digit);
    if (!all || (digits == 0 && text.empty())) return std::nullopt;
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
  if (const char last = text.back(); text.size() > 1 && std::string_view("dDfF").find(last) != std::string_view::npos)
    text.remove_suffix(1);
  if (text[0] == '+') text.remove_prefix(1);
  if (text.empty() || !(is_digit(text[0]) || text[0] == '.' || text[0] == '-')) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too large is infinity and too small is zero, as in Java; the exponent's sign tells which.
    const bool tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    const double limit = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return text[0] == '-' ? -limit : limit;
  }
  if (error != std::errc()) return std::nullopt;
  return value;
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
  const int kept = static_cast<int>(number->digits.size()) + number->exponent + scale;  // digits of the result
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

std::optional<std::int32_t> text_to_days(std::string_view text) {
  text = trim_control(text);
  const auto days = take_date(text);
  if (!days || (!text.empty() && text[0] != ' ' && text[0] != 'T')) return std::nullopt;
  return static_cast<std::int32_t>(*days);
}

std::optional<ParsedTimestamp> text_to_timestamp(std::string_view text) {
  text = trim_control(text);
  ParsedTimestamp result;
  const auto days = take_date(text);
  if (!days) return std::nullopt;
  result.local_micros = *days * 86'400'000'000;
  if (text.empty()) return result;
  if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  result.local_micros += *time;
  text = trim_control(text);
  if (!text.empty() && !take_zone(text, result)) return std::nullopt;
  return result;
}

std::string double_to_text(double value) { return java_text(value); }
std::string float_to_text(float value) { return java_text(value); }

std::string decimal_to_text(Int128 unscaled, int scale) {
  const bool negative = unscaled < 0;
  auto magnitude = negative ? -static_cast<unsigned __int128>(unscaled) : static_cast<unsigned __int128>(unscaled);
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
  Int128 value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}

Int128 divide_half_up(Int128 value, Int128 by) {
  const Int128 quotient = value / by, rest = value % by;
  const Int128 magnitude = rest < 0 ? -rest : rest;
  if (magnitude < by - magnitude) return quotient;
  return quotient + (value < 0 ? -1 : 1);
}

}  // namespace engine
