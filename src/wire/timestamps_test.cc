#include "wire/timestamps.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

// 2026-03-04 05:06:07.089 UTC, a Wednesday.
const base::Timestamp kTime = base::from_micros(1'772'600'767'089'000);

TEST(Timestamps, are_written_with_milliseconds_in_documents) {
  EXPECT_EQ(to_iso8601(kTime), "2026-03-04T05:06:07.089Z");
  EXPECT_EQ(to_epoch_seconds(kTime), "1772600767.089");
}

TEST(Timestamps, are_written_with_whole_seconds_in_headers) {
  EXPECT_EQ(to_http_date(kTime), "Wed, 04 Mar 2026 05:06:07 GMT");
  EXPECT_EQ(amz_date(kTime), "20260304T050607Z");
}

TEST(Timestamps, before_1970_keep_their_order) {
  EXPECT_EQ(to_epoch_seconds(base::from_micros(-1'500'000)), "-1.500");
  EXPECT_EQ(to_iso8601(base::from_micros(-1'500'000)), "1969-12-31T23:59:58.500Z");
}

TEST(Timestamps, are_read_as_they_are_written) {
  EXPECT_EQ(parse_iso8601(to_iso8601(kTime)), kTime);
  EXPECT_EQ(parse_http_date(to_http_date(kTime)), std::chrono::floor<std::chrono::seconds>(kTime));
  EXPECT_EQ(parse_amz_date(amz_date(kTime)), std::chrono::floor<std::chrono::seconds>(kTime));
  EXPECT_EQ(from_epoch_seconds(1772600767.089), kTime);
}

TEST(Timestamps, keep_microseconds_and_drop_what_is_below) {
  EXPECT_EQ(parse_iso8601("1970-01-01T00:00:00.1234567Z"), base::from_micros(123'456));
  EXPECT_EQ(parse_iso8601("1970-01-01T00:00:01Z"), base::from_micros(1'000'000));
}

TEST(Timestamps, with_an_offset_become_utc) {
  EXPECT_EQ(parse_iso8601("1970-01-01T02:00:00+02:00"), base::from_micros(0));
  EXPECT_EQ(parse_iso8601("1969-12-31T19:00:00-0500"), base::from_micros(0));
}

TEST(Timestamps, that_are_no_dates_are_refused) {
  for (const char* text : {"", "yesterday", "2026-02-30T00:00:00Z", "2026-03-04", "2026-03-04T24:00:00Z",
                           "2026-03-04T05:06:07", "2026-03-04T05:06:07.Z", "2026-03-04T05:06:07Z "})
    EXPECT_FALSE(parse_iso8601(text)) << text;
  for (const char* text : {"", "Wed", "Wed, 04 Mar 2026 05:06:07", "Wed, 04 March 2026 05:06:07 GMT",
                           "Wed, 31 Feb 2026 05:06:07 GMT", "Wed, 04 Mar 2026 05:06:07 CET"})
    EXPECT_FALSE(parse_http_date(text)) << text;
  EXPECT_FALSE(from_epoch_seconds(1e15));
  EXPECT_FALSE(from_epoch_seconds(std::numeric_limits<double>::quiet_NaN()));
}

// A signed Date header: botocore ends it in -0000, others in GMT.
TEST(Timestamps, in_headers_name_Greenwich_in_four_ways) {
  for (const char* zone : {"GMT", "UTC", "+0000", "-0000"})
    EXPECT_EQ(parse_http_date(std::string("Wed, 04 Mar 2026 05:06:07 ") + zone),
              std::chrono::floor<std::chrono::seconds>(kTime))
        << zone;
  EXPECT_FALSE(parse_http_date("Wed, 04 Mar 2026 05:06:07 +0100"));
}

TEST(Timestamps, of_signatures_are_read_strictly) {
  for (const char* wrong : {"", "20150830", "2015-08-30T12:36:00Z", "20151330T123600Z", "20150830T993600Z",
                            "2015083xT123600Z", "20150231T123600Z", "20150830T123600Z "})
    EXPECT_FALSE(parse_amz_date(wrong)) << wrong;
}

}  // namespace
}  // namespace wire
