#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/functions/time_fields.h"

namespace engine {

// A timestamp as Trino's casts and literals read it: yyyy-m-d[ [h:m[:s[.fraction]]][ ][zone]], to the nearest
// millisecond.
struct TimestampText {
  ReadTime time;
  std::string unknown_zone;  // the name in the text, where it is none, or an offset of more than 14 hours
};
std::optional<TimestampText> read_timestamp_text(std::string_view text);

}  // namespace engine
