#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// How texts become values and values texts, by Spark's rules; no DuckDB, no NULL, no modes. No value: the
// text does not say one. Each is checked against a real Spark by test/spark/test_functions.py.
using Int128 = __int128;

enum class Fraction { Cut, Refuse };  // of '12.9' read as an integer: the non-ANSI and the ANSI cast

std::optional<std::int64_t> text_to_integer(std::string_view text, Fraction fraction);
std::optional<double> text_to_double(std::string_view text);
std::optional<bool> text_to_boolean(std::string_view text);

// Times ten to the power of `scale`, rounded half up; no value when it takes more than `precision` digits.
std::optional<Int128> text_to_decimal(std::string_view text, int precision, int scale);

std::optional<std::int32_t> text_to_days(std::string_view text);  // since the epoch

// A point in local time, and the zone that the text names, when it does.
struct ParsedTimestamp {
  std::int64_t local_micros = 0;
  std::optional<std::int64_t> offset_seconds;  // of the zone, when the text gives it as an offset or UTC
  std::string region;                          // of the zone, when the text names it: Europe/Berlin
};
std::optional<ParsedTimestamp> text_to_timestamp(std::string_view text);

// Java's forms: 1.0, 1.0E7, NaN, -Infinity.
std::string double_to_text(double value);
std::string float_to_text(float value);
std::string decimal_to_text(Int128 unscaled, int scale);  // plain
std::string decimal_to_java_text(Int128 unscaled,
                                 int scale);  // 1E-7 where there are more than six digits after the point
std::string days_to_text(std::int64_t days);  // 2024-01-05, +12024-01-05
std::string micros_to_text(std::int64_t local_micros);  // 2024-01-05 10:11:12.1
std::string micros_to_millis_text(
    std::int64_t local_micros);  // 2024-01-05 10:11:12.100, as Trino's timestamp(3)

Int128 power_of_ten(int exponent);               // up to 38
Int128 divide_half_up(Int128 value, Int128 by);  // away from zero; by > 0

}  // namespace engine
