#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "base/text.h"
#include "engine/functions/java_zone.h"
#include "engine/functions/moment.h"
#include "engine/functions/spark_kernels.h"

// https://spark.apache.org/docs/latest/api/sql/: dates, and points in time without a zone.
namespace engine {
namespace {

using View = std::string_view;
using duckdb::date_t;
using duckdb::timestamp_t;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0);
}

// Fails as Java's multiplyExact.
std::int64_t exact_product(std::int64_t value, std::int64_t by) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(value, by, &product)) refuse_value("DATETIME_OVERFLOW", "long overflow");
  return product;
}

template <std::int64_t unit>
std::optional<timestamp_t> from_units(std::int64_t count) {
  return timestamp_t(exact_product(count, unit));
}
// Towards zero.
std::optional<std::int64_t> whole_seconds(timestamp_t time) {
  return time.value / kMicrosPerSecond;
}
template <std::int64_t unit>
std::optional<std::int64_t> to_units(timestamp_t time) {
  return floor_divide(time.value, unit);
}

std::optional<std::int32_t> to_days(date_t date) {
  return date.days;
}
std::optional<date_t> from_days(std::int32_t days) {
  return date_t(days);
}

std::optional<date_t> make_date(std::int32_t year, std::int32_t month, std::int32_t day) {
  using namespace std::chrono;
  if (std::abs(std::int64_t{year}) > 30'000 || month < 1 || day < 1) return std::nullopt;
  const year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return date_t(static_cast<std::int32_t>(sys_days(date).time_since_epoch().count()));
}

// The seconds count in millionths; 60 of them are a minute more.
std::optional<timestamp_t> make_local(std::int32_t year, std::int32_t month, std::int32_t day,
                                      std::int32_t hour, std::int32_t minute, std::int64_t micros) {
  const auto date = make_date(year, month, day);
  const bool in_day = hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
  if (!date || !in_day || micros < 0 || micros > 60 * kMicrosPerSecond) return std::nullopt;
  const std::int64_t seconds = (std::int64_t{hour} * 60 + minute) * 60;
  return timestamp_t(date->days * kMicrosPerDay + seconds * kMicrosPerSecond + micros);
}

Moment moment_of(std::int64_t local_micros) {
  using std::chrono::microseconds;
  return Moment(std::chrono::sys_time<microseconds>(microseconds(local_micros)));
}

std::optional<std::string> dayname(date_t date) {
  const auto moment = moment_of(date.days * kMicrosPerDay);
  return std::string(kDayNames[static_cast<std::size_t>(moment.weekday())].substr(0, 3));
}
std::optional<std::string> monthname(date_t date) {
  const auto moment = moment_of(date.days * kMicrosPerDay);
  return std::string(kMonthNames[static_cast<std::size_t>(moment.month() - 1)].substr(0, 3));
}

// The next such day behind the date: MO, MON, MONDAY.
std::optional<date_t> next_day(date_t date, View name) {
  for (std::size_t i = 0; i < kDayNames.size(); ++i) {
    const View day = kDayNames[i];
    if (!base::iequals(name, day) && !base::iequals(name, day.substr(0, 3)) &&
        !base::iequals(name, day.substr(0, 2)))
      continue;
    const int today = moment_of(date.days * kMicrosPerDay).weekday();
    return date_t(date.days + (static_cast<int>(i) - today + 6) % 7 + 1);
  }
  return std::nullopt;
}

// With a fraction by months of 31 days, unless both are the same day of their months, or the last one.
std::optional<double> months_apart(timestamp_t end, timestamp_t start, bool rounds) {
  const Moment a = moment_of(end.value), b = moment_of(start.value);
  const double months = (a.year() - b.year()) * 12 + a.month() - b.month();
  const bool last_days = a.day_of_month() == a.last_day() && b.day_of_month() == b.last_day();
  if (a.day_of_month() == b.day_of_month() || last_days) return months;
  const auto seconds_of = [](std::int64_t micros) {
    return (micros - floor_divide(micros, kMicrosPerDay) * kMicrosPerDay) / kMicrosPerSecond;
  };
  const std::int64_t seconds = std::int64_t{a.day_of_month() - b.day_of_month()} * 86'400 +
                               seconds_of(end.value) - seconds_of(start.value);
  const double difference = months + static_cast<double>(seconds) / (31 * 86'400);
  return rounds ? std::floor(difference * 1e8 + 0.5) / 1e8 : difference;
}

std::optional<timestamp_t> add_micros(timestamp_t time, std::int64_t count, std::int64_t unit) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(time.value, exact_product(count, unit), &sum))
    refuse_value("DATETIME_OVERFLOW", "long overflow");
  return timestamp_t(sum);
}

// Whole units of so many millionths, and of so many months, from one time to another, as java.time has them:
// a month is over on the same day of the next one at the same time, not before.
std::optional<std::int64_t> micros_until(timestamp_t from, timestamp_t to, std::int64_t unit) {
  return static_cast<std::int64_t>((static_cast<__int128>(to.value) - from.value) / unit);
}
std::optional<std::int64_t> months_until(timestamp_t from, timestamp_t to, std::int64_t unit) {
  const std::int64_t from_day = floor_divide(from.value, kMicrosPerDay),
                     to_day = floor_divide(to.value, kMicrosPerDay);
  const std::int64_t later = (to.value - to_day * kMicrosPerDay) - (from.value - from_day * kMicrosPerDay);
  const bool last_is_no_whole_day = to_day > from_day ? later < 0 : to_day < from_day && later > 0;
  const Moment a = moment_of(from.value),
               b = moment_of((to_day + (last_is_no_whole_day ? (later > 0) - (later < 0) : 0)) *
                             kMicrosPerDay);
  constexpr std::int64_t kDays = 32;  // more than a month has
  const std::int64_t days = std::int64_t{b.year() - a.year()} * 12 * kDays + (b.month() - a.month()) * kDays +
                            b.day_of_month() - a.day_of_month();
  return days / kDays / unit;
}

// The beginning of the part of the year that the date lies in.
std::optional<date_t> trunc(date_t date, View unit) {
  using namespace std::chrono;
  const auto is = [&](auto... names) { return (base::iequals(unit, names) || ...); };
  const Moment moment = moment_of(date.days * kMicrosPerDay);
  const auto of = [](const year_month_day& day) {
    return date_t(static_cast<std::int32_t>(sys_days(day).time_since_epoch().count()));
  };
  if (is("week")) return date_t(date.days - moment.iso_weekday() + 1);
  if (is("month", "mon", "mm")) return of(moment.date.year() / moment.date.month() / 1);
  if (is("year", "yyyy", "yy")) return of(moment.date.year() / January / 1);
  if (is("quarter"))
    return of(moment.date.year() /
              std::chrono::month((static_cast<unsigned>(moment.date.month()) - 1) / 3 * 3 + 1) / 1);
  return std::nullopt;
}

std::optional<timestamp_t> from_utc(timestamp_t time, View zone) {
  return timestamp_t(java_zone(zone).to_local(time.value));
}
std::optional<timestamp_t> to_utc(timestamp_t time, View zone) {
  return timestamp_t(java_zone(zone).to_utc(time.value));
}
std::optional<timestamp_t> convert_zone(View from, View to, timestamp_t time) {
  const std::int64_t instant = java_zone(from).to_utc(time.value);
  return timestamp_t(java_zone(to).to_local(instant));
}

// Where the last stretch of time that begins at or before it begins, one beginning each `slide` from `start`
// on; so much later.
std::optional<timestamp_t> window_start(timestamp_t time, std::int64_t slide, std::int64_t start,
                                        std::int64_t later) {
  const std::int64_t since = time.value - start;
  return timestamp_t(time.value - (since - floor_divide(since, slide) * slide) + later);
}

// In millionths.
std::optional<std::int32_t> seconds_of_minute(timestamp_t local) {
  constexpr std::int64_t kMinute = 60 * kMicrosPerSecond;
  return static_cast<std::int32_t>(local.value - floor_divide(local.value, kMinute) * kMinute);
}

}  // namespace

std::vector<SparkKernel> spark_time_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT, whole = Type::INTEGER, date = Type::DATE,
             instant = Type::TIMESTAMP_TZ, local = Type::TIMESTAMP;
  const auto parts =
      row_kernel<std::int32_t, std::int32_t, std::int32_t, std::int32_t, std::int32_t, std::int64_t>(
          make_local);
  const auto counting = [](auto count) { return row_kernel<timestamp_t, timestamp_t, std::int64_t>(count); };
  const auto zoned = [](auto convert) { return row_kernel<timestamp_t, View>(convert); };
  const auto windows = row_kernel<timestamp_t, std::int64_t, std::int64_t, std::int64_t>(window_start);
  return {
      {"inner.timestamp_seconds",
       {number},
       instant,
       row_kernel<std::int64_t>(from_units<kMicrosPerSecond>),
       {},
       true},
      {"inner.timestamp_millis", {number}, instant, row_kernel<std::int64_t>(from_units<1000>), {}, true},
      {"inner.timestamp_micros", {number}, instant, row_kernel<std::int64_t>(from_units<1>)},
      {"inner.unix_seconds", {instant}, number, row_kernel<timestamp_t>(to_units<kMicrosPerSecond>)},
      {"inner.whole_seconds", {instant}, number, row_kernel<timestamp_t>(whole_seconds)},
      {"inner.unix_millis", {instant}, number, row_kernel<timestamp_t>(to_units<1000>)},
      {"inner.unix_micros", {instant}, number, row_kernel<timestamp_t>(to_units<1>)},
      {"inner.unix_date", {date}, whole, row_kernel<date_t>(to_days)},
      {"date_from_unix_date", {whole}, date, row_kernel<std::int32_t>(from_days)},
      {"make_date",
       {whole, whole, whole},
       date,
       row_kernel<std::int32_t, std::int32_t, std::int32_t>(make_date)},
      {"inner.make_local", {whole, whole, whole, whole, whole, Type::DECIMAL(16, 6)}, local, parts},
      {"dayname", {date}, text, row_kernel<date_t>(dayname)},
      {"monthname", {date}, text, row_kernel<date_t>(monthname)},
      {"next_day", {date, text}, date, row_kernel<date_t, View>(next_day)},
      {"inner.months_between",
       {local, local, Type::BOOLEAN},
       Type::DOUBLE,
       row_kernel<timestamp_t, timestamp_t, bool>(months_apart)},
      {"inner.add_micros",
       {instant, number, number},
       instant,
       row_kernel<timestamp_t, std::int64_t, std::int64_t>(add_micros),
       {},
       true},
      {"inner.micros_until", {local, local, number}, number, counting(micros_until)},
      {"inner.months_until", {local, local, number}, number, counting(months_until)},
      {"trunc", {date, text}, date, row_kernel<date_t, View>(trunc)},
      {"from_utc_timestamp", {instant, text}, instant, zoned(from_utc), {}, true},
      {"to_utc_timestamp", {instant, text}, instant, zoned(to_utc), {}, true},
      {"inner.in_zone", {local, text}, instant, zoned(to_utc), {}, true},
      {"inner.on_wall", {instant, text}, local, zoned(from_utc), {}, true},
      {"inner.window_start", {instant, number, number, number}, instant, windows},
      {"inner.window_start", {local, number, number, number}, local, windows},
      {"inner.seconds", {local}, Type::DECIMAL(8, 6), row_kernel<timestamp_t>(seconds_of_minute)},
      {"inner.convert_zone",
       {text, text, local},
       local,
       row_kernel<View, View, timestamp_t>(convert_zone),
       {},
       true},
  };
}

}  // namespace engine
