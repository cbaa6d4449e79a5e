#include "engine/sources/hybrid_calendar.h"

#include <chrono>

namespace engine {
namespace {

constexpr std::int64_t kFirstGregorianDay = -141427;  // 1582-10-15
constexpr std::int64_t kFirstKnownDay = -11000000;    // further back, std::chrono has no years
constexpr std::int64_t kMicrosOfDay = std::int64_t{86400} * 1000000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

// Years of the Julian calendar begin in March here, so that a leap day ends one.
std::int64_t of_hybrid_calendar(std::int64_t days) {
  if (days >= kFirstGregorianDay || days < kFirstKnownDay) return days;
  constexpr std::int64_t kJulianDayOf1970 = 2440588, kShift = 32082;
  const std::int64_t since = days + kJulianDayOf1970 + kShift;
  const std::int64_t cycle = floor_div(4 * since + 3, 1461);
  const std::int64_t day_of_year = since - floor_div(1461 * cycle, 4);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
  const std::chrono::year year(static_cast<int>(cycle - 4800 + month / 10));
  const std::chrono::month of_year(static_cast<unsigned>(month + 3 - 12 * (month / 10)));
  const std::chrono::sys_days first = year / of_year / 1;  // a 29th of February may be none there
  return first.time_since_epoch().count() + day - 1;
}

std::int64_t micros_of_hybrid_calendar(std::int64_t micros) {
  const std::int64_t days = floor_div(micros, kMicrosOfDay);
  return micros + (of_hybrid_calendar(days) - days) * kMicrosOfDay;
}

}  // namespace engine
