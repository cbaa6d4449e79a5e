#include <gmock/gmock.h>

#include "sql/query_test.h"

namespace sql {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(QueryTest, ConditionsOnPartitionKeysCanBeReadOffThePlan) {
  EXPECT_EQ(conditions_of("select count(*) from orders o where (2020 <= year and o.status in ('A', 'B')) and "
                          "order_id = 7 and year + 1 = 2"),
            "year 5 2020; status 6 A,B; ");
  EXPECT_EQ(
      conditions_of("select 1 from orders a join orders b on a.order_id = b.order_id and b.year = 1 where "
                    "a.year between 2 and 3"),
      "year 5 2; year 3 3; ");
}

TEST_F(QueryTest, TheClausesBecomeRelationsInTheirOrder) {
  EXPECT_EQ(plan_of("select status, count(*) n, sum(amount) from orders where year = 2024 group by 1 having "
                    "count(*) > 2 "
                    "order by n desc, min(order_id) limit 3"),
            R"(project {expressions=[status_2, n, _col2]}
  limit {limit=3}
    sort {order=[n desc nulls last, sort_key asc nulls last] is_global=true}
      project {expressions=[status as status_2, count as n, sum as _col2, min as sort_key]}
        filter {condition=(count > 2L)}
          aggregate {group_type=GROUPBY grouping_expressions=[status] aggregate_expressions=[count(1) as count, trino.sum(amount) as sum, min(order_id) as min]}
            filter {condition=(year == 2024)}
              project {expressions=[order_id as order_id, customer as customer, amount as amount, weight as weight, ordered as ordered, trino.rounded_to_millis(at) as at, paid as paid, year as year, status as status]}
                read #1 {data_source={format=parquet schema='order_id bigint, customer string, amount decimal(10,2), weight double, ordered date, at timestamp, paid boolean, year int, status string'}}
)");
}

TEST_F(QueryTest, TiesStayBehindAnOffsetThatNoPlanCanSay) {
  EXPECT_THAT(
      plan_of("select status from orders order by 1 offset 3000000000 rows fetch first 2 rows with ties"),
      AllOf(HasSubstr("trino.row_number() over (order by status"), HasSubstr("> 3000000000L"),
            HasSubstr("rank() over (order by status"), HasSubstr("<= 2)")));
}

TEST_F(QueryTest, AJoinReadsBothTablesUnderNamesOfTheirOwn) {
  EXPECT_EQ(plan_of("select a.name, b.id from customers a join customers b on a.id = b.name"),
            R"(project {expressions=[name as name_3, id_2 as id_3]}
  join {join_condition=(id == name_2) join_type=INNER}
    read #1 {data_source={format=csv schema='id string, name string' options={sep=','}}}
    project {expressions=[id as id_2, name as name_2]}
      read #2 {data_source={format=csv schema='id string, name string' options={sep=','}}}
)");
}

TEST_F(QueryTest, ASelectWithoutFromHasOneRow) {
  EXPECT_EQ(plan_of("select distinct 1 + 1 as two, 'a' || null"),
            R"(deduplicate {all_columns_as_keys=true}
  project {expressions=[trino.add(1, 1) as two, concat('a', null:string) as _col1]}
    project {expressions=[1 as one_row]}
)");
}

TEST_F(QueryTest, WhatSparkDoesOtherwiseIsATrinoFunction) {
  EXPECT_THAT(
      plan_of(
          "select order_id / 2, amount + 1, weight * 2, cast(customer as integer), cast(weight as bigint), "
          "try_cast(customer as date), cast(at as varchar), avg(amount) from orders group by 1,2,3,4,5,6,7"),
      HasSubstr(
          "grouping_expressions=[trino.divide(order_id, 2L) as key, trino.add(amount, 1BD(10,0)) as key_2, "
          "(weight * 2D) as key_3, trino.cast(customer, 'int') as key_4, trino.cast(round(weight, 0), "
          "'bigint') as key_5, trino.try_cast(customer, 'date') as key_6, date_format(at, 'yyyy-MM-dd "
          "HH:mm:ss.SSS') as key_7] aggregate_expressions=[trino.avg(amount) as avg]}"));
}

TEST_F(QueryTest, LikePatternsTakeSparksEscapes) {
  EXPECT_THAT(
      plan_of("select 1 from customers where name like 'a\\_%' or name like '10#%' escape '#' or name not "
              "like id"),
      HasSubstr(
          R"(((like(name, 'a\\_%') or like(name, '10\%')) or not(like(name, replace(id, '\', '\\')))))"));
}

TEST_F(QueryTest, AnOrOfPartitionKeysPrunesNothing) {
  EXPECT_EQ(conditions_of("select 1 from orders where year = 2020 or paid"), "");
}

TEST_F(QueryTest, ColumnsOfUnsupportedTypesDisturbOnlyThoseWhoAskForThem) {
  EXPECT_EQ(columns_of("select id from odd"), "id integer");
  EXPECT_EQ(error_of("select tags from odd"),
            "NOT_SUPPORTED: line 1:8: column 'tags' of type uniontype<int,string> is not supported yet");
  EXPECT_EQ(error_of("select * from odd"),
            "NOT_SUPPORTED: line 1:8: column 'tags' of type uniontype<int,string> is not supported yet");
}

TEST_F(QueryTest, PlanColumnsAreUniqueThoughLabelsRepeat) {
  const auto query = plan("select year, year, year as status from orders").value();
  EXPECT_EQ(query.columns[0].label, query.columns[1].label);
  EXPECT_NE(query.columns[0].plan_name, query.columns[1].plan_name);
}

}  // namespace
}  // namespace sql
