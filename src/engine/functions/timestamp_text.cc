#include "engine/functions/timestamp_text.h"

#include <chrono>

#include "base/text.h"

namespace engine {
namespace {

// Takes from one to `most` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  for (; count < most && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count)
    value = value * 10 + (text[count] - '0');
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const auto year = take_number(text, 4, 5);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 1, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 1, 2);
  constexpr int kMostYear = 29'999;
  if (!day || *year > kMostYear) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(negative ? -*year : *year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

// Milliseconds of the digits behind a point, rounded half up.
std::int64_t take_fraction(std::string_view& text) {
  std::int64_t ms = 0;
  bool up = false;
  for (int place = 0; !text.empty() && text[0] >= '0' && text[0] <= '9'; ++place, text.remove_prefix(1)) {
    constexpr std::int64_t kUnits[] = {100, 10, 1};
    if (place < 3) ms += (text[0] - '0') * kUnits[place];
    if (place == 3) up = text[0] >= '5';
  }
  return ms + up;
}

// Nothing: no time of the day stands here.
std::optional<std::int64_t> take_time(std::string_view& text) {
  std::string_view rest = text;
  const auto hour = take_number(rest, 1, 2);
  if (!hour || !take(rest, ':')) return std::nullopt;
  const auto minute = take_number(rest, 1, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::int64_t ms = (*hour * 60 + *minute) * std::int64_t{60'000};
  if (rest.size() > 1 && rest[0] == ':' && rest[1] >= '0' && rest[1] <= '9') {
    take(rest, ':');
    const auto second = take_number(rest, 1, 2);
    if (*second > 59) return std::nullopt;
    ms += *second * 1'000;
    if (rest.size() > 1 && rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9') {
      take(rest, '.');
      ms += take_fraction(rest);
    }
  }
  text = rest;
  return ms;
}

}  // namespace

std::optional<TimestampText> read_timestamp_text(std::string_view text) {
  text = base::trim(text);
  const auto day = take_date(text);
  if (!day) return std::nullopt;
  TimestampText result;
  result.time.local_ms = std::int64_t{day->time_since_epoch().count()} * 86'400'000;
  if (text.empty()) return result;
  if (!take(text, ' ')) return std::nullopt;
  result.time.local_ms += take_time(text).value_or(0);
  text = base::trim(text);
  if (text.empty()) return result;
  result.time.zone = TimeZone::named(text);
  if (!result.time.zone) result.unknown_zone = std::string(text);
  return result;
}

}  // namespace engine
