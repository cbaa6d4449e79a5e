#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/functions/conversions.h"

namespace engine {

// How the SerDes of Hive and of OpenX take texts for values, as Trino's readers do that are compatible with
// them; no DuckDB, no NULL. No value: the text does not say one. What they share with Spark's casts stands in
// conversions.h.
std::string_view java_trimmed(std::string_view text);             // without control characters and blanks
std::optional<bool> hive_boolean(std::string_view text);          // true and false, in any case
std::optional<std::int64_t> hive_integer(std::string_view text);  // digits after a point are not looked at
std::optional<double> hive_double(std::string_view text);         // Java's forms: 1e3, 1.5d, NaN, Infinity
std::optional<Int128> hive_decimal(std::string_view text, int precision, int scale);  // no blanks around it

// Base64, of either alphabet, padded or not, with white space in it: what is cut short counts as far as it
// goes. A text with any other character is the value itself.
std::string hive_binary(std::string_view text);

// 2024-1-31, with whatever stands behind a blank. Months and days beyond the calendar go on counting:
// 2024-02-30 is the first of March.
std::optional<std::int32_t> hive_days(std::string_view text);
// 2024-01-31 10:11:12.5; with a T for the blank the seconds may be left out. A day alone is none.
std::optional<std::int64_t> hive_micros(std::string_view text);

// OpenX's whole numbers: decimal, 0x hexadecimal or 0 octal; and those, or a number whose fraction is cut.
std::optional<std::int64_t> openx_plain_integer(std::string_view text);
std::optional<std::int64_t> openx_integer(std::string_view text);
// A day as Hive has it, or the days since 1970.
std::optional<std::int32_t> openx_days(std::string_view text);
// A time as Hive has it, one of ISO 8601 with an offset or Z, or a number since 1970: of milliseconds where
// it has 13 characters or more, else of seconds, with a fraction in any case.
std::optional<std::int64_t> openx_micros(std::string_view text);
std::optional<std::string> openx_binary(std::string_view text);  // base64, strictly; without padding too

}  // namespace engine
