#include "services/glue/name_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace services::glue {
namespace {

bool matches(const std::string& expression, const std::string& name) {
  const auto pattern = NamePattern::parse(expression);
  EXPECT_TRUE(pattern.ok()) << expression;
  return pattern.ok() && pattern->matches(name);
}

std::string refusal_of(const std::string& expression) {
  const auto pattern = NamePattern::parse(expression);
  return pattern.ok() ? "accepted" : pattern.error().message;
}

TEST(NamePattern, MatchesWholeNamesInAnyCase) {
  EXPECT_TRUE(matches("ord.*", "orders"));
  EXPECT_TRUE(matches("ORD.*", "orders"));
  EXPECT_FALSE(matches("ord", "orders"));
  EXPECT_TRUE(matches("(sales|orders)_[0-9]{4}", "orders_2024"));
  EXPECT_FALSE(matches("(sales|orders)_[0-9]{4}", "orders_24"));
}

TEST(NamePattern, WhatMakesABacktrackerRunForeverIsDecidedAtOnce) {
  const std::string name(255, 'a');
  EXPECT_FALSE(matches("(a*)*b", name));
  EXPECT_FALSE(matches("(a|a|aa)+b", name));
  EXPECT_FALSE(matches("(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b", name));
}

TEST(NamePattern, WhatCannotBeBoundedOrIsBrokenIsRefused) {
  EXPECT_NE(refusal_of("(a)\\1"), "accepted");
  EXPECT_EQ(refusal_of("(a"), "Expression '(a' is not a regular expression: missing ): (a");
  EXPECT_THAT(refusal_of("((a{50}){50}){50}"),
              testing::StartsWith("Expression '((a{50}){50}){50}' is not a regular expression: "));
  EXPECT_NE(refusal_of(std::string(100'000, 'a')), "accepted");
}

}  // namespace
}  // namespace services::glue
