#include "engine/functions/hive_timestamp_formats.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "engine/functions/hive_conversions.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1000;
constexpr int kYearOfDays = 1970;  // of a day without its year

std::optional<std::int64_t> in_micros(std::optional<std::int64_t> millis) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kMicrosPerMilli;
  if (!millis || *millis > kMost || *millis < -kMost) return std::nullopt;
  return *millis * kMicrosPerMilli;
}

// Of milliseconds the digits behind a point are not looked at.
std::optional<std::int64_t> millis_of(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (point != text.npos && !std::ranges::all_of(text.substr(point + 1), base::is_digit)) return std::nullopt;
  if (text.ends_with('.') || whole.starts_with('+')) return std::nullopt;
  return base::parse_int(whole);
}

std::optional<std::int64_t> by_pattern(const JodaPattern& pattern, std::string_view text) {
  try {
    return pattern.read(text, kYearOfDays, kYearOfDays).utc_ms();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

HiveTimestampFormats::HiveTimestampFormats(const std::vector<std::string>& formats) {
  for (const std::string& format : formats) {
    if (base::iequals(format, "millis")) {
      patterns_.emplace_back();
      continue;
    }
    if (patterns_.emplace_back(JodaPattern(format))->has_two_digit_year())
      raise(base::refusal("UnsupportedOption", 400,
                          "The JSON option timestamp.formats = '" + format +
                              "' is not supported: a year of two digits is not read."));
  }
}

std::optional<std::int64_t> HiveTimestampFormats::micros(std::string_view text) const {
  const std::string_view trimmed = java_trimmed(text);
  for (const auto& pattern : patterns_) {
    if (const auto found = in_micros(pattern ? by_pattern(*pattern, trimmed) : millis_of(trimmed)))
      return found;
  }
  return hive_micros(trimmed);
}

}  // namespace engine
