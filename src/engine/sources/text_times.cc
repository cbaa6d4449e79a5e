#include "engine/sources/text_times.h"

#include "engine/functions/conversions.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

std::optional<JavaTimePattern> compiled(const std::optional<std::string>& pattern) {
  if (!pattern) return std::nullopt;
  return JavaTimePattern(*pattern, JavaTimePattern::Use::Parse);
}

std::int32_t day_of(std::int64_t micros) {
  return static_cast<std::int32_t>(micros / kMicrosPerDay - (micros % kMicrosPerDay < 0));
}

}  // namespace

TextTimes::TextTimes(const TimeFormats& formats)
    : date_(compiled(formats.date)),
      timestamp_(compiled(formats.timestamp)),
      local_(compiled(formats.local)),
      zone_(java_zone(formats.zone.empty() ? "UTC" : formats.zone)),
      falls_back_(formats.falls_back) {}

std::optional<std::int32_t> TextTimes::days(std::string_view text) const {
  if (date_) {
    const auto time = date_->parse(text);
    if (time) return day_of(time->local_micros);
    if (!falls_back_) return std::nullopt;
  }
  return text_to_days(text);
}

std::optional<std::int64_t> TextTimes::instant(std::string_view text) const {
  if (!timestamp_) return instant_by_cast(text);
  const auto read = instant_by_pattern(text);
  return read || !falls_back_ ? read : instant_by_cast(text);
}

std::optional<std::int64_t> TextTimes::local(std::string_view text) const {
  if (local_) {
    const auto time = local_->parse(text);
    if (time && time->zone.empty()) return time->local_micros;
    return std::nullopt;
  }
  const auto parsed = text_to_timestamp(text);
  if (!parsed || parsed->offset_seconds || !parsed->region.empty()) return std::nullopt;
  return parsed->local_micros;
}

std::optional<std::int64_t> TextTimes::instant_by_pattern(std::string_view text) const {
  const auto time = timestamp_->parse(text);
  if (!time) return std::nullopt;
  if (time->zone.empty()) return zone_.to_utc(time->local_micros);
  const auto zone = JavaZone::named(time->zone);
  return zone ? std::optional(zone->to_utc(time->local_micros)) : std::nullopt;
}

std::optional<std::int64_t> TextTimes::instant_by_cast(std::string_view text) const {
  const auto parsed = text_to_timestamp(text);
  if (!parsed) return std::nullopt;
  if (parsed->offset_seconds) return parsed->local_micros - *parsed->offset_seconds * kMicrosPerSecond;
  if (parsed->region.empty()) return zone_.to_utc(parsed->local_micros);
  const auto zone = JavaZone::named(parsed->region);
  return zone ? std::optional(zone->to_utc(parsed->local_micros)) : std::nullopt;
}

}  // namespace engine
