#include "services/athena/date_pattern.h"

#include <gtest/gtest.h>

#include "lake/test_lake.h"

namespace services::athena {
namespace {

using lake::must;

const base::Timestamp kTime = base::from_micros(1'709'174'096'123'000);  // 2024-02-29 02:34:56.123

std::string written(const char* format) {
  return must(DatePattern::parse(format)).write(kTime);
}

TEST(DatePatternTest, WritesWhatJavaWrites) {
  EXPECT_EQ(written("yyyy-MM-dd"), "2024-02-29");
  EXPECT_EQ(written("yyyy/M/d/H"), "2024/2/29/2");
  EXPECT_EQ(written("yyyyMMdd'T'HHmmss.SSS"), "20240229T023456.123");
  EXPECT_EQ(written("'o''clock' HH"), "o'clock 02");
}

TEST(DatePatternTest, ReadsWhatItWrites) {
  for (const char* format : {"yyyy-MM-dd", "yyyyMMddHH", "yyyy/M/d/H", "yyyy-MM-dd HH:mm:ss"}) {
    const auto pattern = must(DatePattern::parse(format));
    const std::string text = pattern.write(kTime);
    ASSERT_TRUE(pattern.read(text)) << format;
    EXPECT_EQ(pattern.write(*pattern.read(text)), text);
  }
  EXPECT_EQ(must(DatePattern::parse("yyyy")).read("2024"), base::from_micros(1'704'067'200'000'000));
}

TEST(DatePatternTest, RefusesTextOfAnotherForm) {
  const auto pattern = must(DatePattern::parse("yyyy-MM-dd"));
  for (const char* text : {"2024-02-30", "2024-2-01", "2024-02-01x", "24-02-01", "", "2024/02/01"})
    EXPECT_FALSE(pattern.read(text)) << text;
}

TEST(DatePatternTest, RefusesLettersThatItDoesNotKnow) {
  EXPECT_EQ(DatePattern::parse("yyyy-MMM-dd").error().message,
            "The letter 'M' in the date format 'yyyy-MMM-dd' is not supported yet");
  EXPECT_FALSE(DatePattern::parse("EEE").ok());
  EXPECT_FALSE(DatePattern::parse("yyyy'T").ok());
}

TEST(DatePatternTest, KnowsWhetherItsTextsStandInTheOrderOfTime) {
  EXPECT_TRUE(must(DatePattern::parse("yyyy/MM/dd")).is_ordered());
  EXPECT_TRUE(must(DatePattern::parse("yyyyMMdd-HH")).is_ordered());
  EXPECT_FALSE(must(DatePattern::parse("dd.MM.yyyy")).is_ordered());
  EXPECT_FALSE(must(DatePattern::parse("yyyy/M/d")).is_ordered());
}

TEST(DatePatternTest, KnowsItsPrecision) {
  EXPECT_EQ(must(DatePattern::parse("dd.MM.yyyy")).precision(), 'd');
  EXPECT_EQ(must(DatePattern::parse("yyyy-MM-dd HH")).precision(), 'H');
}

}  // namespace
}  // namespace services::athena
