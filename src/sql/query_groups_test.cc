#include <gmock/gmock.h>

#include "sql/query_test.h"

namespace sql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(QueryTest, WindowFunctionsHaveTrinosTypes) {
  EXPECT_EQ(type_of("row_number() over ()"), "bigint");
  EXPECT_EQ(type_of("percent_rank() over (order by year)"), "double");
  EXPECT_EQ(type_of("lag(year, 1, order_id) over (order by year)"), "bigint");
  EXPECT_EQ(type_of("sum(amount) over (partition by customer)"), "decimal(38,2)");
  EXPECT_EQ(type_of("nth_value(customer, 2) ignore nulls over (order by year)"), "varchar");
}

TEST_F(QueryTest, AWindowIsPartOfTheValue) {
  const auto value_of = [&](std::string_view expression, std::string_view windows = "") {
    const std::string plan = plan_of(fmt::format("select {} as x from customers {}", expression, windows));
    const std::size_t end = plan.find(" as x]");
    return end == std::string::npos ? plan : plan.substr(22, end - 22);
  };
  EXPECT_EQ(value_of("rank() over (partition by id order by name desc)"),
            "ansi_cast(rank() over (partition by id order by name desc nulls last) as bigint)");
  EXPECT_EQ(value_of("max(name) over (order by id rows between 2 preceding and 1 following)"),
            "max(name) over (order by id asc nulls last rows between -2 and 1)");
  EXPECT_EQ(value_of("max(name) over (order by id range unbounded preceding)"),
            "max(name) over (order by id asc nulls last range between unbounded preceding and current row)");
  EXPECT_EQ(value_of("lead(name) ignore nulls over (order by id)"),
            "lead(name, 1L, null:string, true) over (order by id asc nulls last)");
  EXPECT_EQ(
      value_of("min(id) over (w rows current row)", "window v as (partition by name), w as (v order by id)"),
      "min(id) over (partition by name order by id asc nulls last rows between current row and current row)");
  EXPECT_THAT(value_of("count(*) filter (where id = 'a') over v", "window v as ()"),
              HasSubstr("FILTER is not yet supported for window functions"));
}

TEST_F(QueryTest, AWindowStandsBehindTheGroups) {
  EXPECT_EQ(columns_of("select status, sum(sum(amount)) over (order by status) from orders group by status"),
            "status varchar, _col1 decimal(38,2)");
  EXPECT_EQ(
      error_of("select sum(amount) over (order by year) from orders group by status"),
      "EXPRESSION_NOT_AGGREGATE: line 1:12: 'amount' must be an aggregate expression or appear in GROUP BY "
      "clause");
  EXPECT_EQ(error_of("select year from orders order by row_number() over (order by amount)"), "no error");
}

TEST_F(QueryTest, WindowsThatMeanNothingAreErrors) {
  EXPECT_THAT(
      error_of("select 1 from orders where row_number() over () = 1"),
      HasSubstr("EXPRESSION_NOT_SCALAR: line 1:28: WHERE clause cannot contain aggregations, window"));
  EXPECT_EQ(error_of("select row_number() from orders"),
            "MISSING_OVER: line 1:8: Window function row_number requires an OVER clause");
  EXPECT_EQ(error_of("select lower(customer) over () from orders"),
            "FUNCTION_NOT_WINDOW: line 1:8: Not a window function: lower");
  EXPECT_EQ(error_of("select sum(rank() over ()) over () from orders"),
            "NESTED_WINDOW: line 1:12: Cannot nest window functions or row pattern measures inside window "
            "function arguments");
  EXPECT_EQ(error_of("select lag(year) over () from orders"),
            "MISSING_ORDER_BY: line 1:8: lag function requires an ORDER BY window clause");
  EXPECT_EQ(error_of("select rank() over w from orders"),
            "INVALID_WINDOW_REFERENCE: line 1:20: Cannot resolve WINDOW name w");
  EXPECT_EQ(
      error_of("select sum(year) over (rows between current row and 1 preceding) from orders"),
      "INVALID_WINDOW_FRAME: line 1:24: Window frame starting from CURRENT ROW cannot end with PRECEDING");
  EXPECT_EQ(
      error_of("select sum(year) over (range 1 preceding) from orders"),
      "MISSING_ORDER_BY: line 1:24: Window frame of type RANGE PRECEDING or FOLLOWING requires ORDER BY");
  EXPECT_EQ(error_of("select sum(distinct year) over () from orders"),
            "NOT_SUPPORTED: line 1:8: DISTINCT in window function parameters not yet supported: sum(...)");
}

TEST_F(QueryTest, GroupingSetsAreSetsOfKeys) {
  const auto sets_of = [&](std::string_view group_by) {
    const std::string plan = plan_of(fmt::format("select count(*) from orders group by {}", group_by));
    const std::size_t at = plan.find("grouping_sets=[");
    if (at == std::string::npos) return plan;
    std::string sets;
    for (std::size_t from = at; (from = plan.find("grouping_set=[", from)) != std::string::npos; ++from)
      sets += "(" + plan.substr(from + 14, plan.find(']', from) - from - 14) + ")";
    const std::size_t empty = plan.find("{}", at) != std::string::npos ? 1 : 0;
    return sets + (empty ? "()" : "");
  };
  EXPECT_EQ(sets_of("rollup(year, status)"), "(year, status)(year)()");
  EXPECT_EQ(sets_of("cube(year, status)"), "(year, status)(year)(status)()");
  EXPECT_EQ(sets_of("customer, rollup((year, status))"), "(customer, year, status)(customer)");
  EXPECT_EQ(sets_of("grouping sets ((year, status), status, ())"), "(year, status)(status)()");
  EXPECT_THAT(sets_of("()"), HasSubstr("aggregate {group_type=GROUPBY aggregate_expressions="));
  EXPECT_EQ(error_of("select 1 from orders group by rollup(year + 1)"),
            "INVALID_COLUMN_REFERENCE: line 1:43: GROUP BY expression must be a column reference");
  EXPECT_EQ(
      error_of("select 1 from orders group by cube(year, status, paid), cube(order_id, customer, amount), "
               "cube(weight, ordered, at), cube(year, status, paid)"),
      "TOO_MANY_GROUPING_SETS: line 1:118: GROUP BY has 4096 grouping sets but can contain at most 2048");
}

TEST_F(QueryTest, GroupingTellsWhichKeysAreLeftOut) {
  EXPECT_EQ(type_of("count(*)"), "bigint");
  EXPECT_EQ(columns_of("select grouping(year, status) from orders group by rollup(year, status)"),
            "_col0 integer");
  EXPECT_THAT(error_of("select grouping(paid) from orders group by rollup(year)"),
              StartsWith("INVALID_ARGUMENTS: line 1:8: "));
  EXPECT_THAT(error_of("select grouping(year) from orders"), StartsWith("MISSING_GROUP_BY: line 1:1: "));
}

TEST_F(QueryTest, AFilterLeavesRowsOutOfOneAggregate) {
  EXPECT_THAT(plan_of("select count(*) filter (where paid), max_by(customer, amount) filter (where year > 1) "
                      "from orders"),
              HasSubstr("aggregate_expressions=[count(when(paid, 1)) as count, max_by(customer, "
                        "when((year > 1), amount)) as max_by]"));
  EXPECT_EQ(error_of("select lower(customer) filter (where paid) from orders"),
            "FUNCTION_NOT_AGGREGATE: line 1:8: Filter is only valid for aggregation functions: lower");
  EXPECT_THAT(
      plan_of("select map_agg(year, weight order by amount) filter (where paid) from orders"),
      HasSubstr("trino.map_agg(year, weight, trino.rows_where(paid), amount asc nulls last) as map_agg"));
  EXPECT_EQ(type_of("bool_or(paid)"), "boolean");
  EXPECT_EQ(type_of("stddev(year)"), "double");
  EXPECT_EQ(type_of("arbitrary(customer)"), "varchar");
  EXPECT_EQ(type_of("count_if(paid)"), "bigint");
}

}  // namespace
}  // namespace sql
