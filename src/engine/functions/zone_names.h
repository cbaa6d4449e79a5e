#pragma once

#include <string_view>

namespace engine {

// Whether Java, and so Spark, knows a time zone by this name: those of the IANA database (tzdata) in their
// exact spelling, and the abbreviations of ZoneId.SHORT_IDS.
bool is_zone_name(std::string_view name);

}  // namespace engine
