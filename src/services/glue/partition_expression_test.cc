#include "services/glue/partition_expression.h"

#include <gtest/gtest.h>

namespace services::glue {
namespace {

const std::vector<plan::Column> kKeys = {{"year", "int", ""}, {"month", "string", ""}, {"day", "date", ""}};

bool matches(std::string_view expression, PartitionValues values) {
  auto parsed = PartitionExpression::parse(expression, kKeys);
  EXPECT_TRUE(parsed.ok()) << expression << ": " << parsed.error().message;
  return parsed->matches(values);
}

std::string refusal_of(std::string_view expression) {
  auto parsed = PartitionExpression::parse(expression, kKeys);
  return parsed.ok() ? "accepted" : parsed.error().message;
}

TEST(PartitionExpression, NumbersCompareAsNumbersAndTextsAsText) {
  EXPECT_TRUE(matches("year > 9", {"2020", "01", "2020-01-01"}));
  EXPECT_FALSE(matches("month > '9'", {"2020", "10", "2020-01-01"}));
  EXPECT_TRUE(matches("day >= date '2020-01-01'", {"2020", "01", "2020-01-31"}));
}

TEST(PartitionExpression, AndBindsTighterThanOr) {
  EXPECT_TRUE(matches("year = 1 OR year = 2020 AND month = '01'", {"1", "x", ""}));
  EXPECT_FALSE(matches("(year = 1 OR year = 2020) AND month = '01'", {"1", "x", ""}));
}

TEST(PartitionExpression, InBetweenLikeAndNotAreUnderstood) {
  EXPECT_TRUE(matches("month IN ('01', '02')", {"2020", "02", ""}));
  EXPECT_TRUE(matches("month not in ('01')", {"2020", "02", ""}));
  EXPECT_TRUE(matches("year BETWEEN 2019 AND 2021", {"2020", "02", ""}));
  EXPECT_TRUE(matches("month LIKE '0%'", {"2020", "02", ""}));
  EXPECT_FALSE(matches("NOT month LIKE '0_'", {"2020", "02", ""}));
}

TEST(PartitionExpression, NullIsUnknownInEveryComparison) {
  EXPECT_FALSE(matches("month = '01'", {"2020", std::nullopt, ""}));
  EXPECT_FALSE(matches("NOT month = '01'", {"2020", std::nullopt, ""}));
  EXPECT_TRUE(matches("month IS NULL", {"2020", std::nullopt, ""}));
  EXPECT_FALSE(matches("month IS NOT NULL", {"2020", std::nullopt, ""}));
}

TEST(PartitionExpression, WhatItCannotReadIsRefusedWithItsPlace) {
  EXPECT_EQ(refusal_of("colour = 'x'"), "Unknown partition key 'colour' in expression 'colour = 'x''.");
  EXPECT_EQ(refusal_of("year = 'abc'"),
            "'abc' is not a value of partition key 'year', which is of type int.");
  EXPECT_EQ(refusal_of("year ="), "Unsupported expression 'year =': unexpected the end at position 7.");
  EXPECT_EQ(refusal_of("month = 'x"),
            "Unsupported expression 'month = 'x': the quote at position 9 is not closed.");
  EXPECT_NE(refusal_of(std::string(10'000, '(')), "accepted");
}

TEST(PartitionExpression, EqualityOnLeadingTextKeysCanBeSoughtByIndex) {
  const std::vector<plan::Column> keys = {{"month", "string", ""}, {"day", "string", ""}};
  const auto parsed = PartitionExpression::parse("day = '2' and month = '1'", keys);
  EXPECT_EQ(parsed->leading_values(), (std::vector<std::string>{"1", "2"}));
  EXPECT_TRUE(PartitionExpression::parse("month = '1' or day = '2'", keys)->leading_values().empty());
}

}  // namespace
}  // namespace services::glue
