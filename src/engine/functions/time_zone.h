#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// A zone of Trino's: a number below 4096 for UTC, for an offset of whole minutes up to 14 hours, or for a
// region of the IANA database (zone_names.h). The numbers are of this process: nothing keeps them.
class TimeZone {
 public:
  static constexpr int kBits = 12;

  static TimeZone utc() { return TimeZone(0); }
  static TimeZone of_number(std::uint16_t number) { return TimeZone(number); }
  static std::optional<TimeZone> of_offset(std::int64_t minutes);

  // By the name that a query gives it: Europe/Berlin, UTC, Z, +05:30, GMT+5, Etc/GMT-5 (which is +05:00). A
  // region stands in its exact spelling. What is not known, or further than 14 hours, is nothing.
  static std::optional<TimeZone> named(std::string_view name);

  std::uint16_t number() const { return number_; }
  std::string name() const;  // as values are shown: UTC, -03:30, Europe/Berlin

  // What is added to UTC to get the time on the wall. Regions are asked of ICU, which knows their history.
  std::int64_t offset_ms(std::int64_t utc_ms) const;

  std::int64_t to_local(std::int64_t utc_ms) const { return utc_ms + offset_ms(utc_ms); }

  // A time that clocks show twice is the earlier one; one that they skip is as far behind the gap as it says.
  std::int64_t to_utc(std::int64_t local_ms) const;
  bool skips(std::int64_t local_ms) const;  // no clock shows it

  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(std::uint16_t number) : number_(number) {}

  std::uint16_t number_;
};

// "+05:30", "-14:00"
std::string offset_text(std::int64_t minutes);

}  // namespace engine
