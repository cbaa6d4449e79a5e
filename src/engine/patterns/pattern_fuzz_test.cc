#include <gtest/gtest.h>

#include <array>
#include <random>
#include <stdexcept>
#include <string>

#include "engine/patterns/matches.h"
#include "engine/patterns/source.h"

namespace engine::patterns {
namespace {

void refuse(std::string_view, const base::Error& error) {
  throw std::runtime_error(error.code);
}

// Patterns of parts at random, most of them none.
class Patterns {
 public:
  std::string next() {
    std::string made;
    for (std::size_t parts = 1 + random_() % 9; parts > 0; --parts) made += kParts[random_() % kParts.size()];
    return made;
  }

 private:
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"a",     "b",    "é",   "(",     ")",      "[",     "]",      "^",      "$",     "|",     "*",
       "+",     "?",    "{2}", "{1,2}", "{0,}",   "{",     "}",      ".",      "\\",    "\\b",   "\\d",
       "(?",    "(?:",  "(?=", "(?!",   "(?<=",   "(?<!",  "(?>",    "(?<n>",  "(?i)",  "(?x)",  "(?m-s:",
       "&&",    "[^",   "-",   "[:",    ":]",     "alpha", "\\Q",    "\\E",    "\\1",   "\\2",   "\\k<n>",
       "\\x",   "\\x{", "41",  "\\u",   "\\p{L}", "\\P{",  "\\0",    "\\377",  "\\c",   "\\N{",  "\\R",
       "\\X",   "\\Z",  "#",   " ",     "\n",     "(?#",   "\\h",    "\\W",    "\\xc3", "\\xa9", "ss",
       "(?iu)", "\xff", "\\B", "(a)",   "[a-c]",  "(?U)",  "(?P<n>", "(?P=n)", "(?(1)", "(?a:",  "{,2}"});

  std::mt19937 random_{20261128};
};

void match(std::string_view expression, Syntax syntax) try {
  const Pattern pattern(expression, syntax, refuse);
  for (const std::string_view text : {"", "ab", "aabb\nÉé ss\r\n", "\xff\xc3"})
    for (Matches each(pattern, text, pattern.group_count()); each.next();)
      ASSERT_LE(each.end(), text.size()) << expression;
} catch (const std::runtime_error& refused) {
  ASSERT_TRUE(std::string_view(refused.what()).starts_with("PATTERN") ||
              refused.what() == std::string(kInvalid))
      << expression;
}

TEST(PatternFuzzTest, EveryTextIsAPatternOrIsRefused) {
  Patterns patterns;
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = patterns.next();
    match(pattern, Syntax::Java);
    match(pattern, Syntax::Joni);
    match(pattern, Syntax::PythonMatch);
  }
}

}  // namespace
}  // namespace engine::patterns
