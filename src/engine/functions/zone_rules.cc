#include "engine/functions/zone_rules.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <mutex>
#include <string>

#include "engine/functions/icu_calendar.h"
#include "engine/functions/zone_names.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

// Behind it clocks are set by the same rules every 400 years, which is the length of the Gregorian cycle.
constexpr std::int64_t kCycleMs = std::int64_t{146'097} * 86'400'000;
constexpr std::int64_t kLastRead = std::int64_t{2'000 - 1'970} * 31'556'952'000 + kCycleMs;  // in 2400

}  // namespace

const ZoneRules& ZoneRules::of_region(std::size_t region) {
  static std::array<std::once_flag, kMostZoneNames> read;
  static std::array<std::unique_ptr<const ZoneRules>, kMostZoneNames> rules;
  std::call_once(read[region], [&] { rules[region].reset(new ZoneRules(zone_name(region))); });
  return *rules[region];
}

ZoneRules::ZoneRules(std::string_view region) {
  const icu::Calendar calendar(region);
  constexpr std::int64_t kBeforeAll = -std::int64_t{10'000} * 365 * 86'400'000;
  spans_.push_back({std::numeric_limits<std::int64_t>::min(), calendar.offset_ms(kBeforeAll)});
  for (auto at = calendar.next_transition(kBeforeAll); at && *at < kLastRead;
       at = calendar.next_transition(*at))
    spans_.push_back({*at, calendar.offset_ms(*at)});
}

std::int64_t ZoneRules::offset_ms(std::int64_t utc_ms) const {
  if (utc_ms >= kLastRead) utc_ms -= ((utc_ms - kLastRead) / kCycleMs + 1) * kCycleMs;
  const auto behind = std::ranges::upper_bound(spans_, utc_ms, {}, &Span::begin_ms);
  return std::prev(behind)->offset_ms;
}

}  // namespace engine
