#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/time_zone.h"

namespace engine {

// The parts of a time that a text may give.
enum class TimeField {
  Year,
  Weekyear,
  MonthOfYear,
  DayOfYear,
  WeekOfWeekyear,
  DayOfMonth,
  DayOfWeek,
  HalfdayOfDay,
  HourOfDay,
  ClockhourOfDay,  // 1 to 24
  HourOfHalfday,
  ClockhourOfHalfday,  // 1 to 12
  MinuteOfHour,
  SecondOfMinute,
  MillisOfHour,  // fractions
  MillisOfMinute,
  MillisOfSecond,
};

// A point on the wall's clock, and the zone of it where a text gives one.
struct ReadTime {
  std::int64_t local_ms = 0;
  std::optional<TimeZone> zone;

  std::int64_t utc_ms() const { return zone ? zone->to_utc(local_ms) : local_ms; }
};

// Takes a text apart, field by field, as Joda-Time does for Trino, and puts the fields together in the end:
// the larger ones first, on 1970-01-01 or, where no year is given but a day or a month, in the year 2000.
// Whatever is wrong raises INVALID_FUNCTION_ARGUMENT in Joda's words.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text) {}

  std::string_view rest() const { return text_.substr(at_); }
  bool at_end() const { return at_ == text_.size(); }
  bool at_digit(std::size_t ahead = 0) const;
  bool at(char c, std::size_t ahead = 0) const;
  bool take(char c);  // in either case

  void literal(std::string_view text);
  void number(TimeField field, std::size_t most_digits);
  void signed_number(TimeField field, std::size_t most_digits);
  // Two digits, of the hundred years around the pivot; with `lenient` others are the year itself.
  void two_digit_year(TimeField field, int pivot, bool lenient);
  void name(TimeField field, std::span<const std::string_view> names,
            int first);  // whole or by its first letters
  void fraction(TimeField field, std::size_t most_digits);
  void offset(bool with_seconds);  // Z, +05:30, +0530, +05
  void zone_name();                // of a region
  void zone_abbreviation();        // that Joda knows: EST

  // All of the text must be taken. The year is that of a day or a month without one.
  static constexpr int kYearOfDays = 2000;
  ReadTime finish(int default_year = kYearOfDays) const;
  [[noreturn]] void fail() const { fail(at_); }
  [[noreturn]] void fail(std::size_t at) const;

 private:
  void add(TimeField field, std::int64_t value) { fields_.push_back({field, value}); }
  std::optional<std::int64_t> two_digits(std::size_t at) const;
  std::int64_t digits(std::size_t most);
  void set_offset(std::int64_t seconds, std::size_t begin);

  struct Given {
    TimeField field;
    std::int64_t value;
  };
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Given> fields_;
  std::optional<TimeZone> zone_;
};

}  // namespace engine
