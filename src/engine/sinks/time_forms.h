#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/functions/java_time_pattern.h"
#include "engine/functions/java_zone.h"
#include "engine/sources/time_formats.h"

namespace engine {

// Days and points in time as Spark's writers of CSV and JSON are told to write them: by a pattern, or in
// their own form (2024-01-05, 2024-01-05T10:11:12.500-05:00) in the writer's zone. Immutable; any number of
// threads.
class TimeForms {
 public:
  // Raises INVALID_DATETIME_PATTERN and INVALID_TIMEZONE. No zone is UTC.
  explicit TimeForms(const TimeFormats& formats);

  void append_date(std::string& out, std::int32_t days) const;
  void append_instant(std::string& out, std::int64_t micros) const;
  void append_local(std::string& out, std::int64_t micros) const;

 private:
  std::optional<JavaTimePattern> date_;
  std::optional<JavaTimePattern> timestamp_;
  std::optional<JavaTimePattern> local_;
  std::string zone_name_;
  JavaZone zone_;
};

}  // namespace engine
