#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "engine/functions/iso8601.h"
#include "engine/functions/joda_pattern.h"
#include "engine/functions/moment.h"
#include "engine/functions/timestamp_text.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/zoned_timestamp.h"

// Timestamps with their zone: https://trino.io/docs/435/functions/datetime.html
namespace engine {
namespace {

using View = std::string_view;
using Packed = std::int64_t;
using duckdb::date_t;
using duckdb::timestamp_t;

// As of Joda's fields, by the zone's calendar from days on, by the clock that runs on below.
struct Unit {
  View name;
  std::int64_t ms;  // 0: a number of months
  std::int64_t months;
};
constexpr Unit kUnits[] = {
    {"millisecond", 1, 0},  {"second", 1'000, 0},   {"minute", 60'000, 0},
    {"hour", 3'600'000, 0}, {"day", 86'400'000, 0}, {"week", 7 * std::int64_t{86'400'000}, 0},
    {"month", 0, 1},        {"quarter", 0, 3},      {"year", 0, 12}};
constexpr std::int64_t kMsPerDay = 86'400'000;

// A unit of a date or a timestamp, in small letters; refuses what is none.
std::optional<std::string> unit_of_time(View given, View kind) {
  std::string name = base::to_lower(given);
  const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
  const bool fits =
      unit != std::end(kUnits) && (kind != "DATE" || unit->months != 0 || unit->ms >= kMsPerDay);
  if (!fits) refuse_argument(fmt::format("'{}' is not a valid {} field", given, kind));
  return name;
}

const Unit& unit_named(View name) {
  const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
  if (unit == std::end(kUnits)) refuse_argument(fmt::format("'{}' is not a valid TIMESTAMP field", name));
  return *unit;
}

bool runs_on(const Unit& unit) {
  return unit.ms != 0 && unit.ms < kMsPerDay;
}

timestamp_t on_the_wall(std::int64_t local_ms) {
  return timestamp_t(local_ms * 1000);
}

std::int64_t floor_ms(timestamp_t time) {
  return time.value / 1000 - (time.value % 1000 < 0);
}

TimeZone known_zone(View name) {
  const auto zone = TimeZone::named(name);
  if (!zone) refuse_argument(fmt::format("'{}' is not a valid time zone", name));
  return *zone;
}

[[noreturn]] void zone_not_supported(View where, View name) {
  raise(base::refusal("NOT_SUPPORTED", 400,
                      fmt::format("NOT_SUPPORTED: {}Time zone not supported: {}", where, name)));
}

// The zone's clock again shows the time that it was moved to. Where clocks show it twice, it stays the one
// that it was.
Packed at_local(const ZonedTimestamp& before, std::int64_t local_ms) {
  const std::int64_t same_offset = local_ms - before.zone.offset_ms(before.utc_ms);
  if (before.zone.to_local(same_offset) == local_ms) return ZonedTimestamp{same_offset, before.zone}.packed();
  return ZonedTimestamp{before.zone.to_utc(local_ms), before.zone}.packed();
}

std::optional<timestamp_t> local_time(Packed value) {
  return on_the_wall(ZonedTimestamp::of(value).local_ms());
}

std::optional<Packed> zoned_of(timestamp_t local) {
  return ZonedTimestamp{floor_ms(local)}.packed();
}

std::optional<std::string> text(Packed value) {
  return zoned_text(value);
}

std::optional<Packed> at_timezone(Packed value, View zone) {
  return ZonedTimestamp{ZonedTimestamp::of(value).utc_ms, known_zone(zone)}.packed();
}

std::optional<Packed> with_timezone(timestamp_t local, View name) {
  const TimeZone zone = known_zone(name);
  return ZonedTimestamp{zone.to_utc(floor_ms(local)), zone}.packed();
}

template <std::int64_t unit, std::int64_t modulus>
std::optional<int64_t> offset_part(Packed value) {
  const auto zoned = ZonedTimestamp::of(value);
  return zoned.zone.offset_ms(zoned.utc_ms) / unit % modulus;
}

std::optional<double> to_unixtime(Packed value) {
  return static_cast<double>(ZonedTimestamp::of(value).utc_ms) / 1000;
}

std::optional<std::string> to_iso8601(Packed value) {
  const auto zoned = ZonedTimestamp::of(value);
  std::string shown = micros_to_millis_text(zoned.local_ms() * 1000);
  shown[shown.find(' ')] = 'T';
  const std::int64_t minutes = zoned.zone.offset_ms(zoned.utc_ms) / 60'000;
  return shown + (zoned.zone == TimeZone::utc() ? "Z" : offset_text(minutes));
}

// To the nearest millisecond, as Java's Math.round: NaN is 0.
std::int64_t unix_ms(double seconds) {
  const double ms = std::floor(seconds * 1000 + 0.5);
  constexpr double kMost = 9e18;
  return std::isnan(ms) ? 0 : static_cast<std::int64_t>(std::clamp(ms, -kMost, kMost));
}

std::optional<Packed> from_unixtime(double seconds, View zone) {
  const auto known = TimeZone::named(zone);
  if (!known) zone_not_supported("", zone);
  return ZonedTimestamp{unix_ms(seconds), *known}.packed();
}

std::optional<Packed> from_unixtime_offset(double seconds, int64_t hours, int64_t minutes) {
  constexpr int64_t kMost = 100'000;  // so that the sum fits
  const int64_t offset = std::clamp(hours, -kMost, kMost) * 60 + std::clamp(minutes, -kMost, kMost);
  const auto zone = TimeZone::of_offset(offset);
  if (!zone) refuse_argument(fmt::format("Invalid offset minutes {}", offset));
  return ZonedTimestamp{unix_ms(seconds), *zone}.packed();
}

std::int64_t truncated(const Unit& unit, std::int64_t local_ms) {
  const auto floor_to = [&](std::int64_t ms) { return local_ms - ((local_ms % ms) + ms) % ms; };
  if (runs_on(unit) || unit.name == "day") return floor_to(unit.ms);
  const Moment at(on_the_wall(local_ms));
  const std::int64_t midnight = floor_to(kMsPerDay);
  if (unit.name == "week") return midnight - (at.iso_weekday() - 1) * kMsPerDay;
  if (unit.months == 12) return midnight - (at.day_of_year() - 1) * kMsPerDay;
  const auto month = static_cast<unsigned>(at.month() - 1) / static_cast<unsigned>(unit.months) *
                         static_cast<unsigned>(unit.months) +
                     1;
  const std::chrono::sys_days first = at.date.year() / std::chrono::month(month) / 1;
  return std::int64_t{first.time_since_epoch().count()} * kMsPerDay;
}

std::optional<Packed> trunc(View unit_name, Packed value) {
  const Unit& unit = unit_named(unit_name);
  const auto zoned = ZonedTimestamp::of(value);
  return at_local(zoned, truncated(unit, zoned.local_ms()));
}

std::optional<Packed> add(View unit_name, int64_t number, Packed value) {
  const Unit& unit = unit_named(unit_name);
  const auto zoned = ZonedTimestamp::of(value);
  constexpr __int128 kMost = std::int64_t{1} << 52;
  const __int128 ms = static_cast<__int128>(number) * unit.ms;
  if (ms > kMost || ms < -kMost) refuse_argument(fmt::format("Millis overflow: {}", static_cast<double>(ms)));
  if (runs_on(unit)) return ZonedTimestamp{zoned.utc_ms + static_cast<std::int64_t>(ms), zoned.zone}.packed();
  if (unit.ms != 0) return at_local(zoned, zoned.local_ms() + static_cast<std::int64_t>(ms));
  const Moment at(on_the_wall(zoned.local_ms()));
  constexpr std::int64_t kMostMonths = 1'000'000;
  const auto day = months_later(at.date, std::clamp(number, -kMostMonths, kMostMonths) * unit.months);
  const std::int64_t time_of_day = at.time.to_duration().count() / 1000;
  return at_local(zoned, std::int64_t{day.time_since_epoch().count()} * kMsPerDay + time_of_day);
}

// In the calendar of the first one's zone.
std::optional<int64_t> difference(View unit_name, Packed from, Packed to) {
  const Unit& unit = unit_named(unit_name);
  const auto a = ZonedTimestamp::of(from), b = ZonedTimestamp::of(to);
  if (runs_on(unit)) return (b.utc_ms - a.utc_ms) / unit.ms;
  const std::int64_t local = a.local_ms(), other = a.zone.to_local(b.utc_ms);
  if (unit.ms != 0) return (other - local) / unit.ms;
  return months_between(on_the_wall(local), on_the_wall(other)) / unit.months;
}

std::optional<Packed> from_iso8601_timestamp(View given) {
  const ReadTime time = read_iso_timestamp(given);
  return ZonedTimestamp{time.utc_ms(), time.zone.value_or(TimeZone::utc())}.packed();
}

std::optional<date_t> from_iso8601_date(View given) {
  return date_t(static_cast<std::int32_t>(read_iso_date(given).local_ms / kMsPerDay -
                                          (read_iso_date(given).local_ms % kMsPerDay < 0)));
}

std::optional<Packed> parse_datetime(View given, View pattern, int64_t this_year) {
  const ReadTime time = JodaPattern(pattern).read(given, static_cast<int>(this_year));
  return ZonedTimestamp{time.utc_ms(), time.zone.value_or(TimeZone::utc())}.packed();
}

std::optional<std::string> format_datetime(Packed value, View pattern) {
  return JodaPattern(pattern).text(ZonedTimestamp::of(value));
}

std::optional<std::string> format_local(timestamp_t local, View pattern) {
  const JodaPattern parsed(pattern);
  if (parsed.shows_zone())
    refuse_argument(
        "format_datetime for TIMESTAMP type, cannot use 'Z' nor 'z' in format, as this type does not "
        "contain TZ information");
  return parsed.text({floor_ms(local)});
}

[[noreturn]] void no_timestamp(View given) {
  raise(base::refusal("INVALID_CAST_ARGUMENT", 400,
                      fmt::format("INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: {}", given)));
}

bool is_offset(View zone) {
  return zone.starts_with('+') || zone.starts_with('-');
}

// A cast from a text; `fails` where TRY_CAST gives NULL.
template <bool fails>
std::optional<ReadTime> cast_text(View given) {
  const auto read = read_timestamp_text(given);
  if (read && read->unknown_zone.empty()) return read->time;
  if constexpr (!fails) return std::nullopt;
  if (read && is_offset(read->unknown_zone)) zone_not_supported("", read->unknown_zone);
  no_timestamp(given);
}

// The zone counts for nothing, but that its clocks may skip the time.
template <bool fails>
std::optional<timestamp_t> timestamp_of_text(View given) {
  const auto read = read_timestamp_text(given);
  if (read && is_offset(read->unknown_zone)) return on_the_wall(read->time.local_ms);
  const auto time = cast_text<fails>(given);
  if (!time) return std::nullopt;
  return on_the_wall(time->zone ? time->zone->to_local(time->utc_ms()) : time->local_ms);
}

template <bool fails>
std::optional<Packed> zoned_of_text(View given) {
  const auto time = cast_text<fails>(given);
  if (!time) return std::nullopt;
  return ZonedTimestamp{time->utc_ms(), time->zone.value_or(TimeZone::utc())}.packed();
}

// `where` is the place of the literal in the query, for messages.
std::optional<Packed> literal(View given, View where) {
  const auto read = read_timestamp_text(given);
  if (read && is_offset(read->unknown_zone)) zone_not_supported(where, read->unknown_zone);
  const bool valid = read && read->time.zone && !read->time.zone->skips(read->time.local_ms);
  if (!valid)
    raise(
        base::refusal("INVALID_LITERAL", 400,
                      fmt::format("INVALID_LITERAL: {}'{}' is not a valid TIMESTAMP literal", where, given)));
  return ZonedTimestamp{read->time.utc_ms(), *read->time.zone}.packed();
}

}  // namespace

std::vector<TrinoKernel> zoned_kernels() {
  const Type words = Type::VARCHAR, time = Type::TIMESTAMP, number = Type::BIGINT, zoned = zoned_type();
  return {
      {"trino.local_time", {zoned}, time, row_kernel<Packed>(local_time)},
      {"trino.zoned_of", {time}, zoned, row_kernel<timestamp_t>(zoned_of)},
      {"trino.zoned_text", {zoned}, words, row_kernel<Packed>(text)},
      {"trino.zoned_literal", {words, words}, zoned, row_kernel<View, View>(literal)},
      {"trino.zoned_of_text", {words}, zoned, row_kernel<View>(zoned_of_text<true>)},
      {"trino.try_zoned_of_text", {words}, zoned, row_kernel<View>(zoned_of_text<false>)},
      {"trino.timestamp_of_text", {words}, time, row_kernel<View>(timestamp_of_text<true>)},
      {"trino.try_timestamp_of_text", {words}, time, row_kernel<View>(timestamp_of_text<false>)},
      {"trino.at_timezone", {zoned, words}, zoned, row_kernel<Packed, View>(at_timezone)},
      {"trino.with_timezone", {time, words}, zoned, row_kernel<timestamp_t, View>(with_timezone)},
      {"trino.timezone_hour", {zoned}, number, row_kernel<Packed>(offset_part<3'600'000, 24>)},
      {"trino.timezone_minute", {zoned}, number, row_kernel<Packed>(offset_part<60'000, 60>)},
      {"trino.zoned_to_unixtime", {zoned}, Type::DOUBLE, row_kernel<Packed>(to_unixtime)},
      {"trino.zoned_to_iso8601", {zoned}, words, row_kernel<Packed>(to_iso8601)},
      {"trino.from_unixtime", {Type::DOUBLE, words}, zoned, row_kernel<double, View>(from_unixtime)},
      {"trino.from_unixtime_offset",
       {Type::DOUBLE, number, number},
       zoned,
       row_kernel<double, int64_t, int64_t>(from_unixtime_offset)},
      {"trino.unit_of_time", {words, words}, words, row_kernel<View, View>(unit_of_time)},
      {"trino.zoned_trunc", {words, zoned}, zoned, row_kernel<View, Packed>(trunc)},
      {"trino.zoned_add", {words, number, zoned}, zoned, row_kernel<View, int64_t, Packed>(add)},
      {"trino.zoned_diff", {words, zoned, zoned}, number, row_kernel<View, Packed, Packed>(difference)},
      {"trino.from_iso8601_timestamp", {words}, zoned, row_kernel<View>(from_iso8601_timestamp)},
      {"trino.from_iso8601_date", {words}, Type::DATE, row_kernel<View>(from_iso8601_date)},
      {"trino.parse_datetime",
       {words, words, number},
       zoned,
       row_kernel<View, View, int64_t>(parse_datetime)},
      {"trino.format_datetime", {zoned, words}, words, row_kernel<Packed, View>(format_datetime)},
      {"trino.format_local", {time, words}, words, row_kernel<timestamp_t, View>(format_local)},
  };
}

}  // namespace engine
