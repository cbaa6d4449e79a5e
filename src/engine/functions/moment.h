#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "duckdb/common/types/timestamp.hpp"

namespace engine {

inline constexpr std::array<std::string_view, 12> kMonthNames = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
inline constexpr std::array<std::string_view, 7> kDayNames = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                              "Thursday", "Friday", "Saturday"};

// A point in local time, taken apart.
struct Moment {
  explicit Moment(duckdb::timestamp_t given);  // raises where the year has no name in a calendar
  explicit Moment(std::chrono::sys_time<std::chrono::microseconds> time);

  int year() const { return static_cast<int>(date.year()); }
  int month() const { return static_cast<int>(static_cast<unsigned>(date.month())); }
  int day_of_month() const { return static_cast<int>(static_cast<unsigned>(date.day())); }
  int weekday() const { return static_cast<int>(std::chrono::weekday(day).c_encoding()); }  // from Sunday, 0
  int iso_weekday() const { return weekday() == 0 ? 7 : weekday(); }                        // from Monday, 1
  int day_of_year() const;
  int hour() const { return static_cast<int>(time.hours().count()); }
  int minute() const { return static_cast<int>(time.minutes().count()); }
  int second() const { return static_cast<int>(time.seconds().count()); }
  int micros() const { return static_cast<int>(time.subseconds().count()); }
  int last_day() const;  // of the month

  std::chrono::sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::microseconds> time;
};

// By ISO 8601: the week, and the year that it belongs to.
std::pair<int, int> iso_week(const Moment& moment);

// Whole months between two moments; the last day of a short month counts as every day that it lacks.
std::int64_t months_between(duckdb::timestamp_t from, duckdb::timestamp_t to);

// The last day of a month stays inside it.
std::chrono::sys_days months_later(std::chrono::year_month_day date, std::int64_t months);

}  // namespace engine
