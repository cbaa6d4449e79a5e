#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>

#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/datetime.html; patterns are MySQL's. Timestamps are local.
namespace engine {
namespace {

using View = std::string_view;
using duckdb::date_t;
using duckdb::timestamp_t;
using std::chrono::microseconds;
using std::chrono::sys_days;

constexpr std::array<View, 12> kMonths = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
constexpr std::array<View, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};

// A point in local time, taken apart.
struct Moment {
  explicit Moment(timestamp_t given) : Moment(checked(given), 0) {}
  Moment(timestamp_t timestamp, int)
      : day(std::chrono::floor<std::chrono::days>(
            std::chrono::sys_time<microseconds>(microseconds(timestamp.value)))),
        date(day),
        time(microseconds(timestamp.value) - day.time_since_epoch()) {}

  static timestamp_t checked(timestamp_t timestamp) {
    constexpr int64_t kMicrosOf30000Years = int64_t{30'000} * 366 * 86'400 * 1'000'000;
    if (timestamp.value > kMicrosOf30000Years || timestamp.value < -kMicrosOf30000Years)
      refuse_argument("The year is out of the range that dates are shown in");
    return timestamp;
  }

  int year() const { return static_cast<int>(date.year()); }
  int month() const { return static_cast<int>(static_cast<unsigned>(date.month())); }
  int day_of_month() const { return static_cast<int>(static_cast<unsigned>(date.day())); }
  int weekday() const { return static_cast<int>(std::chrono::weekday(day).c_encoding()); }  // from Sunday, 0
  int day_of_year() const { return static_cast<int>((day - sys_days(date.year() / 1 / 1)).count()) + 1; }
  int hour() const { return static_cast<int>(time.hours().count()); }
  int minute() const { return static_cast<int>(time.minutes().count()); }
  int second() const { return static_cast<int>(time.seconds().count()); }
  int micros() const { return static_cast<int>(time.subseconds().count()); }
  int last_day() const {
    return static_cast<int>(static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
  }

  sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<microseconds> time;
};

// By ISO 8601: the week, and the year that it belongs to.
std::pair<int, int> iso_week(const Moment& moment) {
  using namespace std::chrono;
  const sys_days thursday = moment.day + days(4 - (moment.weekday() == 0 ? 7 : moment.weekday()));
  const year in = year_month_day(thursday).year();
  return {static_cast<int>((thursday - sys_days(in / 1 / 1)).count() / 7) + 1, static_cast<int>(in)};
}

std::optional<int64_t> year_of_week(timestamp_t timestamp) {
  return iso_week(Moment(timestamp)).second;
}

std::optional<int64_t> millisecond(timestamp_t timestamp) {
  return Moment(timestamp).micros() / 1000;
}

std::optional<date_t> last_day_of_month(timestamp_t timestamp) {
  const Moment moment(timestamp);
  return date_t(static_cast<int32_t>(moment.day.time_since_epoch().count()) + moment.last_day() -
                moment.day_of_month());
}

std::optional<double> to_unixtime(timestamp_t timestamp) {
  return std::floor(static_cast<double>(timestamp.value) / 1000) / 1000;
}

std::optional<std::string> to_iso8601(timestamp_t timestamp) {
  const Moment at(timestamp);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", at.year(), at.month(), at.day_of_month(),
                     at.hour(), at.minute(), at.second(), at.micros() / 1000);
}

// Whole months between two moments; the last day of a short month counts as every day that it lacks.
int64_t months_between(timestamp_t from, timestamp_t to) {
  if (to.value < from.value) return -months_between(to, from);
  const Moment a(from), b(to);
  int64_t months = (b.year() - a.year()) * 12 + b.month() - a.month();
  const int day =
      b.day_of_month() == b.last_day() ? std::min(a.day_of_month(), b.day_of_month()) : a.day_of_month();
  const auto rest = [](int on, const Moment& moment) {
    return std::pair(on, moment.time.to_duration().count());
  };
  if (rest(b.day_of_month(), b) < rest(day, a)) --months;
  return months;
}

template <int months>
std::optional<int64_t> difference(timestamp_t from, timestamp_t to) {
  return months_between(from, to) / months;
}

int on_twelve(int hour) {
  return hour % 12 == 0 ? 12 : hour % 12;
}

std::string formatted(const Moment& at, char letter) {
  const auto half = at.hour() < 12 ? "AM" : "PM";
  switch (letter) {
    case 'a':
      return std::string(kDays[static_cast<std::size_t>(at.weekday())].substr(0, 3));
    case 'b':
      return std::string(kMonths[static_cast<std::size_t>(at.month() - 1)].substr(0, 3));
    case 'c':
      return std::to_string(at.month());
    case 'd':
      return fmt::format("{:02}", at.day_of_month());
    case 'e':
      return std::to_string(at.day_of_month());
    case 'f':
      return fmt::format("{:06}", at.micros());
    case 'H':
      return fmt::format("{:02}", at.hour());
    case 'h':
    case 'I':
      return fmt::format("{:02}", on_twelve(at.hour()));
    case 'i':
      return fmt::format("{:02}", at.minute());
    case 'j':
      return fmt::format("{:03}", at.day_of_year());
    case 'k':
      return std::to_string(at.hour());
    case 'l':
      return std::to_string(on_twelve(at.hour()));
    case 'M':
      return std::string(kMonths[static_cast<std::size_t>(at.month() - 1)]);
    case 'm':
      return fmt::format("{:02}", at.month());
    case 'p':
      return half;
    case 'r':
      return fmt::format("{:02}:{:02}:{:02} {}", on_twelve(at.hour()), at.minute(), at.second(), half);
    case 'S':
    case 's':
      return fmt::format("{:02}", at.second());
    case 'T':
      return fmt::format("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    case 'v':
      return fmt::format("{:02}", iso_week(at).first);
    case 'W':
      return std::string(kDays[static_cast<std::size_t>(at.weekday())]);
    case 'x':
      return fmt::format("{:04}", iso_week(at).second);
    case 'Y':
      return fmt::format("{:04}", at.year());
    case 'y':
      return fmt::format("{:02}", at.year() % 100);
    case 'D':
    case 'U':
    case 'u':
    case 'V':
    case 'w':
    case 'X':
      refuse_argument(fmt::format("%{} not supported in date format string", letter));
    default:
      return std::string(1, letter);
  }
}

std::optional<std::string> date_format(timestamp_t timestamp, View pattern) {
  const Moment at(timestamp);
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size())
      text += formatted(at, pattern[++i]);
    else
      text += pattern[i];
  }
  return text;
}

// What a pattern has read from a text so far.
struct Fields {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, micros = 0;
  std::optional<bool> afternoon;
  std::optional<int> day_of_year;
};

class DateParser {
 public:
  DateParser(View text, View pattern) : text_(text), rest_(text), pattern_(pattern) {}

  timestamp_t parse() {
    read(pattern_);
    if (!rest_.empty()) fail();
    using namespace std::chrono;
    if (fields_.afternoon) fields_.hour = fields_.hour % 12 + (*fields_.afternoon ? 12 : 0);
    const year_month_day date{year(fields_.year), month(static_cast<unsigned>(fields_.month)),
                              day(static_cast<unsigned>(fields_.day))};
    if (!date.ok() || fields_.hour > 23 || fields_.minute > 59 || fields_.second > 59) fail();
    sys_days on(date);
    const int days_of_year = date.year().is_leap() ? 366 : 365;
    if (fields_.day_of_year && (*fields_.day_of_year < 1 || *fields_.day_of_year > days_of_year)) fail();
    if (fields_.day_of_year) on = sys_days(date.year() / 1 / 1) + days(*fields_.day_of_year - 1);
    const microseconds time = hours(fields_.hour) + minutes(fields_.minute) + seconds(fields_.second) +
                              microseconds(fields_.micros);
    return timestamp_t(microseconds(on.time_since_epoch()).count() + time.count());
  }

 private:
  void read(View pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '%' && i + 1 < pattern.size()) {
        field(pattern[++i]);
      } else {
        if (rest_.empty() || rest_[0] != pattern[i]) fail();
        rest_.remove_prefix(1);
      }
    }
  }

  void field(char letter) {
    switch (letter) {
      case 'Y':
        return take(fields_.year, 4);
      case 'y':
        take(fields_.year, 2);
        fields_.year += fields_.year < 70 ? 2000 : 1900;
        return;
      case 'm':
      case 'c':
        return take(fields_.month, 2);
      case 'd':
      case 'e':
        return take(fields_.day, 2);
      case 'H':
      case 'k':
        return take(fields_.hour, 2);
      case 'h':
      case 'I':
      case 'l':
        take(fields_.hour, 2);
        if (fields_.hour < 1 || fields_.hour > 12) fail();
        fields_.hour %= 12;
        return;
      case 'i':
        return take(fields_.minute, 2);
      case 's':
      case 'S':
        return take(fields_.second, 2);
      case 'f':
        return take_fraction();
      case 'j':
        return take(fields_.day_of_year.emplace(), 3);
      case 'b':
        fields_.month = take_name(kMonths, 3) + 1;
        return;
      case 'M':
        fields_.month = take_name(kMonths, View::npos) + 1;
        return;
      case 'a':
        take_name(kDays, 3);
        return;
      case 'W':
        take_name(kDays, View::npos);
        return;
      case 'p':
        fields_.afternoon = take_name(std::array<View, 2>{"AM", "PM"}, View::npos) == 1;
        return;
      case 'T':
        return read("%H:%i:%s");
      case 'r':
        return read("%h:%i:%s %p");
      case 'D':
      case 'U':
      case 'u':
      case 'V':
      case 'v':
      case 'w':
      case 'X':
      case 'x':
        refuse_argument(fmt::format("%{} not supported in date format string", letter));
      default:
        return read(std::string_view(&letter, 1));
    }
  }

  void take(int& value, std::size_t most) {
    std::size_t digits = 0;
    value = 0;
    while (digits < most && digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9')
      value = value * 10 + (rest_[digits++] - '0');
    if (digits == 0) fail();
    rest_.remove_prefix(digits);
  }

  void take_fraction() {
    const std::size_t before = rest_.size();
    int nanos = 0;
    take(nanos, 9);
    for (std::size_t digits = before - rest_.size(); digits < 9; ++digits) nanos *= 10;
    fields_.micros = nanos / 1000;
  }

  template <std::size_t count>
  int take_name(const std::array<View, count>& names, std::size_t length) {
    for (std::size_t i = 0; i < count; ++i) {
      const View name = names[i].substr(0, length);
      const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
      };
      if (rest_.size() < name.size() || !std::equal(name.begin(), name.end(), rest_.begin(), same)) continue;
      rest_.remove_prefix(name.size());
      return static_cast<int>(i);
    }
    fail();
  }

  [[noreturn]] void fail() const {
    const std::size_t at = text_.size() - rest_.size();
    if (at == 0) refuse_argument(fmt::format("Invalid format: \"{}\"", text_));
    if (rest_.empty()) refuse_argument(fmt::format("Invalid format: \"{}\" is too short", text_));
    refuse_argument(fmt::format("Invalid format: \"{}\" is malformed at \"{}\"", text_, rest_));
  }

  const View text_;
  View rest_;
  const View pattern_;
  Fields fields_;
};

std::optional<timestamp_t> date_parse(View text, View pattern) {
  return DateParser(text, pattern).parse();
}

}  // namespace

std::vector<TrinoKernel> time_kernels() {
  const Type text = Type::VARCHAR, time = Type::TIMESTAMP, number = Type::BIGINT;
  return {
      {"trino.year_of_week", {time}, number, row_kernel<timestamp_t>(year_of_week)},
      {"trino.millisecond", {time}, number, row_kernel<timestamp_t>(millisecond)},
      {"trino.last_day_of_month", {time}, Type::DATE, row_kernel<timestamp_t>(last_day_of_month)},
      {"trino.to_unixtime", {time}, Type::DOUBLE, row_kernel<timestamp_t>(to_unixtime)},
      {"trino.to_iso8601", {time}, text, row_kernel<timestamp_t>(to_iso8601)},
      {"trino.months_between", {time, time}, number, row_kernel<timestamp_t, timestamp_t>(difference<1>)},
      {"trino.quarters_between", {time, time}, number, row_kernel<timestamp_t, timestamp_t>(difference<3>)},
      {"trino.years_between", {time, time}, number, row_kernel<timestamp_t, timestamp_t>(difference<12>)},
      {"trino.date_format", {time, text}, text, row_kernel<timestamp_t, View>(date_format)},
      {"trino.date_parse", {text, text}, time, row_kernel<View, View>(date_parse)},
  };
}

}  // namespace engine
