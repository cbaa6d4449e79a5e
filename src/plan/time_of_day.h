#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plan {

// Takes h[h]:m[m][:s[s][.fraction]] off the front: milliseconds since midnight, to the nearest one, so that a
// day is the most. Nothing, and the text as it was: no time of the day stands there.
std::optional<std::int64_t> take_time_of_day(std::string_view& text);

// The whole text; what rounds up to a day is midnight.
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

}  // namespace plan
