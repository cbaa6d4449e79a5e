#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/patterns/java_parser.h"
#include "engine/patterns/joni_parser.h"
#include "engine/patterns/pcre2_writer.h"
#include "engine/patterns/python_parser.h"
#include "engine/patterns/re2_writer.h"

namespace engine::patterns {
namespace {

using testing::Eq;

// What a pattern is in RE2, or in PCRE2 where it is none in RE2.
template <typename Parser>
std::string written(std::string_view pattern) {
  const auto tree = Parser(pattern).parsed();
  if (!tree) return tree.error().code + ": " + tree.error().message;
  if (const auto re2 = re2_text(*tree)) return "RE2 " + re2->text;
  const auto pcre2 = pcre2_text(*tree);
  return pcre2 ? "PCRE2 " + *pcre2 : pcre2.error().code + ": " + pcre2.error().message;
}

std::string java(std::string_view pattern) {
  return written<JavaParser>(pattern);
}
std::string joni(std::string_view pattern) {
  return written<JoniParser>(pattern);
}

std::string python(std::string_view pattern) {
  return written<PythonParser>(pattern);
}

struct Written {
  std::string_view pattern;
  std::string_view text;
};

TEST(WriterTest, WhatRe2HasIsWrittenForIt) {
  constexpr Written kRows[] = {{"a(b|c)*d", "RE2 a(b|c)*d"},
                               {"a{2,}?b{3}", "RE2 a{2,}?b{3}"},
                               {"(?<year>\\d{4})-x", "RE2 ([0-9]{4})\\-x"},
                               {"\\Qa.b\\E+", "RE2 a\\.b+"},
                               {"[a-c&&[^b]]", "RE2 [ac]"},
                               {"[^a[bc]]", "RE2 [^a-c]"},
                               {"(?i)aK", "RE2 [Aa][Kk]"},
                               {"(?iu)k", "RE2 [Kk\u212a]"},
                               {"(?x) a b # c", "RE2 ab"},
                               {"(?:a|b)|", "RE2 (?:a|b)|"},
                               {"a(?i)b|c", "RE2 a[Bb]|[Cc]"},
                               {"\\x{e9}\\u00e9\\0101", "RE2 ééA"},
                               {"[\\s&&[^\\n]]", "RE2 [\\x{9}\\x{b}-\\x{d} ]"},
                               {"(?s).", "RE2 (?s:.)"},
                               {"{3}", "RE2 (?:){3}"}};
  for (const auto& [pattern, text] : kRows) EXPECT_THAT(java(pattern), Eq(text)) << pattern;
}

TEST(WriterTest, WhatRe2HasNotIsWrittenForPcre2) {
  constexpr Written kRows[] = {
      {"a(?=b)", "PCRE2 a(?=b)"},
      {"(?!a)(?<=b)(?<!c)", "PCRE2 (?!a)(?<=b)(?<!c)"},
      {"(a)\\1\\k<1", "INVALID_PATTERN: \\k is not followed by '<' for named capturing group"},
      {"(a)\\1", "PCRE2 (a)\\g{1}"},
      {"(?i)(a)\\1", "PCRE2 ([Aa])(?i:\\g{1})"},
      {"(a)\\2", "PCRE2 (a)(?!)"},
      {"(a)\\12", "PCRE2 (a)\\g{1}2"},
      {"(?<n>a)\\k<n>", "PCRE2 (a)\\g{1}"},
      {"a++b?+", "PCRE2 (?C)a++(?C)b?+"},
      {"(?>a|ab)", "PCRE2 (?>a|ab)"},
      {"(?:ab|a){2}+", "PCRE2 (?:(?>ab|a)){2}+(?C)"},
      {"\\X", "PCRE2 \\X"},
      {"(a*)*", "PCRE2 (?C)((?C)a*(?C))*(?C)"},
      {"a{1001}", "PCRE2 (?C)a{1001}(?C)"},
      {"(?<=a|bc)d", "PCRE2 (?<=a|bc)d"},
      {"(?<=xa{1,2})d", "PCRE2 (?<=xa|xaa)d"},
      {"(?<=a+b)d", "PCRE2 (?<=ab)d"},
      {"(?<=x(?:a|bc))d", "PCRE2 (?<=xa|xbc)d"},
      {"(?<=x(?:(a)|(bc)))d", "PCRE2 (?<=x(a)|x(bc))d"},
      {"(?<=x(?:a|b){1,2})d", "PCRE2 (?<=x(?:a|b)|x(?:a|b)(?:a|b))d"}};
  for (const auto& [pattern, text] : kRows) EXPECT_THAT(java(pattern), Eq(text)) << pattern;
}

TEST(WriterTest, JonisSyntaxIsNotJavas) {
  constexpr Written kRows[] = {{"a(?i)b|c", "RE2 a(?:[Bb]|[Cc])"},
                               {"\\h\\101\\12", "RE2 hA\\x{a}"},
                               {"a{,3}{", "RE2 a\\{,3\\}\\{"},
                               {"a{2}{3}", "RE2 (?:a{2}){3}"},
                               {"\\xc3\\xa9", "RE2 é"},
                               {"[[:^alpha:]&&[a-z0-9]]", "RE2 [0-9]"},
                               {"(?i)ss", "RE2 [Ss\u017f][Ss\u017f]|\u00df"},
                               {"[\\d-b&&[^\\d]]", "RE2 [\\x{0}-/:-b]"},
                               {"(?#note)a", "RE2 a"},
                               {"\\p{^L}", "INVALID_PATTERN: invalid character property name <^L>"},
                               {"(", "INVALID_PATTERN: end pattern with unmatched parenthesis"},
                               {"*", "INVALID_PATTERN: target of repeat operator is not specified"},
                               {"\\1", "INVALID_PATTERN: invalid backref number/name"},
                               {"(?<=a+)b", "INVALID_PATTERN: invalid pattern in look-behind"},
                               {"[]", "INVALID_PATTERN: empty char-class"}};
  for (const auto& [pattern, text] : kRows) EXPECT_THAT(joni(pattern), Eq(text)) << pattern;
}

TEST(WriterTest, PythonsSyntaxIsItsOwn) {
  constexpr Written kRows[] = {
      {"(?x) a {,2} # b", "RE2 a{0,2}"},
      {"[]a-]{", "RE2 [\\-\\]a]\\{"},
      {"(?m)^a$", "RE2 (?m:^)a(?m:$)"},
      {"(?i:k)(?a:(?i:k))", "RE2 [Kk\u212a][Kk]"},
      {"(?P<n>a)(?#b)(?P=n)", "PCRE2 (a)\\g{1}"},
      {"(a)?(?(1)b|c)", "PCRE2 (a)?(?(1)b|c)"},
      {"(?:aa|a)++", "PCRE2 (?C)(?:(?>aa|a))++(?C)"},
      {"a\\B", "RE2 a\\B"},
      {"\\Q", "INVALID_PATTERN: bad escape \\Q at position 0"},
      {"a\n(", "INVALID_PATTERN: missing ), unterminated subpattern at position 2 (line 2, column 1)"},
      {"(?x)#\\", "INVALID_PATTERN: bad escape (end of pattern) at position 5"},
      {"(?<=a+)b", "INVALID_PATTERN: look-behind requires fixed-width pattern"},
      {"(a)(?<=\\1)", "PATTERN_NOT_SUPPORTED: a reference in a look-behind"},
      {"(?t)a", "PATTERN_NOT_SUPPORTED: the flag t"}};
  for (const auto& [pattern, text] : kRows) EXPECT_THAT(python(pattern), Eq(text)) << pattern;
}

TEST(WriterTest, WhatIsNotSupportedIsRefusedByName) {
  EXPECT_EQ(java("\\Ga"), "PATTERN_NOT_SUPPORTED: \\G");
  EXPECT_EQ(java("\\b{g}"), "PATTERN_NOT_SUPPORTED: \\b{...}");
  EXPECT_EQ(java("(?<=ab*c)d"), "PATTERN_NOT_SUPPORTED: a look-behind without bounds");
  EXPECT_EQ(java("(?<=x(a|bc))d"), "PATTERN_NOT_SUPPORTED: a group in a look-behind of no fixed length");
  for (const char* pattern : {"(?<=(a)(?:b|cc))(d)", "(?<=(?:b|cc)(a))(d)"})
    EXPECT_EQ(java(pattern), "PATTERN_NOT_SUPPORTED: a group in a look-behind of no fixed length") << pattern;
  for (const char* pattern : {"(?<=xa{100000000,100000001})b", "(?<=a{100000000,200000000})"})
    EXPECT_EQ(java(pattern), "PATTERN_NOT_SUPPORTED: a look-behind that repeats more than 256 times")
        << pattern;
  EXPECT_EQ(java("(?<=x[ab]{1,300})d"), "PATTERN_NOT_SUPPORTED: a look-behind of more than 256 forms");
  EXPECT_EQ(java(std::string(300, '(') + std::string(300, ')')),
            "PATTERN_NOT_SUPPORTED: more than 200 brackets in each other");
  std::string conditions;
  for (int i = 0; i < 300; ++i) conditions += "(?(1)";
  EXPECT_EQ(python("(a)" + conditions), "PATTERN_NOT_SUPPORTED: more than 200 brackets in each other");
  EXPECT_EQ(java(std::string(300, '[') + "a" + std::string(300, ']')),
            "PATTERN_NOT_SUPPORTED: more than 200 classes in each other");
}

}  // namespace
}  // namespace engine::patterns
