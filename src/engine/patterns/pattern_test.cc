#include "engine/patterns/pattern.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "engine/patterns/matches.h"

namespace engine::patterns {
namespace {

void refuse(std::string_view, const base::Error& error) {
  throw std::runtime_error(error.code + ": " + error.message);
}

// The matches with their groups: a(b,-).
std::string matches(Syntax syntax, std::string_view expression, std::string_view text) try {
  const Pattern pattern(expression, syntax, refuse);
  std::string made;
  for (Matches each(pattern, text, pattern.group_count()); each.next();) {
    made += "[" + each.group(0).value_or("-");
    for (std::size_t i = 1; i <= pattern.group_count(); ++i) made += "," + each.group(i).value_or("-");
    made += "]";
  }
  return made;
} catch (const std::runtime_error& refused) {
  return refused.what();
}

std::string java(std::string_view expression, std::string_view text) {
  return matches(Syntax::Java, expression, text);
}
std::string joni(std::string_view expression, std::string_view text) {
  return matches(Syntax::Joni, expression, text);
}

TEST(PatternTest, GroupsAreThoseOfTheLastRepetition) {
  EXPECT_EQ(java("((a)|b)+", "ba"), "[ba,a,a]");
  EXPECT_EQ(java("(a*)+", "ab"), "[a,][,][,]");
  EXPECT_EQ(java("(?<x>a)(b)?", "ac"), "[a,a,-]");
}

TEST(PatternTest, LooksAroundAndBack) {
  EXPECT_EQ(java("(?<=\\$)\\d+(?!\\d|%)", "$12 $34% $5"), "[12][5]");
  EXPECT_EQ(java("(\\w)\\1", "aabccd"), "[aa,a][cc,c]");
  EXPECT_EQ(java("a++a|b", "aab"), "[b]");
}

TEST(PatternTest, ALastLineEndIsNoPartOfTheText) {
  EXPECT_EQ(java("a$", "a"), "[a]");
  EXPECT_EQ(java("a$", "a\r\n"), "[a]");
  EXPECT_EQ(java("a$", "a\u2028"), "[a]");
  EXPECT_EQ(java("(?d)a$", "a\r"), "");
  EXPECT_EQ(joni("a$", "a\n"), "[a]");
  EXPECT_EQ(joni("a$", "a\r\n"), "");
  EXPECT_EQ(java("$", "a\r\n"), "[][]");
}

TEST(PatternTest, LinesOfJavaEndWithMoreThanNewlines) {
  EXPECT_EQ(java("(?m)^.$", "a\rb\r\nc\n"), "[a][b][c]");
  EXPECT_EQ(java("(?m)^", ""), "");
  EXPECT_EQ(joni("(?m)^", ""), "[]");
  EXPECT_EQ(joni("(?m)^.", "a\rb\nc"), "[a][c]");
}

TEST(PatternTest, WordsHaveLettersBeyondAscii) {
  EXPECT_EQ(java("\\b.", "é a"), "[é][ ][a]");
  EXPECT_EQ(joni("\\b.", "é a"), "[é][ ][a]");
  EXPECT_EQ(java("\\b", "e\u0301a"), "[][]");
}

TEST(PatternTest, FoldingIsOfAsciiUnlessItIsAskedForOrJonis) {
  EXPECT_EQ(java("(?i)é", "É"), "");
  EXPECT_EQ(java("(?iu)é", "É"), "[É]");
  EXPECT_EQ(joni("(?i)strasse", "STRAßE"), "[STRAßE]");
  EXPECT_EQ(joni("(?i)[^k]", "k\u212aK"), "");
}

TEST(PatternTest, PythonMatchesFromTheStartAndByItsOwnWords) {
  EXPECT_EQ(matches(Syntax::PythonMatch, "a|b", "ba"), "[b]");
  EXPECT_EQ(matches(Syntax::PythonMatch, "\\w+\\b", "é١a b"), "[é١a]");
  EXPECT_EQ(matches(Syntax::PythonMatch, "\\B", ""), "");
  EXPECT_EQ(matches(Syntax::PythonMatch, "(?m)a\n^", "a\n"), "[a\n]");
  EXPECT_EQ(matches(Syntax::PythonMatch, "(?i)\u0131\ufb05", "I\ufb06"), "[I\ufb06]");
  EXPECT_EQ(matches(Syntax::PythonMatch, "(a)?(?(1)b|c)", "ab"), "[ab,a]");
}

TEST(PatternTest, ATextThatIsNoUtf8IsNoReasonToFail) {
  EXPECT_EQ(java("(?<=a)\\S", "a\xff\xc3"), "");
  EXPECT_EQ(java("b(?=c)",
                 "\xff"
                 "bc"),
            "[b]");
}

TEST(PatternTest, WhatTakesTooLongFails) {
  const std::string letters(64, 'a');
  const std::string told =
      "PATTERN_TAKES_TOO_LONG: it takes more than 10000000 steps or 16 MiB on a text of 65 bytes";
  EXPECT_EQ(java("(a+)+$(?=x)", letters + "b"), told);
  EXPECT_EQ(java("(a|aa)+(?<=x)", letters + "b"), told);
  EXPECT_EQ(joni("(?:a*)*(?!$)\\z", letters + "b"), told);
  EXPECT_EQ(java("(?:(?:a|a){8}){8}(?=x)", letters + "b"), told);
}

TEST(PatternTest, ALongTextIsNotLookedThroughForEachOfItsCharacters) {
  const std::string text(1 << 20, '1');
  EXPECT_TRUE(java("\\d(?=\\d*x|\\d*y)", text).starts_with("PATTERN_TAKES_TOO_LONG"));
  EXPECT_EQ(java("(?<!1)1++", text), "[" + text + "]");
}

TEST(PatternTest, Re2MatchesWhatItMayInLinearTime) {
  EXPECT_EQ(java("(a+)+$", std::string(1 << 20, 'a') + "b"), "");
  EXPECT_EQ(joni("(?:a|aa)+c", std::string(1 << 20, 'a') + "b"), "");
}

}  // namespace
}  // namespace engine::patterns
