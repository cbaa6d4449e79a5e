#pragma once

#include <optional>
#include <string>

namespace engine {

// What a reader or a writer of texts is told of days and times
// (https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html): patterns, and the zone of times that
// name none. Without a pattern texts are read as a cast reads them, and written in Spark's own form.
struct TimeFormats {
  std::optional<std::string> date;
  std::optional<std::string> timestamp;
  std::optional<std::string> local;  // of timestamp_ntz
  std::string zone;                  // empty: the session's
  bool falls_back = false;           // what a pattern does not read, a cast may

  bool operator==(const TimeFormats&) const = default;
};

}  // namespace engine
