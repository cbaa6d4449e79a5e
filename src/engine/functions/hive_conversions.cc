#include "engine/functions/hive_conversions.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "base/text.h"
#include "engine/functions/java_decimal.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int64_t kMostMicros = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostDigits = 9;
constexpr int kMaxYear = 290'000;  // what microseconds reach, and a little less
constexpr int kMaxField = 9'999;   // of a month or a day, which may lie beyond the calendar

bool are_digits(std::string_view text) {
  return std::ranges::all_of(text, base::is_digit);
}

std::optional<std::int64_t> take_days(std::string_view& text) {
  const bool negative = base::take(text, '-');
  const auto year = base::take_number(text, 1, 9);
  if (!year || *year > kMaxYear || !base::take(text, '-')) return std::nullopt;
  const auto month = base::take_number(text, 1, kMostDigits);
  if (!month || *month > kMaxField || !base::take(text, '-')) return std::nullopt;
  const auto day = base::take_number(text, 1, kMostDigits);
  if (!day || *day > kMaxField) return std::nullopt;
  const int months = 12 * (negative ? -*year : *year) + *month - 1;
  // chrono's own years end at 32767.
  constexpr int kCycleMonths = 4800, kCycleDays = 146'097;
  const std::chrono::months within{months % kCycleMonths};
  const std::chrono::sys_days first{(std::chrono::year(0) / std::chrono::January + within) / 1};
  return first.time_since_epoch().count() + std::int64_t{months / kCycleMonths} * kCycleDays + *day - 1;
}

// Of a second: up to nine digits.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  const std::size_t before = text.size();
  const auto digits = base::take_number(text, 1, 9);
  if (!digits) return std::nullopt;
  std::int64_t nanos = *digits;
  for (std::size_t i = before - text.size(); i < 9; ++i) nanos *= 10;
  return nanos / 1000;
}

// Hours, minutes and seconds, these with their fraction; `whole`: all three have to be there.
std::optional<std::int64_t> take_time(std::string_view& text, bool whole) {
  const auto hour = base::take_number(text, 1, 2);
  if (!hour || !base::take(text, ':')) return std::nullopt;
  const auto minute = base::take_number(text, 1, 2);
  if (!minute) return std::nullopt;
  std::int64_t micros = (*hour * 3600 + *minute * 60) * kMicrosPerSecond;
  if (!base::take(text, ':')) return whole ? std::nullopt : std::optional(micros);
  const auto second = base::take_number(text, 1, 2);
  if (!second) return std::nullopt;
  micros += *second * kMicrosPerSecond;
  if (!base::take(text, '.')) return micros;
  const auto fraction = take_fraction(text);
  return fraction ? std::optional(micros + *fraction) : std::nullopt;
}

// The offset from UTC at the end of a text: +02:00, -0330, Z.
std::optional<std::int64_t> take_last_offset(std::string_view& text) {
  if (text.ends_with('Z') || text.ends_with('z')) {
    text.remove_suffix(1);
    return 0;
  }
  const std::size_t sign = text.find_last_of("+-");
  if (sign == text.npos || sign == 0) return std::nullopt;
  std::string_view offset = text.substr(sign + 1);
  const auto hours = base::take_number(offset, 2, 2);
  base::take(offset, ':');
  const auto minutes = base::take_number(offset, 2, 2);
  constexpr int kMostHours = 18, kMostMinutes = 59;
  if (!hours || !minutes || !offset.empty() || *hours > kMostHours || *minutes > kMostMinutes)
    return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  const bool negative = text[sign] == '-';
  text = text.substr(0, sign);
  return negative ? -seconds : seconds;
}

// 2024-01-31T10:11:12+02:00, as the same instant in UTC.
std::optional<std::int64_t> zoned_micros(std::string_view text) {
  const auto offset = take_last_offset(text);
  if (!offset || text.find_first_of("Tt") == text.npos) return std::nullopt;
  const auto local = hive_micros(text);
  return local ? std::optional(*local - *offset * kMicrosPerSecond) : std::nullopt;
}

// Six bits of base64, of the alphabet for texts or the one for URLs.
std::optional<std::uint32_t> sextet(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (base::is_digit(c)) return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return std::nullopt;
}

bool is_white_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Digits alone: no sign.
std::optional<std::int64_t> digits_of_base(std::string_view text, int base) {
  if (text.empty() || text.front() == '-') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view java_trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::optional<bool> hive_boolean(std::string_view text) {
  if (base::iequals(text, "true")) return true;
  if (base::iequals(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::int64_t> hive_integer(std::string_view text) {
  std::string_view whole = text.substr(0, text.find('.'));
  if (whole.size() < text.size() && !are_digits(text.substr(whole.size() + 1))) return std::nullopt;
  const bool negative = whole.starts_with('-');
  if (negative || whole.starts_with('+')) whole.remove_prefix(1);
  const bool is_only_a_sign = whole.empty() && text.find('.') == text.npos;
  if (is_only_a_sign || !are_digits(whole)) return std::nullopt;
  while (whole.starts_with('0')) whole.remove_prefix(1);
  if (whole.empty()) return 0;
  return base::parse_int(negative ? "-" + std::string(whole) : std::string(whole));
}

std::optional<double> hive_double(std::string_view text) {
  std::string_view word = java_trimmed(text);
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) word.remove_prefix(1);
  const double sign = negative ? -1 : 1;
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity") return sign * std::numeric_limits<double>::infinity();
  if (word.empty() || (!base::is_digit(word.front()) && word.front() != '.')) return std::nullopt;
  return text_to_double(text);
}

std::optional<Int128> hive_decimal(std::string_view text, int precision, int scale) {
  if (text.empty() || java_trimmed(text).size() != text.size()) return std::nullopt;
  return text_to_decimal(text, precision, scale);
}

std::string hive_binary(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  bool over = false;
  for (const char c : text) {
    const auto value = sextet(c);
    if (!value && c != '=' && !is_white_space(c)) return std::string(text);
    over |= c == '=';
    if (!value || over) continue;
    bits = bits << 6 | *value;
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::optional<std::int32_t> hive_days(std::string_view text) {
  text = java_trimmed(text);
  text = text.substr(0, text.find(' '));
  const auto days = take_days(text);
  if (!days || !text.empty() || *days > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return static_cast<std::int32_t>(*days);
}

std::optional<std::int64_t> hive_micros(std::string_view text) {
  text = java_trimmed(text);
  const auto days = take_days(text);
  if (!days) return std::nullopt;
  std::optional<std::int64_t> time;
  if (base::take(text, ' '))
    time = take_time(text, true);
  else if (base::take(text, 'T') || base::take(text, 't'))
    time = take_time(text, false);
  if (!time || !text.empty()) return std::nullopt;
  return *days * kMicrosPerDay + *time;
}

std::optional<std::int64_t> openx_plain_integer(std::string_view text) {
  const bool zero = text.size() > 1 && text[0] == '0';
  if (zero && text.size() > 2 && (text[1] == 'x' || text[1] == 'X'))
    return digits_of_base(text.substr(2), 16);
  if (zero && base::is_digit(text[1]) && text[1] != '9') return digits_of_base(text.substr(1), 8);
  return base::parse_int(text);
}

std::optional<std::int64_t> openx_integer(std::string_view text) {
  if (const auto plain = openx_plain_integer(text)) return plain;
  const auto number = JavaDecimal::of(text);
  return number ? number->integer() : std::nullopt;
}

std::optional<std::int32_t> openx_days(std::string_view text) {
  if (const auto days = hive_days(text)) return days;
  const auto number = openx_plain_integer(text);
  using Limits = std::numeric_limits<std::int32_t>;
  if (!number || *number < Limits::min() || *number > Limits::max()) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<std::int64_t> openx_micros(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != text.npos && colon > 0) {
    if (java_trimmed(text).size() != text.size()) return std::nullopt;
    const auto zoned = zoned_micros(text);
    return zoned ? zoned : hive_micros(text);
  }
  if (text.empty() || text.find_first_not_of("-+.0123456789") != text.npos) return std::nullopt;
  constexpr std::size_t kLeastMillisBytes = 13;
  const bool fraction = text.find('.') != text.npos;
  auto number = JavaDecimal::of(text);
  if (!number) return std::nullopt;
  if (fraction) number->scale -= 3;
  const auto whole = number->integer();
  const bool millis = fraction || text.size() >= kLeastMillisBytes;
  const std::int64_t unit = millis ? kMicrosPerSecond / 1000 : kMicrosPerSecond;
  if (!whole || *whole > kMostMicros / unit || *whole < -kMostMicros / unit) return std::nullopt;
  return *whole * unit;
}

std::optional<std::string> openx_binary(std::string_view text) {
  std::string padded(text);
  if (!text.ends_with('='))
    while (padded.size() % 4 != 0) padded += '=';
  return base::from_base64(padded);
}

}  // namespace engine
