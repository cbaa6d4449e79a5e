// Dates and timestamps, as org.apache.spark.sql.catalyst.util.SparkDateTimeUtils reads and writes them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/functions/conversions.h"
#include "engine/functions/java_zone.h"
#include "engine/functions/text_cursor.h"
#include "engine/functions/zone_names.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

// Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March so that leap days
// come last.
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

// [+-]yyyy[y..][-m[m][-d[d]]], off the front.
std::optional<std::int64_t> take_date(std::string_view& text, std::size_t year_digits) {
  const bool negative = take_sign(text);
  const auto year = take_digits(text, 4, year_digits);
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

// A time of day, and whether it was said to the second: only then may a zone follow.
struct TakenTime {
  std::int64_t micros = 0;
  bool has_seconds = false;
};

// h[h][:m[m][:s[s][.fraction]]], off the front.
std::optional<TakenTime> take_time(std::string_view& text) {
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
  return TakenTime{((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1'000'000 + micros, count == 3};
}

// [+-]h[h], hh:mm, hhmm, hh:mm:ss or hhmmss; of the forms with colons hour and minute may have one digit, but
// not with seconds.
std::optional<std::int64_t> offset_seconds(std::string_view text) {
  const bool negative = take_sign(text);
  std::array<std::int64_t, 3> parts = {0, 0, 0};
  const bool colons = text.find(':') != std::string_view::npos;
  const bool all_digits = std::all_of(text.begin(), text.end(), is_digit);
  if (colons) {
    const bool seconds = std::count(text.begin(), text.end(), ':') == 2;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto value = take_digits(text, seconds && i > 0 ? 2 : 1, 2);
      if (!value) return std::nullopt;
      parts[i] = *value;
      if (!take(text, ':')) break;
      if (i == 2 || text.empty()) return std::nullopt;
    }
    if (!text.empty()) return std::nullopt;
  } else if (all_digits && (text.size() == 1 || text.size() == 2 || text.size() == 4 || text.size() == 6)) {
    for (std::size_t i = 0; !text.empty(); ++i) {
      const auto length = std::min<std::size_t>(2, text.size());
      auto digits = text.substr(0, length);
      parts[i] = *take_digits(digits, 1, 2);
      text.remove_prefix(length);
    }
  } else {
    return std::nullopt;
  }
  const std::int64_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || seconds > 18 * 3600) return std::nullopt;
  return negative ? -seconds : seconds;
}

struct Civil {
  std::int64_t year = 0;
  int month = 0;
  int day = 0;
};

Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = days - era * 146097;
  const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const auto day_of_year =
      static_cast<int>(day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
  const int shifted = (5 * day_of_year + 2) / 153;  // the month, from March
  const int month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0);
}

std::string time_text(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

// What java.time.ZoneId takes: Z, UTC, GMT, UT, one of these with an offset, an offset, or a region's name;
// all of the text.
std::optional<ZoneText> text_to_zone(std::string_view text) {
  for (const std::string_view name : {"UTC", "GMT", "UT", "Z"}) {
    if (!text.starts_with(name)) continue;
    if (text.size() == name.size()) return ZoneText{.offset_seconds = 0};
    if (name != "Z" && (text[name.size()] == '+' || text[name.size()] == '-'))
      text.remove_prefix(name.size());
    break;
  }
  if (text[0] == '+' || text[0] == '-') {
    const auto seconds = offset_seconds(text);
    return seconds ? std::optional(ZoneText{.offset_seconds = seconds}) : std::nullopt;
  }
  static constexpr std::pair<std::string_view, int> kFixed[] = {{"EST", -5}, {"MST", -7}, {"HST", -10}};
  for (const auto& [name, hours] : kFixed)
    if (text == name) return ZoneText{.offset_seconds = hours * 3600};
  if (!is_zone_name(text)) return std::nullopt;
  return ZoneText{.region = std::string(text)};
}

std::optional<std::int32_t> text_to_days(std::string_view text) {
  text = trim_control(text);
  const auto days = take_date(text, 7);
  if (!days || (!text.empty() && text[0] != ' ' && text[0] != 'T')) return std::nullopt;
  if (!std::in_range<std::int32_t>(*days)) return std::nullopt;
  return static_cast<std::int32_t>(*days);
}

std::optional<ParsedTimestamp> text_to_timestamp(std::string_view text) {
  text = trim_control(text);
  ParsedTimestamp result;
  const auto days = take_date(text, 6);
  if (!days || __builtin_mul_overflow(*days, kMicrosPerDay, &result.local_micros)) return std::nullopt;
  if (text.empty()) return result;
  if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  if (__builtin_add_overflow(result.local_micros, time->micros, &result.local_micros)) return std::nullopt;
  if (text.empty()) return result;
  text = trim_control(text);
  auto zone = time->has_seconds && !text.empty() ? text_to_zone(text) : std::nullopt;
  if (!zone) return std::nullopt;
  result.offset_seconds = zone->offset_seconds;
  result.region = std::move(zone->region);
  return result;
}

// Years of more than four digits have their sign.
std::string days_to_text(std::int64_t days) {
  const auto date = civil_from_days(days);
  const char* sign = date.year > 9999 ? "+" : date.year < 0 ? "-" : "";
  return fmt::format("{}{:04}-{:02}-{:02}", sign, date.year < 0 ? -date.year : date.year, date.month,
                     date.day);
}

std::string micros_to_text(std::int64_t local_micros) {
  const auto days = floor_divide(local_micros, kMicrosPerDay);
  const auto micros = local_micros - days * kMicrosPerDay;
  auto text =
      fmt::format("{} {}.{:06}", days_to_text(days), time_text(micros / 1'000'000), micros % 1'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string micros_to_millis_text(std::int64_t local_micros) {
  const auto days = floor_divide(local_micros, kMicrosPerDay);
  const auto millis = (local_micros - days * kMicrosPerDay) / 1000;
  return fmt::format("{} {}.{:03}", days_to_text(days), time_text(millis / 1000), millis % 1000);
}

}  // namespace engine
