#include "services/glue/visual/test_transform.h"

namespace services::glue::visual {
namespace {

using api::glue::Aggregate;
using api::glue::AggregateOperation;

std::string aggregated(std::vector<Path> groups, std::vector<std::pair<std::string, Path>> calls) {
  Aggregate node{.name = "A", .inputs = {"in"}, .groups = std::move(groups)};
  for (auto& [function, column] : calls)
    node.aggs.push_back(AggregateOperation{.column = column, .agg_func = function});
  return transformed({.aggregate = node}, {frame({{"k", "string"},
                                                  {"i", "int"},
                                                  {"m", "decimal(10,2)"},
                                                  {"f", "float"},
                                                  {"day", "date"},
                                                  {"s", "struct<x:bigint>"}})});
}

TEST(Aggregate, GroupsComeFirstThenTheValuesUnderSparksNames) {
  EXPECT_EQ(
      aggregated({{"K"}, {"s", "x"}}, {{"sum", {"i"}}, {"countDistinct", {"day"}}, {"max", {"s", "x"}}}),
      "k string, x bigint, sum(i) bigint, count(DISTINCT day) bigint, max(s.x) bigint\n"
      "aggregate {group_type=GROUPBY grouping_expressions=[k as k, s.x as x] aggregate_expressions=[sum(i) "
      "as "
      "sum(i), count(distinct day) as count(DISTINCT day), max(s.x) as max(s.x)]}\n"
      "  cached_remote_relation {relation_id=1}\n");
}

TEST(Aggregate, WithoutGroupsAllRowsAreOne) {
  EXPECT_THAT(aggregated({}, {{"count", {"k"}}}),
              testing::StartsWith("count(k) bigint\naggregate {group_type=GROUPBY aggregate_"));
}

TEST(Aggregate, ValuesHaveSparksTypes) {
  const auto type_of = [](const std::string& function, const std::string& column) {
    const std::string text = aggregated({}, {{function, {column}}});
    const auto line = text.substr(0, text.find('\n'));
    return line.substr(line.rfind(' ') + 1);
  };
  EXPECT_EQ(type_of("sum", "m"), "decimal(20,2)");
  EXPECT_EQ(type_of("sumDistinct", "f"), "double");
  EXPECT_EQ(type_of("sum", "k"), "double");
  EXPECT_EQ(type_of("avg", "m"), "decimal(14,6)");
  EXPECT_EQ(type_of("avg", "i"), "double");
  EXPECT_EQ(type_of("stddev_pop", "m"), "double");
  for (const char* same : {"first", "last", "min", "max"}) EXPECT_EQ(type_of(same, "day"), "date");
  for (const char* number : {"kurtosis", "skewness", "stddev_samp", "var_samp", "var_pop"})
    EXPECT_EQ(type_of(number, "i"), "double");
}

TEST(Aggregate, WhatIsNoNumberHasNoSum) {
  EXPECT_EQ(aggregated({}, {{"sum", {"day"}}}), "Node: sum(day): the column is date and no number");
}

TEST(Aggregate, TwoColumnsOfOneNameAreRefused) {
  EXPECT_EQ(aggregated({{"k"}}, {{"sum", {"i"}}, {"sum", {"i"}}}),
            "Node: two columns would have the name 'sum(i)'");
}

TEST(Aggregate, AMissingColumnIsRefusedByItsName) {
  EXPECT_EQ(aggregated({{"x"}}, {{"sum", {"i"}}}),
            "Node: there is no column 'x'; the input has: k, i, m, f, day, s");
}

}  // namespace
}  // namespace services::glue::visual
