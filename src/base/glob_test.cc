#include "base/glob.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Glob, AStarStaysWithinASegmentAndTwoCrossThem) {
  EXPECT_TRUE(glob_matches("s3://lake/*.csv", "s3://lake/a.csv"));
  EXPECT_FALSE(glob_matches("s3://lake/*.csv", "s3://lake/in/a.csv"));
  EXPECT_TRUE(glob_matches("**.csv", "s3://lake/in/a.csv"));
  EXPECT_FALSE(glob_matches("**.csv", "s3://lake/in/a.csv.gz"));
}

TEST(Glob, AQuestionMarkIsOneCharacterButNoSlash) {
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_FALSE(glob_matches("a?c", "a/c"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
}

TEST(Glob, ClassesHoldRangesAndCanBeNegated) {
  EXPECT_TRUE(glob_matches("part-[0-4]", "part-3"));
  EXPECT_FALSE(glob_matches("part-[0-4]", "part-7"));
  EXPECT_TRUE(glob_matches("part-[!0-4]", "part-7"));
  EXPECT_FALSE(glob_matches("part-[^0-4]", "part-3"));
}

TEST(Glob, BracesGiveAlternatives) {
  EXPECT_TRUE(glob_matches("**.{csv,tsv}", "s3://lake/a.tsv"));
  EXPECT_FALSE(glob_matches("**.{csv,tsv}", "s3://lake/a.json"));
}

TEST(Glob, ABackslashTakesTheNextCharacterAsItIs) {
  EXPECT_TRUE(glob_matches("a\\*", "a*"));
  EXPECT_FALSE(glob_matches("a\\*", "ab"));
  EXPECT_FALSE(glob_matches("a\\?", "ab"));
}

TEST(Glob, ClassesAndRunsStandInAlternativesToo) {
  EXPECT_TRUE(glob_matches("{a*,[x-z]}/{b,}c", "abc/c"));
  EXPECT_TRUE(glob_matches("{a*,[x-z]}/{b,}c", "y/bc"));
  EXPECT_FALSE(glob_matches("{a*,[x-z]}/{b,}c", "w/bc"));
}

TEST(Glob, BracketsThatAreNotClosedStandForThemselves) {
  EXPECT_TRUE(glob_matches("a[b{c", "a[b{c"));
  EXPECT_FALSE(glob_matches("a[b{c", "abc"));
}

TEST(Glob, ManyRunsAndAlternativesTakeNoTime) {
  std::string stars, choices;
  for (int i = 0; i < 200; ++i) {
    stars += "*a";
    choices += "{a,aa,aaa}";
  }
  const std::string text(1000, 'a');
  EXPECT_FALSE(glob_matches(stars + "b", text));
  EXPECT_FALSE(glob_matches(choices + "b", text));
  EXPECT_TRUE(glob_matches("**" + choices, text));
}

}  // namespace
}  // namespace base
