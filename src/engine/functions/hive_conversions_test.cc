// What test/trino/test_serdes.py asks Trino's readers for, of each function what it is easily gotten wrong
// by.
#include "engine/functions/hive_conversions.h"

#include <gtest/gtest.h>

#include "engine/functions/hive_timestamp_formats.h"

namespace engine {
namespace {

std::string shown(std::optional<std::int64_t> micros) {
  return micros ? micros_to_millis_text(*micros) : "none";
}

TEST(HiveConversions, Base64IsDecodedAsFarAsItGoesAndOtherTextIsTheValueItself) {
  EXPECT_EQ(hive_binary("YWI="), "ab");
  EXPECT_EQ(hive_binary("Y WI"), "ab");
  EXPECT_EQ(hive_binary("-_"), "\xfb");
  EXPECT_EQ(hive_binary("Y"), "");
  EXPECT_EQ(hive_binary("YWI=YWI="), "ab");
  EXPECT_EQ(hive_binary("Y%WI"), "Y%WI");
}

TEST(HiveConversions, ATimestampHasADayAndATime) {
  EXPECT_EQ(shown(hive_micros(" 2024-1-5 1:2:3.5 ")), "2024-01-05 01:02:03.500");
  EXPECT_EQ(shown(hive_micros("2024-01-31T10:11")), "2024-01-31 10:11:00.000");
  EXPECT_EQ(shown(hive_micros("2024-02-30 25:61:61")), "2024-03-02 02:02:01.000");
  for (const char* text :
       {"2024-01-31", "2024-01-31 10:11", "10:11:12", "2024-01-31 10:11:12Z", "1706695872"})
    EXPECT_EQ(shown(hive_micros(text)), "none") << text;
}

TEST(HiveConversions, OpenXsTimestampsMayHaveAnOffsetOrBeNumbers) {
  EXPECT_EQ(shown(openx_micros("2024-01-31T10:11:12+02:00")), "2024-01-31 08:11:12.000");
  EXPECT_EQ(shown(openx_micros("2024-01-31T10:11:12.25-0330")), "2024-01-31 13:41:12.250");
  EXPECT_EQ(shown(openx_micros("2024-01-31T10:11:12z")), "2024-01-31 10:11:12.000");
  EXPECT_EQ(shown(openx_micros("1706695872")), "2024-01-31 10:11:12.000");
  EXPECT_EQ(shown(openx_micros("1706695872123")), "2024-01-31 10:11:12.123");
  EXPECT_EQ(shown(openx_micros("-1.5")), "1969-12-31 23:59:58.500");
  for (const char* text : {"", "2024-01-31", " 2024-01-31 10:11:12", "2024-01-31 10:11:12Z",
                           "2024-01-31T10:11:12+19:00", "1e9", "9223372036854775807"})
    EXPECT_EQ(shown(openx_micros(text)), "none") << text;
}

TEST(HiveConversions, OpenXsWholeNumbersMayBeHexadecimalOctalOrCut) {
  EXPECT_EQ(openx_integer("0x1F"), 31);
  EXPECT_EQ(openx_integer("010"), 8);
  EXPECT_EQ(openx_integer("08"), 8);
  EXPECT_EQ(openx_integer("-1.9"), -1);
  EXPECT_EQ(openx_integer("1e2"), 100);
  EXPECT_EQ(openx_plain_integer("1.9"), std::nullopt);
  for (const char* text : {"", " 1", "0x", "0x-1", "1e400", "9223372036854775808"})
    EXPECT_EQ(openx_integer(text), std::nullopt) << text;
}

TEST(HiveTimestampFormats, TheFirstThatTakesTheWholeTextCountsAndThenHivesOwn) {
  const HiveTimestampFormats formats({"dd.MM.yyyy HH:mm", "MM-dd", "yyyy-MM-dd'T'HH:mm:ssZ", "millis"});
  EXPECT_EQ(shown(formats.micros(" 31.01.2024 10:11 ")), "2024-01-31 10:11:00.000");
  EXPECT_EQ(shown(formats.micros("05-01")), "1970-05-01 00:00:00.000");
  EXPECT_EQ(shown(formats.micros("2024-01-31T10:11:12+0200")), "2024-01-31 08:11:12.000");
  EXPECT_EQ(shown(formats.micros("1706695872123.9")), "2024-01-31 10:11:12.123");
  EXPECT_EQ(shown(formats.micros("2024-01-31 10:11:12")), "2024-01-31 10:11:12.000");
  EXPECT_EQ(shown(formats.micros("31.13.2024 10:11")), "none");
  EXPECT_EQ(shown(formats.micros("31.01.2024 10:11 x")), "none");
}

}  // namespace
}  // namespace engine
