#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/printer.h"
#include "sql/query.h"
#include "sql/test_catalog.h"

// Arrays, maps, rows, lambdas and UNNEST.
namespace sql {
namespace {

using testing::HasSubstr;

class NestedTest : public testing::Test {
 protected:
  std::string type_of(std::string_view expression) {
    const auto query = plan_query("select " + std::string(expression), trino(), catalog_, "db");
    return query.ok() ? to_string(query->columns[0].type) : query.error().code + ": " + query.error().message;
  }
  std::string plan_of(std::string_view text) {
    const auto query = plan_query(text, trino(), catalog_, "db");
    return query.ok() ? plan::to_text(*query->root) : query.error().code + ": " + query.error().message;
  }

  TestCatalog catalog_;
};

TEST_F(NestedTest, ConstructorsGiveTheTypeThatTheirPartsShare) {
  EXPECT_EQ(type_of("array[1, 2.5]"), "array(decimal(11,1))");
  EXPECT_EQ(type_of("array[]"), "array(unknown)");
  EXPECT_EQ(type_of("row(1, 'a')"), "row(integer, varchar(1))");
  EXPECT_EQ(type_of("map(array['a'], array[1e0])"), "map(varchar(1), double)");
  EXPECT_EQ(type_of("array[1, 'a']"),
            "TYPE_MISMATCH: line 1:8: All ARRAY elements must be the same type: integer, varchar(1)");
}

TEST_F(NestedTest, PartsAreReachedByPlaceKeyAndName) {
  EXPECT_EQ(type_of("array[array[1]][1][1]"), "integer");
  EXPECT_EQ(type_of("map(array['a'], array[1])['a']"), "integer");
  EXPECT_EQ(type_of("cast(row(1, 'x') as row(a bigint, b varchar)).a"), "bigint");
  EXPECT_EQ(type_of("row(1, 'x')[2]"), "varchar(1)");
  EXPECT_EQ(type_of("row(1)[2]"), "INVALID_FUNCTION_ARGUMENT: line 1:14: ROW index out of bounds: 2");
  EXPECT_EQ(type_of("(1 + 1).a"), "TYPE_MISMATCH: line 1:16: Expression is not of type ROW: integer");
}

TEST_F(NestedTest, ALambdaKnowsTheTypesOfWhatItIsHanded) {
  EXPECT_EQ(type_of("transform(array[1], x -> x * 2.5)"), "array(decimal(12,1))");
  EXPECT_EQ(type_of("filter(array['a'], x -> length(x) > 1)"), "array(varchar(1))");
  EXPECT_EQ(type_of("reduce(array[1, 2], bigint '0', (s, x) -> s + x, s -> s)"), "bigint");
  EXPECT_EQ(type_of("reduce(array[bigint '1'], 0, (s, x) -> s + x, s -> s)"),
            "bigint");  // the state becomes what it is given
  EXPECT_EQ(type_of("transform(array[1], (x, y) -> x)"),
            "INVALID_PARAMETER_USAGE: line 1:29: Expected a lambda that takes 1 argument(s) but got 2");
  EXPECT_EQ(type_of("x -> x"),
            "TYPE_MISMATCH: line 1:8: Lambda expression should always be used inside a function");
}

TEST_F(NestedTest, UnnestGivesARowForEachItem) {
  EXPECT_THAT(plan_of("select order_id, n from orders cross join unnest(array[1, 2]) as u(n)"),
              HasSubstr("posexplode(array(1, 2))"));
  EXPECT_EQ(plan_of("select 1 from orders join unnest(array[1]) on false"),
            "NOT_SUPPORTED: line 1:22: INNER JOIN involving UNNEST is only supported with condition ON TRUE");
  EXPECT_EQ(plan_of("select 1 from unnest(1)"), "INVALID_FUNCTION_ARGUMENT: Cannot unnest type: integer");
  EXPECT_THAT(plan_of("select 1 from unnest(array[1], array[2]) as u(a)"),
              HasSubstr("Column alias list has 1 entries but 'u' has 2 columns"));
}

// Each of these was found to stop a server, or to keep it busy for ever.
TEST_F(NestedTest, WhatGrowsWithoutBoundIsRefused) {
  EXPECT_EQ(
      type_of("map_from_entries(array[1])"),
      "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (array(integer)) for function map_from_entries");
  EXPECT_EQ(type_of("reduce(array[1], array[], (s, x) -> array[s], s -> s)"),
            "TYPE_MISMATCH: line 1:35: What the lambda gives is never of the type that it is handed");
  std::string doubling = "with a0 as (select row(1, 1) x)";
  for (int i = 1; i < 30; ++i) doubling += fmt::format(", a{} as (select row(x, x) x from a{})", i, i - 1);
  EXPECT_THAT(plan_of(doubling + " select x from a29"), HasSubstr("a type has more than 5000 parts"));
  std::string signs = "1.5";
  for (int i = 0; i < 100; ++i) signs = "sign(" + signs + ")";
  EXPECT_EQ(type_of(signs), "decimal(1,0)");
  std::string unnests = "select 1 from orders";
  for (int i = 0; i < 200; ++i) unnests += ", unnest(array[1])";
  EXPECT_THAT(plan_of(unnests), HasSubstr("it has more than 100 tables"));
  std::string name = "a";
  for (int i = 0; i < 1000; ++i) name += ".b";
  EXPECT_THAT(type_of(name), HasSubstr("COLUMN_NOT_FOUND"));
}

TEST_F(NestedTest, WhatALambdaMayNotHold) {
  EXPECT_EQ(
      plan_of("select transform(array[1], x -> sum(order_id)) from orders"),
      "EXPRESSION_NOT_SCALAR: line 1:28: Lambda expression cannot contain aggregations, window functions or "
      "grouping operations");
  EXPECT_EQ(type_of("typeof(x -> x)"), "FUNCTION_NOT_FOUND: line 1:8: Function 'typeof' not registered");
  EXPECT_EQ(type_of("try((select 1))"), "integer");
  EXPECT_THAT(type_of("try(1 + (select 1))"), HasSubstr("TRY of a subquery is not supported yet"));
  EXPECT_THAT(type_of("try(1 = any (values 1))"), HasSubstr("TRY of a subquery is not supported yet"));
}

TEST_F(NestedTest, ComparisonsLeaveOpenWhatANullInsideLeavesOpen) {
  EXPECT_EQ(type_of("array[1, null] = array[1, 2]"), "boolean");
  EXPECT_EQ(type_of("(1, 2) in ((1, 2), (3, 4))"), "boolean");
  EXPECT_EQ(type_of("greatest(array[1], array[2.5])"), "array(decimal(11,1))");
  EXPECT_THAT(plan_of("select array[1] < array[2]"), HasSubstr("trino.nested_less"));
  EXPECT_THAT(plan_of("select map(array['a'], array[1]) is distinct from map()"),
              HasSubstr("trino.nested_same"));
}

TEST_F(NestedTest, AMapHasNoOrder) {
  EXPECT_EQ(type_of("map() < map()"),
            "TYPE_MISMATCH: line 1:14: Cannot apply operator: map(unknown, unknown) < map(unknown, unknown)");
  EXPECT_EQ(plan_of("select map() order by 1"),
            "TYPE_MISMATCH: line 1:23: Type map(unknown, unknown) is not orderable, and therefore cannot be "
            "used in "
            "ORDER BY");
  EXPECT_THAT(type_of("array_sort(array[map()])"), HasSubstr("FUNCTION_NOT_FOUND"));
}

TEST_F(NestedTest, ACastToJsonGoesPartByPart) {
  EXPECT_EQ(type_of("cast(map(array['a'], array[row(1, date '2024-01-01')]) as json)"), "json");
  EXPECT_EQ(type_of("cast(array[x'01'] as json)"),
            "TYPE_MISMATCH: line 1:8: Cannot cast array(varbinary) to json");
}

}  // namespace
}  // namespace sql
