#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace wire {

// The ways in which AWS writes a time. Parsing gives nothing for a text of another form or an impossible
// date.
std::string to_iso8601(base::Timestamp time);        // 2026-01-31T10:00:00.000Z
std::string to_http_date(base::Timestamp time);      // Sat, 31 Jan 2026 10:00:00 GMT
std::string amz_date(base::Timestamp time);          // 20260131T100000Z, as signatures and x-amz-date have it
std::string to_epoch_seconds(base::Timestamp time);  // 1769853600.123, as a JSON number

std::optional<base::Timestamp> parse_iso8601(
    std::string_view text);  // with Z or an offset, fraction optional
std::optional<base::Timestamp> parse_http_date(std::string_view text);  // in GMT, UTC or +0000
std::optional<base::Timestamp> parse_amz_date(std::string_view text);
std::optional<base::Timestamp> from_epoch_seconds(double seconds);  // nothing: not a year from 1 to 9999

}  // namespace wire
