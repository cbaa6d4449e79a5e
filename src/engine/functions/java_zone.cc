#include "engine/functions/java_zone.h"

#include <array>
#include <utility>

#include "engine/functions/spark_kernels.h"
#include "engine/functions/zone_names.h"
#include "engine/functions/zone_rules.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

std::int64_t floor_millis(std::int64_t micros) {
  return micros / 1000 - (micros % 1000 < 0);
}

}  // namespace

std::optional<JavaZone> JavaZone::named(std::string_view name) {
  const auto text = name.empty() ? std::nullopt : text_to_zone(name);
  if (!text) return std::nullopt;
  JavaZone zone;
  zone.fixed_seconds_ = text->offset_seconds.value_or(0);
  if (!text->offset_seconds) zone.region_ = zone_name_index(text->region);
  return zone;
}

std::int64_t JavaZone::offset_seconds(std::int64_t utc_micros) const {
  return region_ ? ZoneRules::of_region(*region_).offset_ms(floor_millis(utc_micros)) / 1000 : fixed_seconds_;
}

std::int64_t JavaZone::to_local(std::int64_t utc_micros) const {
  return utc_micros + offset_seconds(utc_micros) * kMicrosPerSecond;
}

// The offsets of a day before and of a day behind: clocks are not set twice in two days.
std::int64_t JavaZone::to_utc(std::int64_t local_micros) const {
  const auto by_offset_at = [&](std::int64_t utc_micros) {
    return local_micros - offset_seconds(utc_micros) * kMicrosPerSecond;
  };
  const std::int64_t before = by_offset_at(local_micros - kMicrosPerDay);
  if (!region_ || to_local(before) == local_micros) return before;
  const std::int64_t behind = by_offset_at(local_micros + kMicrosPerDay);
  return to_local(behind) == local_micros ? behind : before;
}

const JavaZone& java_zone(std::string_view name) {
  struct Kept {
    std::string name;
    std::optional<JavaZone> zone;
  };
  thread_local std::array<Kept, 2> kept;  // the last one first
  if (kept[0].zone && kept[0].name == name) return *kept[0].zone;
  std::swap(kept[0], kept[1]);
  if (kept[0].zone && kept[0].name == name) return *kept[0].zone;
  kept[0] = {std::string(name), JavaZone::named(name)};
  if (!kept[0].zone)
    refuse_value("INVALID_TIMEZONE",
                 "The timezone: " + std::string(name) +
                     " is invalid. The timezone must be either a region-based zone ID or a zone offset.");
  return *kept[0].zone;
}

}  // namespace engine
