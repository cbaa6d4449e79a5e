#include "engine/sinks/time_forms.h"

#include "engine/functions/conversions.h"

namespace engine {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

std::optional<JavaTimePattern> compiled(const std::optional<std::string>& pattern) {
  if (!pattern) return std::nullopt;
  return JavaTimePattern(*pattern, JavaTimePattern::Use::Format);
}

std::string own_form(std::int64_t local_micros) {
  auto text = micros_to_millis_text(local_micros);
  text[text.find(' ')] = 'T';
  return text;
}

}  // namespace

TimeForms::TimeForms(const TimeFormats& formats)
    : date_(compiled(formats.date)),
      timestamp_(compiled(formats.timestamp)),
      local_(compiled(formats.local)),
      zone_name_(formats.zone.empty() ? "UTC" : formats.zone),
      zone_(java_zone(zone_name_)) {}

void TimeForms::append_date(std::string& out, std::int32_t days) const {
  out += date_ ? date_->format(days * kMicrosPerDay, 0, "UTC") : days_to_text(days);
}

void TimeForms::append_instant(std::string& out, std::int64_t micros) const {
  static const JavaTimePattern offset("XXXXX", JavaTimePattern::Use::Format);
  const std::int64_t local = zone_.to_local(micros), seconds = zone_.offset_seconds(micros);
  if (timestamp_)
    out += timestamp_->format(local, seconds, zone_name_);
  else
    out += own_form(local) + (seconds == 0 ? "Z" : offset.format(local, seconds, zone_name_));
}

void TimeForms::append_local(std::string& out, std::int64_t micros) const {
  out += local_ ? local_->format(micros, 0, "UTC") : own_form(micros);
}

}  // namespace engine
