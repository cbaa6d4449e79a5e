#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// A zone by the names that java.time.ZoneId takes, and Spark with it: UTC, Z, +01:30, GMT+2, Europe/Berlin,
// PST.
class JavaZone {
 public:
  static std::optional<JavaZone> named(std::string_view name);

  std::int64_t offset_seconds(std::int64_t utc_micros) const;
  std::int64_t to_local(std::int64_t utc_micros) const;
  // A time that clocks show twice is the earlier one; one that they skip is as far behind the gap as it says.
  std::int64_t to_utc(std::int64_t local_micros) const;

 private:
  std::int64_t fixed_seconds_ = 0;
  std::optional<std::size_t> region_;  // its place in zone_names.h
};

// The zone of that name; the last two are kept. It stands until the next call. Raises INVALID_TIMEZONE.
const JavaZone& java_zone(std::string_view name);

// The two forms that a zone's name has: an offset, or a region that Java knows. Nothing: it is no name.
struct ZoneText {
  std::optional<std::int64_t> offset_seconds;
  std::string region;
};
std::optional<ZoneText> text_to_zone(std::string_view text);

}  // namespace engine
