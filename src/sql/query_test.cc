#include "sql/query_test.h"

#include <gmock/gmock.h>

namespace sql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(QueryTest, AStarGivesEveryColumnPartitionKeysLast) {
  EXPECT_EQ(columns_of("select * from orders"),
            "order_id bigint, customer varchar, amount decimal(10,2), weight double, ordered date, at "
            "timestamp(3), "
            "paid boolean, year integer, status varchar");
}

TEST_F(QueryTest, LabelsAreAsWrittenInLowerCaseUnlessQuoted) {
  EXPECT_EQ(columns_of("select Order_ID, count(*), 1 as \"One\", 2 as Two from orders group by order_id"),
            "order_id bigint, _col1 bigint, One integer, two integer");
}

TEST_F(QueryTest, UnknownNamesAreErrorsAtTheirPlace) {
  EXPECT_EQ(error_of("select x from orders"), "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved");
  EXPECT_EQ(error_of("select o.x from orders o"),
            "COLUMN_NOT_FOUND: line 1:8: Column 'o.x' cannot be resolved");
  EXPECT_EQ(error_of("select 1 from nothing"),
            "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db.nothing' does not exist");
  EXPECT_EQ(error_of("select 1 from nowhere.t"),
            "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist");
  EXPECT_EQ(error_of("select 1 from other.db.orders"),
            "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist");
  EXPECT_EQ(error_of("select frobnicate(1)"),
            "FUNCTION_NOT_FOUND: line 1:8: Function 'frobnicate' not registered");
  EXPECT_EQ(error_of("select lower(1)"),
            "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function lower");
}

TEST_F(QueryTest, ATableAliasHidesTheTablesName) {
  EXPECT_EQ(error_of("select orders.order_id from orders o"),
            "COLUMN_NOT_FOUND: line 1:8: Column 'orders.order_id' cannot be resolved");
  EXPECT_EQ(columns_of("select db.orders.year from orders"), "year integer");
}

TEST_F(QueryTest, TypesThatDoNotMatchAreErrors) {
  EXPECT_EQ(error_of("select 1 from orders where customer = 1"),
            "TYPE_MISMATCH: line 1:37: Cannot apply operator: varchar = integer");
  EXPECT_EQ(error_of("select 'a' + 1"),
            "TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) + integer");
  EXPECT_EQ(error_of("select 1 from orders where year"),
            "TYPE_MISMATCH: line 1:28: WHERE clause must evaluate to a boolean: actual type integer");
  EXPECT_EQ(error_of("select cast(paid as date) from orders"),
            "TYPE_MISMATCH: line 1:8: Cannot cast boolean to date");
  EXPECT_EQ(error_of("select 1 where 1 and true"),
            "TYPE_MISMATCH: line 1:16: Logical expression term must evaluate to a boolean (actual: integer)");
}

TEST_F(QueryTest, LiteralsThatMeanNothingAreErrors) {
  EXPECT_EQ(error_of("select date '2021-02-29'"),
            "INVALID_LITERAL: line 1:8: '2021-02-29' is not a valid DATE literal");
  EXPECT_EQ(error_of("select 99999999999999999999"),
            "SYNTAX_ERROR: line 1:8: Invalid numeric literal: 99999999999999999999");
}

TEST_F(QueryTest, NanIsBelowAllNumbersBesideNullsFirst) {
  EXPECT_THAT(plan_of("select weight from orders order by weight desc nulls first"),
              HasSubstr("order=[trino.nans_lowest(weight_2) desc nulls first]"));
  EXPECT_THAT(plan_of("select weight from orders order by weight desc"),
              HasSubstr("order=[weight_2 desc nulls last]"));
  EXPECT_THAT(plan_of("select year from orders order by year nulls first"),
              HasSubstr("order=[year_2 asc nulls first]"));
  EXPECT_EQ(error_of("select array_agg(distinct weight order by weight nulls first) from orders"),
            "NOT_SUPPORTED: line 1:43: DISTINCT with NULLS FIRST of floating numbers is not supported yet");
}

TEST_F(QueryTest, MoreRowsThanALimitCountsAreNumbered) {
  EXPECT_THAT(plan_of("select year from orders limit 2147483648"), HasSubstr("trino.row_number()"));
  EXPECT_THAT(plan_of("select year from orders limit 2147483647"), StartsWith("limit {limit=2147483647}"));
  EXPECT_EQ(error_of("select year from orders order by year limit 2147483648"),
            "NOT_SUPPORTED: ORDER BY LIMIT > 2147483647 is not supported");
}

TEST_F(QueryTest, AColumnHidesATableOfItsNameAround) {
  EXPECT_EQ(error_of("select (select year.year from (values 1) t(year)) from orders year"),
            "TYPE_MISMATCH: line 1:16: Expression year is not of type ROW");
  EXPECT_EQ(error_of("select (select o.year from (values 1) o(x)) from orders o"), "no error");
}

TEST_F(QueryTest, TheSessionHasNames) {
  EXPECT_EQ(type_of("current_user || current_catalog || current_schema"), "varchar");
  EXPECT_THAT(plan_of("select current_schema"), HasSubstr("db"));
  EXPECT_EQ(error_of("select current_path"), "NOT_SUPPORTED: line 1:8: CURRENT_PATH is not supported yet");
}

TEST_F(QueryTest, AnEscapeMayBeOfEachRow) {
  EXPECT_THAT(plan_of("select 1 from orders where customer like 'a!%' escape customer"),
              HasSubstr("trino.like_pattern("));
  EXPECT_EQ(
      error_of("select 'a' like 'a' escape 1"),
      "TYPE_MISMATCH: line 1:28: Escape for LIKE expression must evaluate to a varchar (actual: integer)");
}

TEST_F(QueryTest, AKeyWithALambdaIsKnownAgain) {
  EXPECT_EQ(error_of("select transform(array[year], x -> x + 1) from orders group by transform(array[year], "
                     "x -> x + 1)"),
            "no error");
  EXPECT_THAT(error_of("select transform(array[year], x -> x + 2) from orders group by "
                       "transform(array[year], x -> x + 1)"),
              StartsWith("EXPRESSION_NOT_AGGREGATE"));
}

TEST_F(QueryTest, GroupedQueriesUseKeysAndAggregatesOnly) {
  EXPECT_EQ(error_of("select customer, count(*) from orders"),
            "EXPRESSION_NOT_AGGREGATE: line 1:8: 'customer' must be an aggregate expression or appear in "
            "GROUP BY clause");
  EXPECT_EQ(error_of("select * from orders group by year"),
            "EXPRESSION_NOT_AGGREGATE: line 1:8: 'order_id' must be an aggregate expression or appear in "
            "GROUP BY clause");
  EXPECT_EQ(
      columns_of("select year + 1, upper(customer) || 'x' from orders group by year + 1, upper(customer)"),
      "_col0 integer, _col1 varchar");
  EXPECT_EQ(columns_of("select o.year, YEAR from orders o group by orders.year"),
            "line 1:44: Column 'orders.year' cannot be resolved");
  EXPECT_EQ(columns_of("select o.year, YEAR from orders o group by 1"), "year integer, year integer");
}

TEST_F(QueryTest, AggregatesStandInTheirClausesOnly) {
  EXPECT_THAT(
      error_of("select 1 from orders where count(*) > 1"),
      HasSubstr(
          "line 1:28: WHERE clause cannot contain aggregations, window functions or grouping operations"));
  EXPECT_THAT(error_of("select sum(count(*)) from orders"), StartsWith("NESTED_AGGREGATION: line 1:8: "));
  EXPECT_THAT(error_of("select 1 from orders group by count(*)"),
              HasSubstr("GROUP BY clause cannot contain aggregations"));
}

TEST_F(QueryTest, OrdinalsStayInTheSelectList) {
  EXPECT_EQ(error_of("select year from orders order by 2"),
            "INVALID_COLUMN_REFERENCE: line 1:34: ORDER BY position 2 is not in select list");
  EXPECT_EQ(error_of("select count(*) from orders group by 0"),
            "INVALID_COLUMN_REFERENCE: line 1:38: GROUP BY position 0 is not in select list");
}

TEST_F(QueryTest, DistinctRowsAreSortedByTheirOwnColumnsOnly) {
  EXPECT_THAT(error_of("select distinct year from orders order by status"),
              HasSubstr("For SELECT DISTINCT, ORDER BY expressions must appear in select list"));
  EXPECT_EQ(error_of("select distinct year + 1 y from orders order by y, year + 1"), "no error");
}

TEST_F(QueryTest, JoinsBringBothSidesIntoView) {
  EXPECT_EQ(columns_of("select o.order_id, c.name from orders o join customers c on o.customer = c.id"),
            "order_id bigint, name varchar");
  EXPECT_EQ(columns_of("select customer, name from orders join customers using (customer)"),
            "line 1:57: Column 'customer' is missing from right side of join");
  EXPECT_THAT(error_of("select id from customers a, customers b"), HasSubstr("Column 'id' is ambiguous"));
}

TEST_F(QueryTest, OuterJoinsKeepTheirKind) {
  const auto join_of = [&](std::string_view join) {
    const std::string plan = plan_of("select 1 from customers a " + std::string(join));
    const std::size_t at = plan.find("join_type=");
    return at == std::string::npos ? plan : plan.substr(at + 10, plan.find('}', at) - at - 10);
  };
  EXPECT_EQ(join_of("left join days b on a.id = b.note"), "LEFT_OUTER");
  EXPECT_EQ(join_of("right outer join days b on a.id = b.note"), "RIGHT_OUTER");
  EXPECT_EQ(join_of("full outer join days b on a.id = b.note"), "FULL_OUTER");
  EXPECT_EQ(join_of("cross join days b"), "CROSS");
  EXPECT_EQ(error_of("select 1 from customers a natural join days"),
            "NOT_SUPPORTED: line 1:15: Natural join not supported");
}

TEST_F(QueryTest, UsingTakesTheSideThatIsAlwaysThere) {
  const auto projection_of = [&](std::string_view kind) {
    const std::string plan =
        plan_of(fmt::format("select name from customers a {} join customers b using (name)", kind));
    return plan.substr(0, plan.find('\n'));
  };
  EXPECT_EQ(projection_of("left"), "project {expressions=[name as name_3]}");
  EXPECT_EQ(projection_of("right"), "project {expressions=[name_2 as name_3]}");
  EXPECT_THAT(plan_of("select name from customers a full join customers b using (name)"),
              HasSubstr("coalesce(name, name_2) as name_3"));
}

TEST_F(QueryTest, ACommaBindsLessThanAJoin) {
  EXPECT_EQ(error_of("select 1 from customers a, customers b join days c on a.id = c.note"),
            "COLUMN_NOT_FOUND: line 1:55: Column 'a.id' cannot be resolved");
  EXPECT_EQ(columns_of("select a.id from customers a, (customers b join days c on b.id = c.note)"),
            "id varchar");
}

TEST_F(QueryTest, AnOuterJoinDoesNotPrune) {
  EXPECT_EQ(conditions_of("select 1 from orders a left join days b on a.year = 2024 and b.month = 1"), "");
}

TEST_F(QueryTest, AQueryInFromHasItsColumns) {
  EXPECT_EQ(columns_of("select t.a, b from (select id, name || 'x' from customers) t(a, b)"),
            "a varchar, b varchar");
  EXPECT_EQ(columns_of("select * from (select id, 1 from customers)"), "id varchar, _col1 integer");
  EXPECT_EQ(error_of("select _col0 from (select 1)"),
            "COLUMN_NOT_FOUND: line 1:8: Column '_col0' cannot be resolved");
  EXPECT_EQ(error_of("select 1 from (select 1, 2) t(a)"),
            "MISMATCHED_COLUMN_ALIASES: line 1:15: Column alias list has 1 entries but 't' has 2 columns "
            "available");
  EXPECT_EQ(columns_of("select c from customers t(c, d) order by d"), "c varchar");
  EXPECT_EQ(columns_of("select x.id, x.note from (customers a join days b on a.id = b.note) as x"),
            "id varchar, note varchar");
}

TEST_F(QueryTest, AConditionAroundAQueryPrunes) {
  EXPECT_EQ(conditions_of("select a from (select year as a from orders where status = 'A') where a = 2024"),
            "status 0 A; year 0 2024; ");
}

TEST_F(QueryTest, ValuesTakeTheCommonTypes) {
  EXPECT_EQ(columns_of("values 1, 2.5"), "_col0 decimal(11,1)");
  EXPECT_EQ(columns_of("select * from (values (1, 'a'), (null, 'bcd')) as t(n, s)"),
            "n integer, s varchar(3)");
  EXPECT_EQ(error_of("values (1, 'a'), (2, 3)"),
            "TYPE_MISMATCH: line 1:18: Values rows have mismatched types: row(integer, varchar(1)) vs "
            "row(integer, integer)");
  EXPECT_EQ(plan_of("values (1, 'a'), (2, null)"), R"(set_op {set_op_type=UNION is_all=true}
  project {expressions=[1 as _col0, 'a' as _col1]}
  project {expressions=[2 as _col0, null:string as _col1]}
)");
}

TEST_F(QueryTest, WithNamesQueriesForThoseBehindIt) {
  EXPECT_EQ(columns_of("with a as (select id from customers), b(x) as (select id from a) select * from b, a"),
            "x varchar, id varchar");
  EXPECT_EQ(columns_of("with customers as (select 1 as one) select * from customers"), "one integer");
  EXPECT_EQ(columns_of("with customers as (select id from customers) select * from customers"), "id varchar");
  EXPECT_EQ(columns_of("with a as (select 1 x) select * from (with a as (select 'y' y) select * from a), a"),
            "y varchar(1), x integer");
  EXPECT_EQ(error_of("with a as (select 1 x), a as (select 2 x) select 1"),
            "DUPLICATE_NAMED_QUERY: line 1:25: WITH query name 'a' specified more than once");
  EXPECT_EQ(error_of("with a as (select * from b), b as (select 1 x) select * from a"),
            "TABLE_NOT_FOUND: line 1:26: Table 'awsdatacatalog.db.b' does not exist");
}

TEST_F(QueryTest, SetOperationsTakeTheCommonTypesAndTheFirstNames) {
  EXPECT_EQ(columns_of("select year as y, 'a' from orders union select order_id, status from orders"),
            "y bigint, _col1 varchar");
  EXPECT_EQ(columns_of("select 1 union all select null except select 2.5"), "_col0 decimal(11,1)");
  EXPECT_EQ(plan_of("select 1 as a intersect all select 2 order by a limit 1"), R"(limit {limit=1}
  sort {order=[a asc nulls last] is_global=true}
    set_op {set_op_type=INTERSECT is_all=true}
      project {expressions=[1 as a]}
        project {expressions=[1 as one_row]}
      project {expressions=[2 as _col0]}
        project {expressions=[1 as one_row_2]}
)");
  EXPECT_EQ(error_of("select 1, 2 union select 1"),
            "TYPE_MISMATCH: line 1:13: UNION query has different number of fields: 2, 1");
  EXPECT_EQ(error_of("select 1 except select 'a'"),
            "TYPE_MISMATCH: line 1:10: column 1 in EXCEPT query has incompatible types: integer, varchar(1)");
}

TEST_F(QueryTest, OrderByAroundASetOperationSeesTheResultAlone) {
  EXPECT_EQ(error_of("select id from customers union select name from customers order by id || 'x', 1"),
            "no error");
  EXPECT_EQ(error_of("select id from customers union select name from customers order by name"),
            "COLUMN_NOT_FOUND: line 1:68: Column 'name' cannot be resolved");
  EXPECT_EQ(error_of("select 1 union select 2 order by 2"),
            "INVALID_COLUMN_REFERENCE: line 1:34: ORDER BY position 2 is not in select list");
}

TEST_F(QueryTest, TableFetchAndLimitAll) {
  EXPECT_EQ(columns_of("table customers"), "id varchar, name varchar");
  EXPECT_THAT(plan_of("select 1 offset 2 rows fetch first row only"),
              StartsWith("limit {limit=1}\n  offset {offset=2}"));
  EXPECT_THAT(plan_of("(select 1 limit 5) limit all"), StartsWith("limit {limit=5}"));
}

TEST_F(QueryTest, ASubqueryIsARelationBesideTheOneThatNamesIt) {
  EXPECT_EQ(plan_of("select (select max(name) from customers) as m"), R"(with_relations
  project {expressions=[subquery(#2) as m]}
    project {expressions=[1 as one_row]}
  project #2 {expressions=[max as _col0]}
    aggregate {group_type=GROUPBY aggregate_expressions=[max(name) as max]}
      read #1 {data_source={format=csv schema='id string, name string' options={sep=','}}}
)");
  EXPECT_EQ(type_of("(select year from orders)"), "integer");
  EXPECT_EQ(type_of("exists (select * from customers)"), "boolean");
  EXPECT_EQ(type_of("(values null)"), "unknown");
}

TEST_F(QueryTest, ASubqueryMayNameTheColumnsAroundIt) {
  EXPECT_THAT(plan_of("select 1 from customers c where exists (select 1 from days where note = c.id)"),
              HasSubstr("filter {condition=(note == id)}"));
  EXPECT_EQ(error_of("select (select 1 from days where note = id and c.name = d.x) from customers c"),
            "COLUMN_NOT_FOUND: line 1:57: Column 'd.x' cannot be resolved");
  EXPECT_EQ(error_of("select (select max(o.year) from orders o where o.customer = c.id) from customers c "
                     "group by c.name"),
            "EXPRESSION_NOT_AGGREGATE: line 1:61: 'id' must be an aggregate expression or appear in GROUP BY "
            "clause");
  EXPECT_EQ(
      columns_of("select upper(name) u, (select 1 where upper(name) = 'A') from customers group by name"),
      "u varchar, _col1 integer");
}

TEST_F(QueryTest, TheColumnsOfASubqueryAreWhatItIsComparedWith) {
  EXPECT_EQ(error_of("select 1 from customers where id in (select id, name from customers)"),
            "TYPE_MISMATCH: line 1:34: Value expression and result of subquery must be of the same type: "
            "row(varchar) vs row(id varchar, name varchar)");
  EXPECT_EQ(columns_of("select (select id, name from customers) pair"), "pair row(id varchar, name varchar)");
  EXPECT_EQ(error_of("select 1 in (select name from customers)"),
            "TYPE_MISMATCH: line 1:10: Value expression and result of subquery must be of the same type: "
            "row(integer) vs row(name varchar)");
  EXPECT_THAT(plan_of("select weight in (select year from orders) from orders"),
              HasSubstr("(isnull(year_3) or trino.equal(year_3, year_3))"));
}

TEST_F(QueryTest, ASubqueryPrunesItsOwnReads) {
  EXPECT_EQ(
      conditions_of("select (select max(amount) from orders where year = 2024 and customer = c.id) from "
                    "customers c"),
      "");  // the first read is of customers
  EXPECT_EQ(conditions_of("select 1 from orders where year = 7 and customer in (select id from customers)"),
            "year 0 7; ");
}

TEST_F(QueryTest, UsingMergesColumnsThatThenBelongToNeitherTable) {
  EXPECT_EQ(columns_of("select * from customers a join customers b using (name)"),
            "name varchar, id varchar, id varchar");
  EXPECT_EQ(columns_of("select b.*, name, a.* from customers a join customers b using (name)"),
            "id varchar, name varchar, id varchar");
  EXPECT_THAT(error_of("select b.name from customers a join customers b using (name)"),
              HasSubstr("Column 'b.name' cannot be resolved"));
  EXPECT_THAT(error_of("select a.name from customers a join customers b using (name)"),
              HasSubstr("Column 'a.name' cannot be resolved"));
  EXPECT_EQ(
      columns_of("select * from customers a join customers b using (name) join customers c using (name)"),
      "name varchar, id varchar, id varchar, id varchar");
  EXPECT_THAT(error_of("select 1 from customers a join customers b using (name, name)"),
              HasSubstr("Column 'name' appears multiple times in USING clause"));
  EXPECT_THAT(error_of("select 1 from customers a join orders b using (name)"),
              HasSubstr("Column 'name' is missing from right side of join"));
  EXPECT_THAT(error_of("select 1 from orders a join customers b using (name)"),
              HasSubstr("Column 'name' is missing from left side of join"));
}

TEST_F(QueryTest, AColumnOfUsingHasTheCommonType) {
  EXPECT_THAT(columns_of("select * from orders join days using (year)"),
              StartsWith("year bigint, order_id bigint"));
  EXPECT_EQ(conditions_of("select * from orders join days using (year) where year = 2024"), "year 0 2024; ");
}

TEST_F(QueryTest, NarrowIntegerKeysArePruned) {
  EXPECT_EQ(conditions_of("select 1 from days where month = 5 and day in (1, 2) and month < 300"),
            "month 0 5; day 6 1,2; ");
}

TEST_F(QueryTest, OrderBySeesTheColumnsOfTheOutputFirst) {
  const auto sorted_by = [&](std::string_view text) {
    const std::string plan = plan_of(text);
    const std::size_t at = plan.find("sort {order=[");
    return at == std::string::npos ? plan : plan.substr(at + 13, plan.find(" asc", at) - at - 13);
  };
  EXPECT_EQ(sorted_by("select lower(name) as name, count(*) from customers group by name order by name"),
            "name_2");
  EXPECT_EQ(sorted_by("select c.id, o.amount from customers c, customers d, orders o order by id"), "id_3");
  EXPECT_EQ(sorted_by("select c.*, o.amount from customers c, customers d, orders o order by id"), "id_3");
  EXPECT_EQ(sorted_by("select d.* from customers c, customers d order by d.id"), "id_3");
  EXPECT_EQ(sorted_by("select id as x from customers order by name"), "sort_key");
  EXPECT_EQ(sorted_by("select distinct year, year + 1 from orders group by 1, 2 order by year + 1"), "_col1");
  EXPECT_THAT(plan_of("select upper(name) as name from customers order by name || 'x'"),
              HasSubstr("concat(trino.upper(name), 'x') as sort_key"));
  EXPECT_THAT(plan_of("select upper(name) as name from customers group by upper(name) order by upper(name)"),
              HasSubstr("upper(key) as sort_key"));
}

TEST_F(QueryTest, ANameThatSeveralColumnsOfTheOutputHaveIsAmbiguous) {
  EXPECT_EQ(error_of("select id, id from customers order by id"),
            "AMBIGUOUS_NAME: line 1:39: Column 'id' is ambiguous");
  EXPECT_EQ(error_of("select name as x, id as x from customers order by x || 'a'"),
            "AMBIGUOUS_NAME: line 1:51: Column 'x' is ambiguous");
  EXPECT_EQ(error_of("select *, * from customers c order by c.id"),
            "AMBIGUOUS_NAME: line 1:39: Column 'c.id' is ambiguous");
  EXPECT_EQ(error_of("select id, id from customers order by 1, name"), "no error");
}

TEST_F(QueryTest, ANaNEqualsNothingAndIsAboveNothing) {
  const auto condition_of = [&](std::string_view condition) {
    const std::string plan = plan_of("select 1 from orders where " + std::string(condition));
    const std::size_t at = plan.find("filter {condition=");
    return at == std::string::npos ? plan : plan.substr(at + 18, plan.find("}\n", at) - at - 18);
  };
  EXPECT_EQ(condition_of("weight > 100"), "trino.greater(weight, 100D)");
  EXPECT_EQ(condition_of("weight < 100"), "(weight < 100D)");
  EXPECT_EQ(condition_of("100 <= weight"), "trino.less_or_equal(100D, weight)");
  EXPECT_EQ(condition_of("weight = weight"), "trino.equal(weight, weight)");
  EXPECT_EQ(condition_of("weight <> 1.5"), "not((weight == ansi_cast(1.5BD(2,1) as double)))");
  EXPECT_EQ(condition_of("weight between 1 and 2"),
            "(trino.greater_or_equal(weight, 1D) and (weight <= 2D))");
  EXPECT_EQ(condition_of("weight in (1, 2)"), "in(weight, 1D, 2D)");
  EXPECT_EQ(condition_of("weight in (1, -weight)"),
            "((weight == 1D) or trino.equal(weight, negative(weight)))");
  EXPECT_EQ(condition_of("nullif(weight, weight) is null"),
            "isnull(when(trino.equal(weight, weight), null:double, weight))");
  EXPECT_EQ(condition_of("case weight when weight then true end"),
            "when(trino.equal(weight, weight), true, null:boolean)");
}

}  // namespace
}  // namespace sql
