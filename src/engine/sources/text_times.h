#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/functions/java_time_pattern.h"
#include "engine/functions/java_zone.h"
#include "engine/sources/time_formats.h"

namespace engine {

// Texts as days and points in time, as Spark's readers of CSV and JSON read them: by a pattern where one is
// told, else as a cast does. No value: the text says none. Immutable; any number of threads.
class TextTimes {
 public:
  // Raises INVALID_DATETIME_PATTERN and INVALID_TIMEZONE. No zone is UTC.
  explicit TextTimes(const TimeFormats& formats);

  std::optional<std::int32_t> days(std::string_view text) const;     // since 1970
  std::optional<std::int64_t> instant(std::string_view text) const;  // in microseconds
  std::optional<std::int64_t> local(std::string_view text) const;    // likewise; of a text that names no zone

 private:
  std::optional<std::int64_t> instant_by_pattern(std::string_view text) const;
  std::optional<std::int64_t> instant_by_cast(std::string_view text) const;

  std::optional<JavaTimePattern> date_;
  std::optional<JavaTimePattern> timestamp_;
  std::optional<JavaTimePattern> local_;
  JavaZone zone_;
  bool falls_back_ = false;
};

}  // namespace engine
