#include "engine/functions/time_zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "engine/functions/zone_names.h"
#include "engine/functions/zone_rules.h"

namespace engine {
namespace {

constexpr std::int64_t kMostMinutes = 14 * 60;
constexpr std::int64_t kFirstOffset = 1;  // the number of -14:00
constexpr std::int64_t kFirstRegion = kFirstOffset + 2 * kMostMinutes + 1;
constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerDay = 86'400'000;

static_assert(kFirstRegion + static_cast<std::int64_t>(kMostZoneNames) <= 1 << TimeZone::kBits);

bool is_region(std::uint16_t number) {
  return number >= kFirstRegion;
}
std::int64_t minutes_of(std::uint16_t number) {
  return number == 0 ? 0 : number - kFirstOffset - kMostMinutes;
}
std::size_t region_of(std::uint16_t number) {
  return static_cast<std::size_t>(number - kFirstRegion);
}

constexpr std::array kNamesOfUtc =
    std::to_array<std::string_view>({"UTC", "GMT", "UT", "UCT", "Z", "Zulu", "Greenwich", "Universal", "GMT0",
                                     "Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Universal", "Etc/GMT0"});

// Names of Java's that Trino has not taken over.
constexpr std::array kNoRegions = std::to_array<std::string_view>(
    {"ACT", "AET", "AGT", "ART", "AST",           "BET",      "BST", "CAT", "CNT",
     "CST", "CTT", "EAT", "ECT", "Etc/Greenwich", "Etc/Zulu", "IET", "IST", "JST",
     "MIT", "NET", "NST", "PLT", "PNT",           "PRT",      "PST", "SST", "VST"});

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

// +5, +05, +0530, +05:30
std::optional<std::int64_t> offset_minutes(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const bool negative = text[0] == '-';
  std::string_view hours = text.substr(1), minutes = "0";
  if (hours.size() == 5 && hours[2] == ':') {
    minutes = hours.substr(3);
    hours = hours.substr(0, 2);
  } else if (hours.size() == 4) {
    minutes = hours.substr(2);
    hours = hours.substr(0, 2);
  } else if (hours.size() > 2) {
    return std::nullopt;
  }
  const auto h = digits(hours), m = digits(minutes);
  if (!h || !m || *m > 59) return std::nullopt;
  return (negative ? -1 : 1) * (*h * 60 + *m);
}

// Behind a name of UTC's an offset may stand. Etc/GMT-5 lies to the east: the sign is POSIX's.
std::optional<std::int64_t> named_offset(std::string_view name) {
  if (const auto minutes = offset_minutes(name)) return minutes;
  for (const std::string_view prefix : {"Etc/GMT", "Etc/UTC", "UTC", "GMT", "UT"}) {
    if (!name.starts_with(prefix)) continue;
    auto minutes = offset_minutes(name.substr(prefix.size()));
    if (minutes && prefix == "Etc/GMT") minutes = -*minutes;
    return minutes;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TimeZone> TimeZone::of_offset(std::int64_t minutes) {
  if (minutes == 0) return utc();
  if (std::abs(minutes) > kMostMinutes) return std::nullopt;
  return TimeZone(static_cast<std::uint16_t>(minutes + kMostMinutes + kFirstOffset));
}

std::optional<TimeZone> TimeZone::named(std::string_view name) {
  if (is_one_of(name, kNamesOfUtc)) return utc();
  if (const auto minutes = named_offset(name)) return of_offset(*minutes);
  if (is_one_of(name, kNoRegions) || name.starts_with("SystemV/")) return std::nullopt;
  const auto region = zone_name_index(name);
  if (!region) return std::nullopt;
  return TimeZone(static_cast<std::uint16_t>(kFirstRegion + static_cast<std::int64_t>(*region)));
}

std::string TimeZone::name() const {
  if (number_ == 0) return "UTC";
  return is_region(number_) ? std::string(zone_name(region_of(number_))) : offset_text(minutes_of(number_));
}

std::int64_t TimeZone::offset_ms(std::int64_t utc_ms) const {
  if (!is_region(number_)) return minutes_of(number_) * kMsPerMinute;
  return ZoneRules::of_region(region_of(number_)).offset_ms(utc_ms);
}

// The offsets of a day before and of a day behind: clocks are not set twice in two days.
std::int64_t TimeZone::to_utc(std::int64_t local_ms) const {
  const std::int64_t before = local_ms - offset_ms(local_ms - kMsPerDay);
  if (to_local(before) == local_ms) return before;
  const std::int64_t behind = local_ms - offset_ms(local_ms + kMsPerDay);
  return to_local(behind) == local_ms ? behind : before;
}

bool TimeZone::skips(std::int64_t local_ms) const {
  return to_local(to_utc(local_ms)) != local_ms;
}

std::string offset_text(std::int64_t minutes) {
  const auto size = std::abs(minutes);
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

}  // namespace engine
