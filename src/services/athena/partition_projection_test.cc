#include "services/athena/partition_projection.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake/test_lake.h"

namespace services::athena {
namespace {

using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;
using Operator = plan::PartitionCondition::Operator;
using Conditions = std::vector<plan::PartitionCondition>;

const base::Timestamp kNow = base::from_micros(1'709'174'096'123'000);  // 2024-02-29 02:34:56.123

class PartitionProjectionTest : public ::testing::Test {
 protected:
  void key(const std::string& name, const std::string& type,
           const std::map<std::string, std::string>& properties) {
    table_.partition_keys.push_back({name, type, ""});
    for (const auto& [property, value] : properties)
      table_.parameters[fmt::format("projection.{}.{}", name, property)] = value;
  }
  std::vector<std::string> locations(const Conditions& conditions = {}) {
    std::vector<std::string> found;
    must(visit(conditions, [&](const auto&, const std::string& location) -> base::Result<void> {
      found.push_back(location.substr(table_.location.size()));
      return {};
    }));
    return found;
  }
  std::string refusal(const Conditions& conditions = {}) {
    const auto nothing = [](const auto&, const auto&) { return base::Result<void>(); };
    const base::Error error = visit(conditions, nothing).error();
    return error.code + ": " + error.message;
  }
  base::Result<void> visit(const Conditions& conditions, const VisitPartition& visit) {
    return visit_projected_partitions(table_, conditions, kNow, stop_.get_token(), visit);
  }

  plan::Table table_{.database = "db",
                     .name = "t",
                     .location = "s3://lake/t/",
                     .storage = {.format = "parquet", .options = {}},
                     .parameters = {{"projection.enabled", "true"}}};
  std::stop_source stop_;
};

TEST_F(PartitionProjectionTest, ATableIsProjectedWhenItSaysSo) {
  EXPECT_FALSE(is_projected(table_));  // it has no partition keys
  key("year", "int", {});
  EXPECT_TRUE(is_projected(table_));
  table_.parameters["projection.enabled"] = "false";
  EXPECT_FALSE(is_projected(table_));
}

TEST_F(PartitionProjectionTest, AnEnumHasItsValues) {
  key("land", "string", {{"type", "enum"}, {"values", "de,at, ch,at"}});
  EXPECT_THAT(locations(), ElementsAre("land=de/", "land=at/", "land= ch/"));
  EXPECT_THAT(locations({{"land", Operator::Equal, {"at"}}}), ElementsAre("land=at/"));
  EXPECT_THAT(locations({{"land", Operator::In, {"at", "fr"}}}), ElementsAre("land=at/"));
  EXPECT_THAT(locations({{"land", Operator::NotEqual, {"at"}}}), ElementsAre("land=de/", "land= ch/"));
}

TEST_F(PartitionProjectionTest, AnIntegerHasARangeWithSteps) {
  key("n", "int", {{"type", "integer"}, {"range", "0, 10"}, {"interval", "5"}, {"digits", "3"}});
  EXPECT_THAT(locations(), ElementsAre("n=000/", "n=005/", "n=010/"));
  EXPECT_THAT(locations({{"n", Operator::Equal, {"5"}}}), ElementsAre("n=005/"));
  EXPECT_THAT(locations({{"n", Operator::Equal, {"6"}}}), ElementsAre());
  EXPECT_THAT(locations({{"n", Operator::Greater, {"0"}}, {"n", Operator::Less, {"10"}}}),
              ElementsAre("n=005/"));
}

TEST_F(PartitionProjectionTest, ALargeRangeCostsWhatIsAskedOfIt) {
  key("n", "bigint", {{"type", "integer"}, {"range", "-9223372036854775808,9223372036854775807"}});
  EXPECT_THAT(locations({{"n", Operator::Equal, {"7"}}}), ElementsAre("n=7/"));
  EXPECT_THAT(locations({{"n", Operator::GreaterOrEqual, {"9223372036854775806"}}}),
              ElementsAre("n=9223372036854775806/", "n=9223372036854775807/"));
  EXPECT_THAT(refusal(), HasSubstr("more than 100000 partitions"));
}

TEST_F(PartitionProjectionTest, NoConditionMakesALargeRangeEndless) {
  key("n", "bigint", {{"type", "integer"}, {"range", "0,9000000000000000000"}});
  EXPECT_THAT(locations({{"n", Operator::IsNull, {}}}), ElementsAre());
  EXPECT_THAT(locations({{"n", Operator::Equal, {"1"}}, {"n", Operator::Equal, {"2"}}}), ElementsAre());
  EXPECT_THAT(locations({{"n", Operator::Less, {"2"}}, {"n", Operator::Less, {"1000000000"}}}),
              ElementsAre("n=0/", "n=1/"));  // whichever is the tightest
  EXPECT_THAT(
      locations({{"n", Operator::Greater, {"8999999999999999999"}}, {"n", Operator::GreaterOrEqual, {"7"}}}),
      ElementsAre("n=9000000000000000000/"));
  table_.partition_keys[0].type = "string";  // the order of texts cuts nothing
  EXPECT_THAT(refusal({{"n", Operator::Less, {"0"}}}), HasSubstr("more than 1000000 values of n"));
}

TEST_F(PartitionProjectionTest, AQueryThatIsStoppedLooksAtNoMoreValues) {
  key("n", "int", {{"type", "integer"}, {"range", "1,3"}});
  std::vector<std::string> visited;
  const auto stopping = [&](const auto&, const std::string& location) -> base::Result<void> {
    visited.push_back(location);
    stop_.request_stop();
    return {};
  };
  EXPECT_EQ(visit({}, stopping).error().code, "USER_CANCELED");
  EXPECT_THAT(visited, ElementsAre("s3://lake/t/n=1/"));
  EXPECT_THAT(refusal({{"n", Operator::Equal, {"2"}}}), HasSubstr("USER_CANCELED"));
}

// Each partition is listed, so their number is bounded; of all the rest there is one.
TEST_F(PartitionProjectionTest, ATableHasAsManyPartitionsInAQueryAsCanBeListed) {
  key("a", "int", {{"type", "integer"}, {"range", "1,1000"}});
  key("b", "int", {{"type", "integer"}, {"range", "1,101"}});
  EXPECT_THAT(refusal(), HasSubstr("more than 100000 partitions"));
  EXPECT_EQ(locations({{"b", Operator::NotEqual, {"7"}}}).size(), 100'000u);
}

// Each is looked up; sought among all of them, it would be two and a half milliards of comparisons.
TEST_F(PartitionProjectionTest, ManyNamedValuesAreFound) {
  key("n", "int", {{"type", "integer"}, {"range", "0,1000000"}});
  plan::PartitionCondition in{"n", Operator::In, {}};
  for (int value = 0; value < 50'000; ++value) in.values.push_back(std::to_string(value));
  EXPECT_EQ(locations({in}).size(), 50'000u);
}

TEST_F(PartitionProjectionTest, ValuesCompareInTheirKeysType) {
  key("month", "int", {{"type", "enum"}, {"values", "01,02,10,1"}});
  EXPECT_THAT(locations({{"month", Operator::Equal, {"1"}}}), ElementsAre("month=01/", "month=1/"));
  EXPECT_THAT(locations({{"month", Operator::In, {"10", "2"}}}), ElementsAre("month=02/", "month=10/"));
  EXPECT_THAT(locations({{"month", Operator::NotEqual, {"1"}}}), ElementsAre("month=02/", "month=10/"));
  table_.partition_keys.clear();
  key("month", "int", {{"type", "date"}, {"format", "MM"}, {"range", "01,12"}});
  EXPECT_THAT(locations({{"month", Operator::Equal, {"1"}}}), ElementsAre("month=01/"));
  EXPECT_THAT(locations({{"month", Operator::Greater, {"9"}}, {"month", Operator::Less, {"12"}}}),
              ElementsAre("month=10/", "month=11/"));
}

TEST_F(PartitionProjectionTest, HivesOtherSpellingsOfTypesAreTheSameTypes) {
  for (const char* type : {"integer", "long", "INT", "byte", "short"}) {
    table_.partition_keys.clear();
    key("n", type, {{"type", "integer"}, {"range", "8,11"}});
    EXPECT_THAT(locations({{"n", Operator::Less, {"10"}}}), ElementsAre("n=8/", "n=9/")) << type;
  }
}

TEST_F(PartitionProjectionTest, AValueThatIsNoneOfItsKeysTypeIsRefused) {
  key("n", "int", {{"type", "enum"}, {"values", "1,x"}});
  EXPECT_EQ(refusal(),
            "HIVE_INVALID_PARTITION_VALUE: Invalid partition value 'x' for int partition key: n=x");
  table_.partition_keys.clear();
  key("day", "date", {{"type", "date"}, {"range", "2024/01/01,NOW"}, {"format", "yyyy/MM/dd"}});
  EXPECT_THAT(refusal({{"day", Operator::Equal, {"2024-02-01"}}}), HasSubstr("HIVE_INVALID_PARTITION_VALUE"));
}

TEST_F(PartitionProjectionTest, ADateGoesInTheStepsOfItsFormat) {
  key("day", "string", {{"type", "date"}, {"range", "2024-02-27,NOW"}, {"format", "yyyy-MM-dd"}});
  EXPECT_THAT(locations(), ElementsAre("day=2024-02-27/", "day=2024-02-28/", "day=2024-02-29/"));
  EXPECT_THAT(
      locations({{"day", Operator::GreaterOrEqual, {"2024-02-28"}}, {"day", Operator::Less, {"2024-02-29"}}}),
      ElementsAre("day=2024-02-28/"));
  EXPECT_THAT(locations({{"day", Operator::Equal, {"2024-02-27"}}}), ElementsAre("day=2024-02-27/"));
  EXPECT_THAT(locations({{"day", Operator::Equal, {"2023-02-27"}}}), ElementsAre());
}

TEST_F(PartitionProjectionTest, ADateBetweenTheStepsIsNone) {
  key("day", "string",
      {{"type", "date"},
       {"range", "2024-01-01,NOW"},
       {"format", "yyyy-MM-dd"},
       {"interval", "1"},
       {"interval.unit", "MONTHS"}});
  EXPECT_THAT(locations(), ElementsAre("day=2024-01-01/", "day=2024-02-01/"));
  EXPECT_THAT(locations({{"day", Operator::Equal, {"2024-02-01"}}}), ElementsAre("day=2024-02-01/"));
  EXPECT_THAT(locations({{"day", Operator::Equal, {"2024-02-02"}}}), ElementsAre());
}

TEST_F(PartitionProjectionTest, StepsFinerThanTheFormatGiveEachValueOnce) {
  const auto steps = [&](const std::string& format, const std::string& range, const std::string& interval,
                         const std::string& unit) {
    table_.partition_keys.clear();
    key("p", "string",
        {{"type", "date"},
         {"format", format},
         {"range", range},
         {"interval", interval},
         {"interval.unit", unit}});
  };
  steps("yyyy-MM-dd", "2024-02-28,NOW", "1", "HOURS");
  EXPECT_THAT(locations(), ElementsAre("p=2024-02-28/", "p=2024-02-29/"));
  steps("yyyy-MM-dd", "2024-02-28,NOW", "5", "HOURS");  // none of them is at the beginning of the second day
  EXPECT_THAT(locations({{"p", Operator::Equal, {"2024-02-29"}}}), ElementsAre("p=2024-02-29/"));
  steps("yyyy-MM-dd", "2024-02-25,NOW", "48", "HOURS");
  EXPECT_THAT(locations(), ElementsAre("p=2024-02-25/", "p=2024-02-27/", "p=2024-02-29/"));
  steps("yyyy-MM", "2024-01,NOW", "1", "DAYS");
  EXPECT_THAT(locations(), ElementsAre("p=2024-01/", "p=2024-02/"));
  steps("yyyy", "2023,NOW", "1", "MONTHS");
  EXPECT_THAT(locations(), ElementsAre("p=2023/", "p=2024/"));
  steps("yyyy-MM-dd", "2024-02-25,NOW", "36", "HOURS");
  EXPECT_THAT(refusal(), HasSubstr("steps by 36 HOURS, no number of the DAYS that the format writes"));
  steps("yyyy-MM", "2024-01,NOW", "45", "DAYS");
  EXPECT_THAT(refusal(), HasSubstr("steps by 45 DAYS, no number of the MONTHS"));
}

// Conditions compare texts: what stands in another order than its times or numbers is not cut at a bound.
TEST_F(PartitionProjectionTest, TextsThatStandInAnotherOrderAreComparedAsTexts) {
  key("day", "string", {{"type", "date"}, {"range", "28.02.2024,NOW"}, {"format", "dd.MM.yyyy"}});
  EXPECT_THAT(locations({{"day", Operator::Less, {"29.01.2020"}}}), ElementsAre("day=28.02.2024/"));
  table_.partition_keys.clear();
  key("n", "string", {{"type", "integer"}, {"range", "8,11"}});
  EXPECT_THAT(locations({{"n", Operator::Less, {"9"}}}), ElementsAre("n=8/", "n=10/", "n=11/"));
}

TEST_F(PartitionProjectionTest, MonthsAndHoursStepToo) {
  key("m", "string", {{"type", "date"}, {"range", "NOW-2MONTHS,NOW"}, {"format", "yyyy/MM"}});
  EXPECT_THAT(locations(), ElementsAre("m=2023/12/", "m=2024/01/", "m=2024/02/"));
  key("h", "string",
      {{"type", "date"},
       {"range", "NOW - 6 HOURS, NOW"},
       {"format", "yyyy-MM-dd-HH"},
       {"interval", "3"},
       {"interval.unit", "HOURS"}});
  EXPECT_THAT(
      locations({{"m", Operator::Equal, {"2024/02"}}}),
      ElementsAre("m=2024/02/h=2024-02-28-20/", "m=2024/02/h=2024-02-28-23/", "m=2024/02/h=2024-02-29-02/"));
}

TEST_F(PartitionProjectionTest, AnInjectedValueComesFromTheQuery) {
  key("device", "string", {{"type", "injected"}});
  EXPECT_THAT(locations({{"device", Operator::In, {"b", "a"}}}), ElementsAre("device=a/", "device=b/"));
  EXPECT_EQ(refusal(),
            "CONSTRAINT_VIOLATION: For the injected projected partition column device, the WHERE clause must "
            "contain "
            "only static equality conditions, and at least one such condition must be present.");
}

TEST_F(PartitionProjectionTest, AQueryNamesAThousandInjectedValuesAtMost) {
  key("device", "string", {{"type", "injected"}});
  plan::PartitionCondition in{"device", Operator::In, {}};
  for (int value = 0; value < 1000; ++value) in.values.push_back(std::to_string(value));
  EXPECT_EQ(locations({in}).size(), 1000u);
  in.values.emplace_back("one more");
  EXPECT_THAT(refusal({in}), HasSubstr("must not name more than 1000 values: it names 1001"));
}

TEST_F(PartitionProjectionTest, ATemplateSaysWhereThePartitionsLie) {
  key("year", "int", {{"type", "integer"}, {"range", "2023,2024"}});
  key("land", "string", {{"type", "enum"}, {"values", "de,at"}});
  table_.parameters["storage.location.template"] = "s3://lake/t/${land}/y${year}/${land}";
  EXPECT_THAT(locations(), ElementsAre("de/y2023/de", "at/y2023/at", "de/y2024/de", "at/y2024/at"));
  table_.parameters["storage.location.template"] = "s3://lake/t/${land}";
  EXPECT_EQ(refusal(),
            "INVALID_TABLE_PROPERTY: The property storage.location.template of table db.t has no ${year}");
}

TEST_F(PartitionProjectionTest, WhatSaysNothingThatCanBeFollowedIsRefused) {
  key("year", "int", {});
  EXPECT_EQ(
      refusal(),
      "HIVE_METASTORE_ERROR: Table db.t is configured for partition projection, but the following partition "
      "columns are missing projection configuration: [year]");
  const auto with = [&](const std::map<std::string, std::string>& properties) {
    for (const auto& [name, value] : properties) table_.parameters["projection.year." + name] = value;
    return refusal();
  };
  EXPECT_THAT(with({{"type", "guess"}}), HasSubstr("projection.year.type of table db.t is 'guess'"));
  EXPECT_THAT(with({{"type", "integer"}}), HasSubstr("projection.year.range of table db.t is missing"));
  EXPECT_THAT(with({{"range", "1"}}), HasSubstr("not two values around a comma"));
  EXPECT_THAT(with({{"range", "2,1"}}), HasSubstr("is not a range of integers"));
  EXPECT_THAT(with({{"range", "1,2"}, {"interval", "0"}}), HasSubstr("not a number from 1 on"));
  EXPECT_THAT(with({{"type", "date"}, {"interval", "1"}}),
              HasSubstr("projection.year.format of table db.t is missing"));
  EXPECT_THAT(with({{"format", "yyyy-MM-dd"}, {"range", "x,NOW"}}), HasSubstr("holds 'x'"));
  EXPECT_THAT(with({{"format", "yyyy-MM-dd HH"}, {"range", "NOW-1DAYS,NOW"}}),
              HasSubstr("interval.unit of table db.t is missing"));
  EXPECT_THAT(with({{"range", "NOW-99999999YEARS,NOW"}}), HasSubstr("holds 'NOW-99999999YEARS'"));
  EXPECT_THAT(with({{"range", "NOW-1DAYS,NOW"}, {"interval", "99999999999"}, {"interval.unit", "WEEKS"}}),
              HasSubstr("projection.year.interval of table db.t is too long"));
  EXPECT_THAT(with({{"type", "injected"}}), HasSubstr("the column must be a string"));
}

}  // namespace
}  // namespace services::athena
