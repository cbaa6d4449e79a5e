#include <fmt/format.h>

#include "engine/functions/moment.h"
#include "engine/functions/time_fields.h"
#include "engine/functions/trino_kernels.h"

// date_parse: https://trino.io/docs/435/functions/datetime.html#mysql-date-functions
namespace engine {
namespace {

using View = std::string_view;

constexpr int kPivot = 2020;  // of years of two digits
constexpr std::array<View, 2> kHalves = {"AM", "PM"};
constexpr std::array<View, 7> kDaysFromMonday = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                 "Friday", "Saturday", "Sunday"};

void read(TimeReader& reader, View pattern);

void read_field(TimeReader& reader, char letter) {
  switch (letter) {
    case 'Y':
      return reader.signed_number(TimeField::Year, 4);
    case 'y':
      return reader.two_digit_year(TimeField::Year, kPivot, false);
    case 'x':
      return reader.signed_number(TimeField::Weekyear, 4);
    case 'v':
      return reader.number(TimeField::WeekOfWeekyear, 2);
    case 'm':
    case 'c':
      return reader.number(TimeField::MonthOfYear, 2);
    case 'b':
    case 'M':
      return reader.name(TimeField::MonthOfYear, kMonthNames, 1);
    case 'd':
    case 'e':
      return reader.number(TimeField::DayOfMonth, 2);
    case 'j':
      return reader.number(TimeField::DayOfYear, 3);
    case 'a':
    case 'W':
      return reader.name(TimeField::DayOfWeek, kDaysFromMonday, 1);
    case 'p':
      return reader.name(TimeField::HalfdayOfDay, kHalves, 0);
    case 'H':
    case 'k':
      return reader.number(TimeField::HourOfDay, 2);
    case 'h':
    case 'I':
    case 'l':
      return reader.number(TimeField::ClockhourOfHalfday, 2);
    case 'i':
      return reader.number(TimeField::MinuteOfHour, 2);
    case 's':
    case 'S':
      return reader.number(TimeField::SecondOfMinute, 2);
    case 'f':
      return reader.fraction(TimeField::MillisOfSecond, 9);
    case 'T':
      return read(reader, "%H:%i:%s");
    case 'r':
      return read(reader, "%h:%i:%s %p");
    case 'D':
    case 'U':
    case 'u':
    case 'V':
    case 'w':
    case 'X':
      refuse_argument(fmt::format("%{} not supported in date format string", letter));
    default:
      return reader.literal(View(&letter, 1));
  }
}

void read(TimeReader& reader, View pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size())
      read_field(reader, pattern[++i]);
    else
      reader.literal(pattern.substr(i, 1));
  }
}

std::optional<duckdb::timestamp_t> date_parse(View text, View pattern) {
  TimeReader reader(text);
  read(reader, pattern);
  return duckdb::timestamp_t(reader.finish().local_ms * 1000);
}

}  // namespace

std::vector<TrinoKernel> date_parse_kernels() {
  return {
      {"trino.date_parse",
       {Type::VARCHAR, Type::VARCHAR},
       Type::TIMESTAMP,
       row_kernel<View, View>(date_parse)},
  };
}

}  // namespace engine
