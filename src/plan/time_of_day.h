#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plan {

// h[h]:m[m][:s[s][.fraction]] in milliseconds since midnight, to the nearest one: what rounds up to a day is
// midnight. Nothing: the text is none.
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

}  // namespace plan
