#include "wire/constraints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What apigen makes of AWS's usual pattern for texts of one line.
constexpr Constraints kOneLine{
    .min = 1,
    .max = 8,
    .pattern = "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
    .expression = "[\\x{0020}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}\\t]*"};
constexpr Shape kName{.name = "NameString", .kind = Kind::String, .constraints = &kOneLine};

std::vector<std::string> broken(const std::string& text) {
  return broken_constraints(kName, &text);
}

TEST(Constraints, hold_for_a_value_within_them) {
  EXPECT_THAT(broken("orders"), IsEmpty());
  EXPECT_THAT(broken("a\tb"), IsEmpty());
}

TEST(Constraints, count_and_match_characters_not_bytes) {
  EXPECT_THAT(broken("日本語日本語日本"), IsEmpty());
  EXPECT_THAT(broken("𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞"), IsEmpty());
}

TEST(Constraints, on_length_are_told_in_AWSs_words) {
  EXPECT_THAT(broken(""), ElementsAre("Member must have length greater than or equal to 1"));
  EXPECT_THAT(broken("123456789"), ElementsAre("Member must have length less than or equal to 8"));
}

TEST(Constraints, show_a_pattern_as_the_model_has_it) {
  EXPECT_THAT(broken("a\nb"), ElementsAre("Member must satisfy regular expression pattern: " +
                                          std::string(kOneLine.pattern)));
}

TEST(Constraints, without_an_expression_check_no_pattern) {
  static constexpr Constraints limits{.pattern = "[\\p{L}]*"};
  constexpr Shape shape{.name = "Letters", .kind = Kind::String, .constraints = &limits};
  const std::string text = "123";
  EXPECT_THAT(broken_constraints(shape, &text), IsEmpty());
}

TEST(Constraints, on_numbers_bound_the_value) {
  static constexpr Constraints limits{.min = 1, .max = 10};
  constexpr Shape shape{.name = "PageSize", .kind = Kind::Integer, .constraints = &limits};
  const std::int32_t low = 0, high = 11, good = 10;
  EXPECT_THAT(broken_constraints(shape, &low),
              ElementsAre("Member must have value greater than or equal to 1"));
  EXPECT_THAT(broken_constraints(shape, &high),
              ElementsAre("Member must have value less than or equal to 10"));
  EXPECT_THAT(broken_constraints(shape, &good), IsEmpty());
}

TEST(Constraints, cut_a_long_value_in_a_message) {
  const std::string text(5000, 'x');
  EXPECT_EQ(shown(kName, &text).size(), 1024u + 3);
}

// The matcher must not recurse by character, and gives up where a match would take too long.
TEST(Constraints, are_safe_from_megabytes_of_text) {
  static constexpr Constraints kDotted{.pattern = "^((\\w+\\.)+\\w+|auto)$",
                                       .expression = "^((\\w+\\.)+\\w+|auto)$"};
  static constexpr Constraints kNested{.pattern = "(a|aa|[^b]+)*c", .expression = "(a|aa|[^b]+)*c"};
  static constexpr Constraints kAny{.pattern = "([^\\r\\n])*", .expression = "([^\\r\\n])*"};
  std::string dotted, plain(8'000'000, 'a');
  for (int i = 0; i < 2'000'000; ++i) dotted += "ab.";
  for (const Constraints* limits : {&kDotted, &kNested, &kAny})
    for (const std::string* text : {&dotted, &plain}) {
      const Shape shape{.kind = Kind::String, .constraints = limits};
      EXPECT_LE(broken_constraints(shape, text).size(), 1);
    }
}

TEST(Constraints, on_a_pattern_are_not_looked_at_where_a_text_is_too_long) {
  EXPECT_THAT(broken("a\nbcdefgh"), ElementsAre("Member must have length less than or equal to 8"));
}

TEST(Constraints, show_a_long_value_cut_between_two_characters) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "日";
  const std::string cut = shown(kName, &text);
  EXPECT_EQ(cut.size(), 341 * 3 + 3);
  EXPECT_TRUE(cut.ends_with("日..."));
}

}  // namespace
}  // namespace wire
