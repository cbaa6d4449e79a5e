#include "engine/functions/wall_clock.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "engine/functions/moment.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t kSecond = 1'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kHalfday = 12 * kHour;

struct Description {
  TimeField field;
  const char* name;
  std::int64_t least;
  std::int64_t most;  // -1: it depends
};

constexpr Description kDescriptions[] = {
    {TimeField::Year, "year", -29'999, 29'999},
    {TimeField::Weekyear, "weekyear", -29'999, 29'999},
    {TimeField::MonthOfYear, "monthOfYear", 1, 12},
    {TimeField::DayOfYear, "dayOfYear", 1, -1},
    {TimeField::WeekOfWeekyear, "weekOfWeekyear", 1, -1},
    {TimeField::DayOfMonth, "dayOfMonth", 1, -1},
    {TimeField::DayOfWeek, "dayOfWeek", 1, 7},
    {TimeField::HalfdayOfDay, "halfdayOfDay", 0, 1},
    {TimeField::HourOfDay, "hourOfDay", 0, 23},
    {TimeField::ClockhourOfDay, "clockhourOfDay", 1, 24},
    {TimeField::HourOfHalfday, "hourOfHalfday", 0, 11},
    {TimeField::ClockhourOfHalfday, "clockhourOfHalfday", 1, 12},
    {TimeField::MinuteOfHour, "minuteOfHour", 0, 59},
    {TimeField::SecondOfMinute, "secondOfMinute", 0, 59},
    {TimeField::MillisOfHour, "millisOfSecond", 0, kHour - 1},
    {TimeField::MillisOfMinute, "millisOfSecond", 0, kMinute - 1},
    {TimeField::MillisOfSecond, "millisOfSecond", 0, kSecond - 1},
};

const Description& description(TimeField field) {
  const auto* found = std::ranges::find(kDescriptions, field, &Description::field);
  ASSERT(found != std::end(kDescriptions), "every field is described");
  return *found;
}

Moment at(sys_days day) {
  return Moment(std::chrono::sys_time<std::chrono::microseconds>(day));
}

sys_days first_of_weekyear(int weekyear) {
  const sys_days fourth = year(weekyear) / 1 / 4;  // in the first week
  return fourth - days(at(fourth).iso_weekday() - 1);
}

int weeks_in(int weekyear) {
  return static_cast<int>((first_of_weekyear(weekyear + 1) - first_of_weekyear(weekyear)).count() / 7);
}

sys_days inside(std::chrono::year_month month, std::chrono::day day) {
  return month / std::min(day, (month / std::chrono::last).day());
}

}  // namespace

std::int64_t WallClock::most(TimeField field) const {
  const Moment now = at(day_);
  switch (field) {
    case TimeField::DayOfYear:
      return now.date.year().is_leap() ? 366 : 365;
    case TimeField::WeekOfWeekyear:
      return weeks_in(iso_week(now).second);
    case TimeField::DayOfMonth:
      return now.last_day();
    default:
      return description(field).most;
  }
}

void WallClock::check(TimeField field, std::int64_t value, std::string_view text) const {
  const Description& about = description(field);
  if (value >= about.least && value <= most(field)) return;
  refuse_argument(fmt::format("Cannot parse \"{}\": Value {} for {} must be in the range [{},{}]", text,
                              value, about.name, about.least, most(field)));
}

void WallClock::set(TimeField field, std::int64_t value, bool reset, std::string_view text) {
  check(field, value, text);
  if (field < TimeField::HalfdayOfDay) {
    set_day(field, value, reset);
    if (reset) ms_of_day_ = 0;
  } else {
    set_time(field, value, reset);
  }
}

void WallClock::set_day(TimeField field, std::int64_t value, bool reset) {
  const Moment now = at(day_);
  const int number = static_cast<int>(value);
  switch (field) {
    case TimeField::Year:
      day_ = reset ? sys_days(year(number) / 1 / 1) : inside(year(number) / now.date.month(), now.date.day());
      return;
    case TimeField::Weekyear: {
      const int week = std::min(iso_week(now).first, weeks_in(number));
      day_ = first_of_weekyear(number) + days(reset ? 0 : (week - 1) * 7 + now.iso_weekday() - 1);
      return;
    }
    case TimeField::MonthOfYear: {
      const auto month = now.date.year() / std::chrono::month(static_cast<unsigned>(number));
      day_ = reset ? sys_days(month / 1) : inside(month, now.date.day());
      return;
    }
    case TimeField::WeekOfWeekyear:
      day_ += days((number - iso_week(now).first) * 7 - (reset ? now.iso_weekday() - 1 : 0));
      return;
    case TimeField::DayOfYear:
      day_ = sys_days(now.date.year() / 1 / 1) + days(number - 1);
      return;
    case TimeField::DayOfMonth:
      day_ += days(number - now.day_of_month());
      return;
    default:
      day_ += days(number - now.iso_weekday());
  }
}

void WallClock::set_time(TimeField field, std::int64_t value, bool reset) {
  // The larger unit that stays, and the unit that is set.
  const auto put = [&](std::int64_t range, std::int64_t unit) {
    const std::int64_t smaller = reset ? 0 : ms_of_day_ % unit;
    ms_of_day_ = ms_of_day_ / range * range + value * unit + smaller;
  };
  switch (field) {
    case TimeField::HalfdayOfDay:
      return put(2 * kHalfday, kHalfday);
    case TimeField::ClockhourOfDay:
      value %= 24;
      return put(2 * kHalfday, kHour);
    case TimeField::HourOfDay:
      return put(2 * kHalfday, kHour);
    case TimeField::ClockhourOfHalfday:
      value %= 12;
      return put(kHalfday, kHour);
    case TimeField::HourOfHalfday:
      return put(kHalfday, kHour);
    case TimeField::MinuteOfHour:
      return put(kHour, kMinute);
    case TimeField::SecondOfMinute:
      return put(kMinute, kSecond);
    case TimeField::MillisOfHour:
      return put(kHour, 1);
    case TimeField::MillisOfMinute:
      return put(kMinute, 1);
    default:
      return put(kSecond, 1);
  }
}

std::int64_t WallClock::local_ms() const {
  return std::int64_t{day_.time_since_epoch().count()} * 2 * kHalfday + ms_of_day_;
}

}  // namespace engine
