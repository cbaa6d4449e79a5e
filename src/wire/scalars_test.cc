#include "wire/scalars.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace wire {
namespace {

constexpr Shape kInteger{.name = "Integer", .kind = Kind::Integer};
constexpr Shape kLong{.name = "Long", .kind = Kind::Long};
constexpr Shape kBoolean{.name = "Boolean", .kind = Kind::Boolean};
constexpr Shape kTime{.name = "Time", .kind = Kind::Timestamp};

TEST(Scalars, write_whole_doubles_with_a_fraction_as_AWS_does) {
  EXPECT_EQ(double_to_text(10), "10.0");
  EXPECT_EQ(double_to_text(0.0625), "0.0625");
  EXPECT_EQ(double_to_text(1e300), "1e+300");
}

TEST(Scalars, refuse_what_does_not_fit_the_type) {
  std::int32_t small = 5;
  EXPECT_FALSE(scalar_from_text(kInteger, "2147483648", &small));
  EXPECT_FALSE(scalar_from_text(kInteger, "", &small));
  EXPECT_FALSE(scalar_from_text(kInteger, "7 ", &small));
  EXPECT_EQ(small, 5);
  std::int64_t large = 0;
  EXPECT_TRUE(scalar_from_text(kLong, "2147483648", &large));
  EXPECT_EQ(large, 2147483648);
}

TEST(Scalars, know_two_booleans) {
  bool value = false;
  EXPECT_TRUE(scalar_from_text(kBoolean, "true", &value));
  EXPECT_TRUE(value);
  EXPECT_FALSE(scalar_from_text(kBoolean, "True", &value));
}

TEST(Scalars, read_a_time_in_every_form_that_clients_send) {
  for (const char* text : {"2026-03-04T05:06:07Z", "Wed, 04 Mar 2026 05:06:07 GMT", "1772600767"}) {
    base::Timestamp time;
    ASSERT_TRUE(scalar_from_text(kTime, text, &time)) << text;
    EXPECT_EQ(base::to_micros(time), 1'772'600'767'000'000) << text;
  }
}

}  // namespace
}  // namespace wire
