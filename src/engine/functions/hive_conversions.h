#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// How LazySimpleSerDe takes texts for values, as Trino does it that is compatible with it; no DuckDB, no
// NULL. No value: the text does not say one. What it shares with Spark's casts stands in conversions.h.
std::optional<bool> hive_boolean(std::string_view text);          // true and false, in any case
std::optional<std::int64_t> hive_integer(std::string_view text);  // digits after a point are not looked at
std::optional<double> hive_double(std::string_view text);         // Java's forms: 1e3, 1.5d, NaN, Infinity
std::optional<std::string> hive_binary(std::string_view text);    // base64, with or without padding

// 2024-1-31, with whatever stands behind a blank. Months and days beyond the calendar go on counting:
// 2024-02-30 is the first of March.
std::optional<std::int32_t> hive_days(std::string_view text);
// 2024-01-31 10:11:12.5, and with a T for the blank; of less than eight bytes none is read.
std::optional<std::int64_t> hive_micros(std::string_view text);

}  // namespace engine
