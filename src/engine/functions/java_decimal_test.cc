#include "engine/functions/java_decimal.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

std::string shown(std::string_view text) {
  const auto number = JavaDecimal::of(text);
  return number ? number->text() : "none";
}

std::optional<std::int64_t> whole(std::string_view text) {
  const auto number = JavaDecimal::of(text);
  return number ? number->integer() : std::nullopt;
}

TEST(JavaDecimal, ANumberIsShownWithTheDigitsThatItHas) {
  EXPECT_EQ(shown("1.50"), "1.50");
  EXPECT_EQ(shown("-0.0"), "0.0");
  EXPECT_EQ(shown("+007"), "7");
  EXPECT_EQ(shown(".5"), "0.5");
  EXPECT_EQ(shown("5."), "5");
}

TEST(JavaDecimal, AnExponentShowsWhereThePointIsFarFromTheDigits) {
  EXPECT_EQ(shown("1e2"), "1E+2");
  EXPECT_EQ(shown("12e2"), "1.2E+3");
  EXPECT_EQ(shown("0.000001"), "0.000001");
  EXPECT_EQ(shown("0.0000001"), "1E-7");
  EXPECT_EQ(shown("12.5E-10"), "1.25E-9");
}

TEST(JavaDecimal, OtherTextsAreNoNumbers) {
  for (const char* text : {"", ".", "-", "e1", "1e", "1e+", " 1", "1 ", "NaN", "0x1", "1_0", "1e3000000000"})
    EXPECT_EQ(shown(text), "none") << text;
}

TEST(JavaDecimal, AnIntegerIsWhatStandsBeforeThePoint) {
  EXPECT_EQ(whole("1.9"), 1);
  EXPECT_EQ(whole("-1.9"), -1);
  EXPECT_EQ(whole("12e1"), 120);
  EXPECT_EQ(whole("0.5"), 0);
  EXPECT_EQ(whole("0e2000000000"), 0);
  EXPECT_EQ(whole("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(whole("9223372036854775808"), std::nullopt);
  EXPECT_EQ(whole("1e2000000000"), std::nullopt);
}

}  // namespace
}  // namespace engine
