#include "engine/functions/java_format.h"

#include <gtest/gtest.h>

#include <vector>

namespace engine {
namespace {

using Kind = FormatArgument::Kind;

std::string of_double(std::string_view pattern, const char* text) {
  return java_format(pattern, std::vector<FormatArgument>{{.kind = Kind::Double, .text = text}});
}
std::string of_long(std::string_view pattern, std::int64_t number) {
  return java_format(pattern, std::vector<FormatArgument>{
                                  {.kind = Kind::Long, .number = number, .text = std::to_string(number)}});
}

TEST(JavaFormatTest, DigitsAreRoundedHalfUpAsTheyArePrinted) {
  EXPECT_EQ(of_double("%.2f", "1.005"), "1.01");
  EXPECT_EQ(of_double("%.0f", "2.5"), "3");
  EXPECT_EQ(of_double("%.1f", "9.95"), "10.0");
  EXPECT_EQ(of_double("%.3f", "1.0E-10"), "0.000");
  EXPECT_EQ(of_double("%f", "1.0E10"), "10000000000.000000");
  EXPECT_EQ(of_double("%.2e", "12345.678"), "1.23e+04");
  EXPECT_EQ(of_double("%g", "1.0E-4"), "0.000100000");
}

TEST(JavaFormatTest, FlagsStandAroundTheDigits) {
  EXPECT_EQ(of_long("%05d|%<+d|%<(d|%<-4d|", -7), "-0007|-7|(7)|-7  |");
  EXPECT_EQ(of_long("%,d", -9'223'372'036'854'775'807 - 1), "-9,223,372,036,854,775,808");
  EXPECT_EQ(of_long("%x %<o", -1), "ffffffffffffffff 1777777777777777777777");
}

TEST(JavaFormatTest, ANullIsShown) {
  EXPECT_EQ(java_format("%5d|%.2s", std::vector<FormatArgument>{{.null = true}, {.null = true}}), " null|nu");
}

}  // namespace
}  // namespace engine
