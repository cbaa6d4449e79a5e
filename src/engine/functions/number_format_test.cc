#include "engine/functions/number_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace engine {
namespace {

using testing::HasSubstr;

NumberFormat format(std::string_view text) {
  return *NumberFormat::read(text);
}

std::string refusal(std::string_view text) {
  const auto read = NumberFormat::read(text);
  return read.ok() ? "none" : read.error().code;
}

TEST(NumberFormat, GivesTheDecimalThatItHasRoomFor) {
  EXPECT_EQ(format("$9,999.99S").precision(), 6);
  EXPECT_EQ(format("$9,999.99S").scale(), 2);
  EXPECT_EQ(format("099").scale(), 0);
}

TEST(NumberFormat, DigitsOnTheLeftMayBeMissingUnlessTheFormatBeginsWithZero) {
  EXPECT_EQ(format("999").number_of("12"), "12");
  EXPECT_EQ(format("099").number_of("12"), std::nullopt);
  EXPECT_EQ(format("099").number_of("012"), "012");
  EXPECT_EQ(format("999").number_of("4540"), std::nullopt);
}

TEST(NumberFormat, SignsStandWhereTheFormatHasThem) {
  EXPECT_EQ(format("99,999.9S").number_of("12,454.8-"), "-12454.8");
  EXPECT_EQ(format("99PR").number_of("<12>"), "-12");
  EXPECT_EQ(format("99PR").number_of("<12"), std::nullopt);
  EXPECT_EQ(format("MI99").number_of("+12"), std::nullopt);
}

TEST(NumberFormat, ShowsBlanksBeforeSignsAndNumberSignsForTooManyDigits) {
  EXPECT_EQ(format("99,999.9PR").shown("-12454.80"), "<12,454.8>");
  EXPECT_EQ(format("99,999.9PR").shown("12454.80"), "12,454.8  ");
  EXPECT_EQ(format("S9,999,0DPR").shown("-1"), "      <-1> ");
  EXPECT_EQ(format("99G999").shown("1234567"), "## ###");
  EXPECT_EQ(format("0999").shown("12"), "0012");
  EXPECT_EQ(format("9,9.MI").shown("0"), "  0  ");
}

TEST(NumberFormat, RefusesWhatIsNoFormatByItsCondition) {
  EXPECT_EQ(refusal(""), "INVALID_FORMAT.EMPTY");
  EXPECT_EQ(refusal("$"), "INVALID_FORMAT.WRONG_NUM_DIGIT");
  EXPECT_EQ(refusal("9$9"), "INVALID_FORMAT.CUR_MUST_BEFORE_DIGIT");
  EXPECT_EQ(refusal("9,"), "INVALID_FORMAT.CONT_THOUSANDS_SEPS");
  EXPECT_EQ(refusal("9.9,9"), "INVALID_FORMAT.THOUSANDS_SEPS_MUST_BEFORE_DEC");
  EXPECT_EQ(refusal("S9S"), "INVALID_FORMAT.WRONG_NUM_TOKEN");
  EXPECT_THAT(NumberFormat::read("9x").error().message, HasSubstr("Found the unexpected character 'X''"));
}

}  // namespace
}  // namespace engine
