#include "engine/functions/ansi_failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>

#include "engine/lower/field_audit.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Arguments = AnsiFailure::Arguments;

// Where in the text Java stopped to read is not known.
base::Error unreadable(Arguments arguments, const char* tolerant) {
  return plan::spark_error(
      "CANNOT_PARSE_TIMESTAMP",
      "<message>. Use <func> to tolerate invalid input string and return NULL instead.",
      {{"message", fmt::format("Text '{}' could not be parsed", arguments[0].ToString())},
       {"func", fmt::format("`{}`", tolerant)}});
}
base::Error no_date_text(Arguments arguments) {
  return unreadable(arguments, "try_to_date");
}
base::Error no_time_text(Arguments arguments) {
  return unreadable(arguments, "try_to_timestamp");
}

base::Error no_day_name(Arguments arguments) {
  return plan::spark_error("ILLEGAL_DAY_OF_WEEK", "Illegal input for day of week: <string>.",
                           {{"string", arguments[1].ToString()}});
}

base::Error out_of_bounds(std::string message) {
  return plan::spark_error("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "<rangeMessage>. ",
                           {{"rangeMessage", std::move(message)}});
}

// A field as java.time names it, in the order of its checks.
struct Field {
  std::string_view name;
  std::string_view valid;
  std::int64_t least;
  std::int64_t most;
};
constexpr std::array kFields = std::to_array<Field>({{"MonthOfYear", "1 - 12", 1, 12},
                                                     {"DayOfMonth", "1 - 28/31", 1, 31},
                                                     {"HourOfDay", "0 - 23", 0, 23},
                                                     {"MinuteOfHour", "0 - 59", 0, 59},
                                                     {"SecondOfMinute", "0 - 59", 0, 59}});
constexpr std::size_t kDate = 2;  // so many of them are of a date, behind its year

std::optional<std::string> wrong_field(const Field& field, std::int64_t value) {
  if (value >= field.least && value <= field.most) return std::nullopt;
  return fmt::format("Invalid value for {} (valid values {}): {}", field.name, field.valid, value);
}

std::optional<std::string> wrong_day(std::int64_t year, std::int64_t month, std::int64_t day) {
  static constexpr const char* kMonths[] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                            "MAY",       "JUNE",     "JULY",     "AUGUST",
                                            "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
  // Of any year: std::chrono's have 16 bits.
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const bool short_month = month == 4 || month == 6 || month == 9 || month == 11;
  if (month == 2 && day == 29 && !leap)
    return fmt::format("Invalid date 'February 29' as '{}' is not a leap year", year);
  if (day > (month == 2 ? 29 : short_month ? 30 : 31))
    return fmt::format("Invalid date '{} {}'", kMonths[month - 1], day);
  return std::nullopt;
}

// Of a year, a month and a day, and where they are given of an hour, a minute and whole seconds.
base::Error no_such_time(std::span<const std::int64_t> parts) {
  const auto wrong = [&](std::size_t field) { return wrong_field(kFields[field], parts[field + 1]); };
  for (std::size_t field = 0; field < kDate; ++field)
    if (auto message = wrong(field)) return out_of_bounds(std::move(*message));
  if (auto message = wrong_day(parts[0], parts[1], parts[2])) return out_of_bounds(std::move(*message));
  for (std::size_t field = kDate; field + 1 < parts.size(); ++field)
    if (auto message = wrong(field)) return out_of_bounds(std::move(*message));
  return unsupported(fmt::format("a date of the year {}", parts[0]));  // to Spark it is one
}

std::int64_t whole(const duckdb::Value& argument) {
  return argument.DefaultCastAs(Type::BIGINT).GetValue<std::int64_t>();
}

base::Error no_date(Arguments arguments) {
  const std::int64_t parts[] = {whole(arguments[0]), whole(arguments[1]), whole(arguments[2])};
  return no_such_time(parts);
}

base::Error no_time(Arguments arguments) {
  const double seconds = arguments[5].DefaultCastAs(Type::DOUBLE).GetValue<double>();
  const double full = std::floor(seconds);
  if (full == 60 && seconds != full)
    return plan::spark_error(
        "INVALID_FRACTION_OF_SECOND",
        "Valid range for seconds is [0, 60] (inclusive), but the provided value is <secAndMicros>. To avoid "
        "this error, use `try_make_timestamp`, which returns NULL on error.\nIf you do not want to use the "
        "session default timestamp version of this function, use `try_make_timestamp_ntz` or "
        "`try_make_timestamp_ltz`.",
        {{"secAndMicros", fmt::format("{}", seconds)}});
  std::array<std::int64_t, 6> parts{};
  for (std::size_t i = 0; i < 5; ++i) parts[i] = whole(arguments[i]);
  parts[5] = full == 60 ? 0 : static_cast<std::int64_t>(full);
  return no_such_time(parts);
}

constexpr std::array kFailures = std::to_array<AnsiFailure>({
    {"make_date", 0, no_date},
    {"make_timestamp", 0, no_time},
    {"make_timestamp_ltz", 0, no_time},
    {"make_timestamp_ntz", 0, no_time},
    {"next_day", 0, no_day_name},
    {"to_date", 2, no_date_text},
    {"to_timestamp", 2, no_time_text},
    {"to_timestamp_ltz", 2, no_time_text},
    {"to_timestamp_ntz", 2, no_time_text},
    {"to_unix_timestamp", 0, no_time_text},
    {"unix_timestamp", 0, no_time_text},
});

}  // namespace

const AnsiFailure* ansi_failure(std::string_view function, std::size_t arguments) {
  const auto row = std::ranges::find_if(kFailures, [&](const AnsiFailure& each) {
    return each.function == function && (each.arguments == 0 || each.arguments == arguments);
  });
  return row == kFailures.end() ? nullptr : row;
}

}  // namespace engine
