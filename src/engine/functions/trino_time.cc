#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "engine/functions/moment.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/datetime.html; patterns are MySQL's. Timestamps are local.
namespace engine {
namespace {

using View = std::string_view;
using duckdb::date_t;
using duckdb::timestamp_t;

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
      return std::string(kDayNames[static_cast<std::size_t>(at.weekday())].substr(0, 3));
    case 'b':
      return std::string(kMonthNames[static_cast<std::size_t>(at.month() - 1)].substr(0, 3));
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
      return std::string(kMonthNames[static_cast<std::size_t>(at.month() - 1)]);
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
      return std::string(kDayNames[static_cast<std::size_t>(at.weekday())]);
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

// Half up, as Trino reads a finer time of a file into a timestamp(3). Infinite ones stay.
void rounded_to_millis(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnaryExecutor::Execute<timestamp_t, timestamp_t>(
      input.data[0], result, input.size(), [](timestamp_t time) {
        if (!duckdb::Timestamp::IsFinite(time)) return time;
        const int64_t beyond = ((time.value % 1000) + 1000) % 1000;
        return timestamp_t(time.value - beyond + (beyond < 500 ? 0 : 1000));
      });
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
      {"trino.rounded_to_millis", {Type::TIMESTAMP_TZ}, Type::TIMESTAMP_TZ, rounded_to_millis, false},
  };
}

}  // namespace engine
