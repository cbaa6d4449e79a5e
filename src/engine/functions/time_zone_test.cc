#include "engine/functions/time_zone.h"

#include <gtest/gtest.h>

#include "engine/functions/zoned_timestamp.h"

namespace engine {
namespace {

constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour;

std::string name_of(std::string_view name) {
  const auto zone = TimeZone::named(name);
  return zone ? zone->name() : "none";
}

std::int64_t at(int year, unsigned month, unsigned day, int hour, int minute = 0) {
  const std::chrono::sys_days date =
      std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return std::int64_t{date.time_since_epoch().count()} * kDay + hour * kHour + minute * 60'000;
}

TEST(TimeZoneTest, OneZoneMayHaveManyNames) {
  for (const char* name : {"UTC", "Z", "GMT", "Zulu", "Etc/UTC", "+00:00", "-00:00", "GMT+0"})
    EXPECT_EQ(name_of(name), "UTC") << name;
  for (const char* name : {"+05:30", "+0530", "GMT+05:30", "UTC+0530"})
    EXPECT_EQ(name_of(name), "+05:30") << name;
  EXPECT_EQ(name_of("-5"), "-05:00");
  EXPECT_EQ(name_of("Etc/GMT-5"), "+05:00");
  EXPECT_EQ(name_of("Europe/Berlin"), "Europe/Berlin");
}

TEST(TimeZoneTest, WhatIsNoZoneIsRefused) {
  for (const char* name :
       {"", "utc", "europe/berlin", "EST", "+15:00", "+14:01", "+05:60", "5", " UTC", "SystemV/EST5"})
    EXPECT_EQ(name_of(name), "none") << name;
}

TEST(TimeZoneTest, ClocksAreSetTwiceAYear) {
  const TimeZone berlin = *TimeZone::named("Europe/Berlin");
  EXPECT_EQ(berlin.offset_ms(at(2024, 3, 31, 0, 59)), kHour);
  EXPECT_EQ(berlin.offset_ms(at(2024, 3, 31, 1)), 2 * kHour);
  EXPECT_EQ(berlin.offset_ms(at(2024, 10, 27, 1)), kHour);
  EXPECT_EQ(berlin.offset_ms(at(9024, 7, 1, 0)), 2 * kHour);  // for ever
}

TEST(TimeZoneTest, ATimeThatClocksSkipLiesBehindTheGap) {
  const TimeZone berlin = *TimeZone::named("Europe/Berlin");
  EXPECT_TRUE(berlin.skips(at(2024, 3, 31, 2, 30)));
  EXPECT_EQ(berlin.to_local(berlin.to_utc(at(2024, 3, 31, 2, 30))), at(2024, 3, 31, 3, 30));
  EXPECT_FALSE(berlin.skips(at(2024, 3, 31, 3)));
}

TEST(TimeZoneTest, OfATimeThatClocksShowTwiceTheEarlierIsMeant) {
  const TimeZone berlin = *TimeZone::named("Europe/Berlin");
  EXPECT_EQ(berlin.to_utc(at(2024, 10, 27, 2, 30)), at(2024, 10, 27, 0, 30));
}

TEST(ZonedTimestampTest, PackingKeepsTheInstantAndTheZone) {
  const ZonedTimestamp value{at(1890, 1, 1, 0), *TimeZone::named("Asia/Kolkata")};
  const auto again = ZonedTimestamp::of(value.packed());
  EXPECT_EQ(again.utc_ms, value.utc_ms);
  EXPECT_EQ(again.zone, value.zone);
  EXPECT_EQ(zoned_text(ZonedTimestamp{at(2024, 1, 2, 3, 4), *TimeZone::of_offset(-210)}.packed()),
            "2024-01-01 23:34:00.000 -03:30");
}

}  // namespace
}  // namespace engine
