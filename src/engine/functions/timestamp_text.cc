#include "engine/functions/timestamp_text.h"

#include <chrono>

#include "base/text.h"
#include "plan/time_of_day.h"

namespace engine {
namespace {

using base::take, base::take_number;

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

}  // namespace

std::optional<TimestampText> read_timestamp_text(std::string_view text) {
  text = base::trim(text);
  const auto day = take_date(text);
  if (!day) return std::nullopt;
  TimestampText result;
  result.time.local_ms = std::int64_t{day->time_since_epoch().count()} * 86'400'000;
  if (text.empty()) return result;
  if (!take(text, ' ')) return std::nullopt;
  result.time.local_ms += plan::take_time_of_day(text).value_or(0);
  text = base::trim(text);
  if (text.empty()) return result;
  result.time.zone = TimeZone::named(text);
  if (!result.time.zone) result.unknown_zone = std::string(text);
  return result;
}

}  // namespace engine
