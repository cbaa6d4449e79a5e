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

TEST(PartitionExpression, IntegersAndDecimalsCompareDigitByDigit) {
  const std::vector<plan::Column> keys = {{"id", "bigint", ""}, {"price", "decimal(38,2)", ""}};
  const auto holds = [&](std::string_view expression, PartitionValues values) {
    return PartitionExpression::parse(expression, keys)->matches(values);
  };
  EXPECT_TRUE(holds("id <> 9007199254740992", {"9007199254740993", "0"})) << "one double for both";
  EXPECT_TRUE(holds("id > 9223372036854775806", {"9223372036854775807", "0"}));
  EXPECT_TRUE(holds("id < -9007199254740992", {"-9007199254740993", "0"}));
  EXPECT_TRUE(holds("id = 7 and id = 07 and id < 7.5 and id > -8", {"+007", "0"}));
  EXPECT_TRUE(holds("price = 0.10", {"0", ".1"}));
  EXPECT_TRUE(holds("price > 12345678901234567890123456789012345.00",
                    {"0", "12345678901234567890123456789012345.01"}));
  EXPECT_TRUE(holds("price = 0", {"0", "-0.00"}));
  EXPECT_FALSE(holds("id = 7", {"seven", "0"}));
}

TEST(PartitionExpression, AKeyThatAPartitionHasNoValueOfIsNull) {
  EXPECT_FALSE(matches("day = '2020-01-01'", {"2020"}));
  EXPECT_TRUE(matches("day IS NULL AND year = 2020", {"2020"}));
  EXPECT_FALSE(matches("day LIKE '%' OR month IN ('01')", {}));
}

TEST(PartitionExpression, ConditionsOfAPlanAreTakenAsTheyAre) {
  using Operator = plan::PartitionCondition::Operator;
  const std::vector<plan::Column> keys = {{"a\"b", "string", ""}, {"size", "short", ""}};
  const auto all = PartitionExpression::of({{"a\"b", Operator::Equal, {"it's"}},
                                            {"size", Operator::In, {"9", "10"}},
                                            {"size", Operator::Greater, {"9"}},
                                            {"size", Operator::IsNotNull, {}}},
                                           keys);
  ASSERT_TRUE(all.ok());
  EXPECT_TRUE(all->matches({"it's", "10"}));
  EXPECT_FALSE(all->matches({"it's", "9"}));
  EXPECT_FALSE(all->matches({"it's", std::nullopt}));
  EXPECT_EQ(all->leading_values(), std::vector<std::string>{"it's"});
  EXPECT_EQ(PartitionExpression::of({{"colour", Operator::IsNull, {}}}, keys).error().message,
            "'colour' is no partition key of the table.");
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
