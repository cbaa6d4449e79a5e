#include "engine/functions/hive_conversions.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "base/text.h"
#include "engine/functions/conversions.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr int kMaxYear = 290'000;  // what microseconds reach, and a little less

bool are_digits(std::string_view text) {
  return std::ranges::all_of(text, base::is_digit);
}

// What Java's trim() leaves.
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::optional<std::int64_t> take_days(std::string_view& text) {
  const bool negative = base::take(text, '-');
  const auto year = base::take_number(text, 1, 9);
  if (!year || *year > kMaxYear || !base::take(text, '-')) return std::nullopt;
  const auto month = base::take_number(text, 1, 2);
  if (!month || !base::take(text, '-')) return std::nullopt;
  const auto day = base::take_number(text, 1, 2);
  if (!day) return std::nullopt;
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

}  // namespace

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
  std::string_view word = trimmed(text);
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) word.remove_prefix(1);
  const double sign = negative ? -1 : 1;
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity") return sign * std::numeric_limits<double>::infinity();
  if (word.empty() || (!base::is_digit(word.front()) && word.front() != '.')) return std::nullopt;
  return text_to_double(text);
}

std::optional<std::string> hive_binary(std::string_view text) {
  std::string padded(text);
  if (!text.ends_with('='))
    while (padded.size() % 4 != 0) padded += '=';
  return base::from_base64(padded);
}

std::optional<std::int32_t> hive_days(std::string_view text) {
  text = trimmed(text);
  text = text.substr(0, text.find(' '));
  const auto days = take_days(text);
  if (!days || !text.empty()) return std::nullopt;
  return static_cast<std::int32_t>(*days);
}

std::optional<std::int64_t> hive_micros(std::string_view text) {
  constexpr std::size_t kLeastBytes = 8;
  constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
  if (text.size() < kLeastBytes) return std::nullopt;
  text = trimmed(text);
  const auto days = take_days(text);
  if (!days) return std::nullopt;
  std::optional<std::int64_t> time = 0;
  if (base::take(text, ' '))
    time = take_time(text, true);
  else if (base::take(text, 'T') || base::take(text, 't'))
    time = take_time(text, false);
  if (!time || !text.empty()) return std::nullopt;
  return *days * kMicrosPerDay + *time;
}

}  // namespace engine
