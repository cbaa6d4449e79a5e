#include "engine/functions/icu_calendar.h"

#include <string>

#include "base/assert.h"
#include "engine/storage/raise.h"

// ICU's C interface (https://unicode-org.github.io/icu-docs/apidoc/released/icu4c/ucal_8h.html), which does
// not change. DuckDB's library exports it under its plain names, and brings no header for it.
extern "C" {
void* ucal_open(const char16_t* zone, std::int32_t length, const char* locale, int type, int* error);
void ucal_close(void* calendar);
void ucal_setMillis(void* calendar, double milliseconds, int* error);
std::int32_t ucal_get(const void* calendar, int field, int* error);
std::int32_t ucal_getTimeZoneID(const void* calendar, char16_t* name, std::int32_t size, int* error);
std::int8_t ucal_getTimeZoneTransitionDate(const void* calendar, int which, double* milliseconds, int* error);
}

namespace engine::icu {
namespace {

constexpr int kGregorian = 1;
constexpr int kZoneOffset = 15, kDaylightOffset = 16;
constexpr int kNextTransition = 0;

bool failed(int error) {
  return error > 0;  // below are warnings
}

}  // namespace

Calendar::Calendar(std::string_view region) {
  const std::u16string name(region.begin(), region.end());
  int error = 0;
  calendar_ = ucal_open(name.data(), static_cast<std::int32_t>(name.size()), "en_US", kGregorian, &error);
  std::u16string known(64, u'\0');  // another name, where ICU takes the zone for one that it does not know
  if (!failed(error)) {
    const auto length =
        ucal_getTimeZoneID(calendar_, known.data(), static_cast<std::int32_t>(known.size()), &error);
    known.resize(failed(error) ? 0 : static_cast<std::size_t>(length));
  }
  if (failed(error) || known != name)
    raise(base::refusal("NOT_SUPPORTED", 400,
                        "NOT_SUPPORTED: Time zone not supported: " + std::string(region)));
}

Calendar::~Calendar() {
  ucal_close(calendar_);
}

void Calendar::set(std::int64_t utc_ms) const {
  int error = 0;
  ucal_setMillis(calendar_, static_cast<double>(utc_ms), &error);
  ASSERT(!failed(error), "ICU takes every point in time");
}

std::int64_t Calendar::offset_ms(std::int64_t utc_ms) const {
  set(utc_ms);
  int error = 0;
  const std::int64_t offset =
      ucal_get(calendar_, kZoneOffset, &error) + ucal_get(calendar_, kDaylightOffset, &error);
  ASSERT(!failed(error), "ICU tells the offset of every point in time");
  return offset;
}

std::optional<std::int64_t> Calendar::next_transition(std::int64_t after_utc_ms) const {
  set(after_utc_ms);
  int error = 0;
  double at = 0;
  const bool found = ucal_getTimeZoneTransitionDate(calendar_, kNextTransition, &at, &error) != 0;
  return found && !failed(error) ? std::optional(static_cast<std::int64_t>(at)) : std::nullopt;
}

}  // namespace engine::icu
