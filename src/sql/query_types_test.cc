#include <gmock/gmock.h>

#include "sql/query_test.h"

namespace sql {
namespace {

using testing::HasSubstr;

TEST_F(QueryTest, LiteralsHaveTrinosTypes) {
  EXPECT_EQ(type_of("1"), "integer");
  EXPECT_EQ(type_of("3000000000"), "bigint");
  EXPECT_EQ(type_of("1.50"), "decimal(3,2)");
  EXPECT_EQ(type_of("0.05"), "decimal(2,2)");
  EXPECT_EQ(type_of("1e0"), "double");
  EXPECT_EQ(type_of("'abc'"), "varchar(3)");
  EXPECT_EQ(type_of("DATE '2020-02-29'"), "date");
  EXPECT_EQ(type_of("TIMESTAMP '2020-02-29 10:00:00.5'"), "timestamp(3)");
  EXPECT_EQ(type_of("X'41'"), "varbinary");
}

TEST_F(QueryTest, ArithmeticHasTrinosTypes) {
  EXPECT_EQ(type_of("1 / 2"), "integer");
  EXPECT_EQ(type_of("order_id / 2"), "bigint");
  EXPECT_EQ(type_of("amount + 1"), "decimal(13,2)");
  EXPECT_EQ(type_of("amount * amount"), "decimal(20,4)");
  EXPECT_EQ(type_of("amount / 3"), "decimal(10,2)");
  EXPECT_EQ(type_of("weight * 2"), "double");
}

TEST_F(QueryTest, AggregatesHaveTrinosTypes) {
  EXPECT_EQ(type_of("count(*)"), "bigint");
  EXPECT_EQ(type_of("count(distinct customer)"), "bigint");
  EXPECT_EQ(type_of("sum(year)"), "bigint");
  EXPECT_EQ(type_of("sum(amount)"), "decimal(38,2)");
  EXPECT_EQ(type_of("avg(year)"), "double");
  EXPECT_EQ(type_of("avg(amount)"), "decimal(10,2)");
  EXPECT_EQ(type_of("min(ordered)"), "date");
  EXPECT_EQ(type_of("approx_distinct(customer)"), "bigint");
}

TEST_F(QueryTest, AnAggregateTakesItsRowsInTheOrderThatItNames) {
  EXPECT_THAT(plan_of("select array_agg(customer order by amount desc nulls first, year) from orders"),
              HasSubstr("trino.array_agg(customer, amount desc nulls first, year asc nulls last)"));
  EXPECT_THAT(plan_of("select sum(year order by amount), count(*) from orders"),
              HasSubstr("trino.sum(year, amount asc nulls last) as sum, count(1) as count"));
  EXPECT_THAT(plan_of("select count(year order by amount) from orders"), HasSubstr("count(year) as count"));
  EXPECT_EQ(
      error_of("select array_agg(distinct year order by amount) from orders"),
      "EXPRESSION_NOT_IN_DISTINCT: line 1:41: For aggregate function with DISTINCT, ORDER BY expressions "
      "must appear in arguments");
  EXPECT_EQ(error_of("select lower(customer order by year) from orders"),
            "FUNCTION_NOT_AGGREGATE: line 1:8: ORDER BY is only valid for aggregation functions");
}

TEST_F(QueryTest, AggregatesThatHandTheirRowsToLambdasHoldThemToTheState) {
  EXPECT_EQ(type_of("reduce_agg(year, 0, (s, x) -> s + x, (s, x) -> s + x)"), "integer");
  EXPECT_EQ(type_of("approx_percentile(weight, array[0.5, 0.9])"), "array(double)");
  EXPECT_EQ(type_of("max_by(customer, amount, 3)"), "array(varchar)");
  EXPECT_EQ(type_of("listagg(customer, ',') within group (order by year)"), "varchar");
  EXPECT_EQ(error_of("select reduce_agg(year, order_id, (s, x) -> s, (s, x) -> s) from orders"),
            "NOT_SUPPORTED: line 1:8: reduce_agg with an initial state of each row is not supported yet");
}

TEST_F(QueryTest, ConditionalsTakeTheCommonType) {
  EXPECT_EQ(type_of("case when paid then 1 else 2.5 end"), "decimal(11,1)");
  EXPECT_EQ(type_of("coalesce(null, year, order_id)"), "bigint");
  EXPECT_EQ(type_of("if(paid, 'yes')"), "varchar(3)");
  EXPECT_EQ(type_of("nullif(year, 3)"), "integer");
  EXPECT_THAT(type_of("case when paid then 1 else 'a' end"),
              HasSubstr("All CASE results must be the same type: integer"));
}

TEST_F(QueryTest, FunctionsOfTheFirstScope) {
  EXPECT_EQ(type_of("lower(trim(customer))"), "varchar");
  EXPECT_EQ(type_of("length(customer)"), "bigint");
  EXPECT_EQ(type_of("substr(customer, 2, 3)"), "varchar");
  EXPECT_EQ(type_of("customer || '-' || cast(order_id as varchar)"), "varchar");
  EXPECT_EQ(type_of("round(amount)"), "decimal(9,0)");
  EXPECT_EQ(type_of("round(weight, 2)"), "double");
  EXPECT_EQ(type_of("floor(weight)"), "double");
  EXPECT_EQ(type_of("year(ordered)"), "bigint");
  EXPECT_EQ(type_of("date_trunc('month', at)"), "timestamp(3)");
  EXPECT_EQ(type_of("date_trunc('month', ordered)"), "date");
}

TEST_F(QueryTest, FunctionsOfTextsNumbersAndTimes) {
  EXPECT_EQ(type_of("sqrt(year) + ln(2) + pi()"), "double");
  EXPECT_EQ(type_of("strpos(customer, 'a')"), "bigint");
  EXPECT_EQ(type_of("regexp_like(customer, 'a+')"), "boolean");
  EXPECT_EQ(type_of("lpad(customer, 5, ' ')"), "varchar");
  EXPECT_EQ(type_of("extract(year from ordered) + day_of_week(at)"), "bigint");
  EXPECT_EQ(type_of("date_add('month', 1, ordered)"), "date");
  EXPECT_EQ(type_of("date_diff('day', ordered, at)"), "bigint");
  EXPECT_EQ(type_of("ordered - interval '3' month"), "date");
  EXPECT_EQ(type_of("interval - '90' minute + at"), "timestamp(3)");
  EXPECT_EQ(type_of("current_date"), "date");
  EXPECT_THAT(plan_of("select ordered - interval '3' month from orders"),
              HasSubstr("trino.date_add('month', -3L, ordered)"));
  EXPECT_EQ(type_of("at - ordered"), "interval day to second");
  EXPECT_EQ(type_of("year * interval '1-2' year to month"), "interval year to month");
  EXPECT_EQ(
      error_of("select interval '1' day + interval '1' month"),
      "TYPE_MISMATCH: line 1:25: Cannot apply operator: interval day to second + interval year to month");
  EXPECT_EQ(error_of("select interval 'x' day"),
            "INVALID_LITERAL: line 1:8: 'x' is not a valid INTERVAL literal");
  EXPECT_THAT(plan_of("select at - ordered from orders"), HasSubstr("trino.interval_day_text("));
  EXPECT_THAT(plan_of("select uuid() from orders"), HasSubstr("trino.uuid()"));
  EXPECT_THAT(plan_of("select date_diff('month', ordered, at) from orders"),
              HasSubstr("trino.months_between("));
  EXPECT_EQ(error_of("select extract(eon from at) from orders"),
            "SYNTAX_ERROR: line 1:16: Invalid EXTRACT field: eon");
}

}  // namespace
}  // namespace sql
