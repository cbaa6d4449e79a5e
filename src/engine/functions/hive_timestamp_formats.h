#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/joda_pattern.h"

namespace engine {

// The property timestamp.formats of Hive's SerDes: patterns of Joda's, or `millis`, of which the first counts
// that takes a whole text; what none takes is a time as Hive writes them.
// https://docs.aws.amazon.com/athena/latest/ug/hive-json-serde.html. Raises what JodaPattern does, and
// years of two digits, whose hundred years depend on the day of the query. Immutable.
class HiveTimestampFormats {
 public:
  explicit HiveTimestampFormats(const std::vector<std::string>& formats);

  // Since 1970; an offset in the text moves it to UTC.
  std::optional<std::int64_t> micros(std::string_view text) const;

 private:
  std::vector<std::optional<JodaPattern>> patterns_;  // nothing: millis
};

}  // namespace engine
