#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/printer.h"
#include "sql/query.h"
#include "sql/test_catalog.h"

// Timestamps with their zone.
namespace sql {
namespace {

using testing::HasSubstr;

class ZonedTest : public testing::Test {
 protected:
  std::string type_of(std::string_view expression) {
    const auto query = plan_query("select " + std::string(expression), trino(), catalog_, "db");
    return query.ok() ? to_string(query->columns[0].type) : query.error().code + ": " + query.error().message;
  }
  std::string plan_of(std::string_view expression) {
    const auto query = plan_query("select " + std::string(expression), trino(), catalog_, "db");
    return query.ok() ? plan::to_text(*query->root) : query.error().code + ": " + query.error().message;
  }

  TestCatalog catalog_;
};

constexpr const char* kZoned = "timestamp(3) with time zone";

TEST_F(ZonedTest, NowHasItsZone) {
  EXPECT_EQ(type_of("current_timestamp"), kZoned);
  EXPECT_EQ(type_of("now()"), kZoned);
  EXPECT_EQ(type_of("localtimestamp"), "timestamp(3)");
  EXPECT_EQ(type_of("current_timestamp(6)"),
            "NOT_SUPPORTED: line 1:26: a precision other than 3 is not supported yet");
}

TEST_F(ZonedTest, ALiteralHasTheZoneThatItNames) {
  EXPECT_EQ(type_of("timestamp '2024-01-02 03:04:05.000 Europe/Berlin'"), kZoned);
  EXPECT_EQ(type_of("timestamp '2024-01-02 03:04:05.000'"), "timestamp(3)");
}

TEST_F(ZonedTest, BesideOneAPlainTimeBecomesOne) {
  EXPECT_EQ(type_of("coalesce(timestamp '2024-01-01 00:00:00.000', now())"), kZoned);
  EXPECT_EQ(type_of("array[now(), date '2024-01-01']"), "array(timestamp(3) with time zone)");
  EXPECT_EQ(type_of("now() > date '2024-01-01'"), "boolean");
  EXPECT_EQ(type_of("now() = 'x'"),
            "TYPE_MISMATCH: line 1:14: Cannot apply operator: timestamp(3) with time zone = varchar(1)");
}

TEST_F(ZonedTest, ATypeMayBeSpelledWithItsZone) {
  EXPECT_EQ(type_of("cast(null as timestamp with time zone)"), kZoned);
  EXPECT_EQ(type_of("cast(null as timestamp(3) with time zone)"), kZoned);
  EXPECT_EQ(type_of("cast(null as timestamp without time zone)"), "timestamp(3)");
  EXPECT_EQ(type_of("cast(1 as timestamp with time zone)"),
            "TYPE_MISMATCH: line 1:8: Cannot cast integer to timestamp(3) with time zone");
  EXPECT_EQ(type_of("cast(null as time with time zone)"),
            "NOT_SUPPORTED: line 1:8: type time with time zone is not supported yet");
}

TEST_F(ZonedTest, AtTimeZoneBindsBeforeEverythingElse) {
  EXPECT_EQ(type_of("now() at time zone 'UTC' at time zone 'Asia/Tokyo'"), kZoned);
  EXPECT_THAT(plan_of("now() at time zone interval '-90' minute"), HasSubstr("-01:30"));
  EXPECT_EQ(
      type_of("date '2024-01-01' at time zone 'UTC'"),
      "TYPE_MISMATCH: line 1:8: Type of value must be a time or timestamp with or without time zone (actual "
      "date)");
}

TEST_F(ZonedTest, ADayIsAddedAsItsHours) {
  EXPECT_THAT(plan_of("now() + interval '1' day"), HasSubstr("86400"));
  EXPECT_THAT(plan_of("now() - interval '1' month"), HasSubstr("month"));
}

}  // namespace
}  // namespace sql
