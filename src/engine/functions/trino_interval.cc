#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/text.h"
#include "engine/functions/trino_kernels.h"

// Trino's intervals (https://trino.io/docs/435/language/types.html#interval-day-to-second), which are whole
// numbers of milliseconds or of months.
namespace engine {
namespace {

using View = std::string_view;

constexpr int64_t kSecond = 1'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

constexpr double kTooLarge = 9223372036854775808.0;

const char* sign(int64_t value) {
  return value < 0 ? "-" : "";
}

// 2 03:04:05.678
std::optional<std::string> day_text(int64_t millis) {
  const auto count = [&](int64_t unit, int64_t next) { return std::abs(millis / unit % next); };
  return fmt::format("{}{} {:02}:{:02}:{:02}.{:03}", sign(millis), std::abs(millis / kDay), count(kHour, 24),
                     count(kMinute, 60), count(kSecond, 60), count(1, kSecond));
}

// 1-2
std::optional<std::string> year_text(int64_t months) {
  return fmt::format("{}{}-{}", sign(months), std::abs(months / 12), std::abs(months % 12));
}

// Java's conversion: towards zero, and no further than there are numbers.
int64_t whole(double value) {
  if (std::isnan(value)) return 0;
  if (value >= kTooLarge) return std::numeric_limits<int64_t>::max();
  return value < -kTooLarge ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(value);
}

std::optional<int64_t> times(int64_t interval, double factor) {
  if (std::isnan(factor)) refuse_argument("Cannot multiply by double NaN");
  return whole(static_cast<double>(interval) * factor);
}

std::optional<int64_t> over(int64_t interval, double divisor) {
  if (std::isnan(divisor) || divisor == 0)
    refuse_argument("Cannot divide by double " + double_to_text(divisor));
  return whole(static_cast<double>(interval) / divisor);
}

// What a date takes.
std::optional<int64_t> days(int64_t millis, View verb, View preposition) {
  if (millis % kDay != 0)
    refuse_argument(fmt::format("Cannot {} hour, minutes or seconds {} a date", verb, preposition));
  return millis / kDay;
}

// 1.5h, in milliseconds.
std::optional<int64_t> parse_duration(View text) {
  struct Unit {
    View word;
    double millis;
    View name;
  };
  constexpr Unit kUnits[] = {{"ns", 1e-6, "NANOSECONDS"}, {"us", 1e-3, "MICROSECONDS"},
                             {"ms", 1, "MILLISECONDS"},   {"s", kSecond, "SECONDS"},
                             {"m", kMinute, "MINUTES"},   {"h", kHour, "HOURS"},
                             {"d", kDay, "DAYS"}};
  if (text.empty()) refuse_argument("duration is empty");
  const View trimmed = base::trim(text);
  const std::size_t end = std::min(trimmed.find_first_not_of("0123456789."), trimmed.size());
  const View number = trimmed.substr(0, end), unit = base::trim(trimmed.substr(end));
  const std::size_t point = number.find('.');
  const bool letters = !unit.empty() && std::ranges::all_of(unit, [](char c) {
    return std::isalpha(static_cast<unsigned char>(c));
  });
  if (!letters || number.empty() || point == 0 || number.ends_with('.') ||
      (point != View::npos && number.find('.', point + 1) != View::npos))
    refuse_argument(fmt::format("duration is not a valid data duration string: {}", text));
  const auto* known = std::ranges::find(kUnits, unit, &Unit::word);
  if (known == std::end(kUnits)) refuse_argument(fmt::format("Unknown time unit: {}", unit));
  const double count = text_to_double(number).value_or(0);
  const double millis = std::floor(count * known->millis + 0.5);
  if (millis >= kTooLarge)
    refuse_argument(
        fmt::format("value {} {} is too large to be represented in requested unit MILLISECONDS as a long",
                    double_to_text(count), known->name));
  return whole(millis);
}

}  // namespace

std::vector<TrinoKernel> interval_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT, real = Type::DOUBLE;
  return {
      {"trino.interval_day_text", {number}, text, row_kernel<int64_t>(day_text)},
      {"trino.interval_year_text", {number}, text, row_kernel<int64_t>(year_text)},
      {"trino.interval_times", {number, real}, number, row_kernel<int64_t, double>(times)},
      {"trino.interval_over", {number, real}, number, row_kernel<int64_t, double>(over)},
      {"trino.interval_days", {number, text, text}, number, row_kernel<int64_t, View, View>(days)},
      {"trino.parse_duration", {text}, number, row_kernel<View>(parse_duration)},
  };
}

}  // namespace engine
