#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace engine {

// Whether Java, and so Spark, knows a time zone by this name: those of the IANA database (tzdata) in their
// exact spelling, and the abbreviations of ZoneId.SHORT_IDS.
bool is_zone_name(std::string_view name);

// The place of a name among all of them, in the order of their bytes, and back.
inline constexpr std::size_t kMostZoneNames = 1024;
std::optional<std::size_t> zone_name_index(std::string_view name);
std::string_view zone_name(std::size_t index);

}  // namespace engine
