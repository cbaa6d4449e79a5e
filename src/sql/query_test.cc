#include "sql/query.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "plan/builders.h"
#include "plan/printer.h"
#include "plan/walks.h"
#include "sql/test_catalog.h"

namespace sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// `make test-long` multiplies it.
int fuzz_rounds() {
  const char* factor = std::getenv("DOVETAIL_FUZZ_FACTOR");
  return 5000 * (factor != nullptr ? std::atoi(factor) : 1);
}

class QueryTest : public testing::Test {
 protected:
  base::Result<Query> plan(std::string_view text) { return plan_query(text, trino(), catalog_, "db"); }

  std::string error_of(std::string_view text) {
    const auto query = plan(text);
    return query.ok() ? "no error" : query.error().code + ": " + query.error().message;
  }

  std::string plan_of(std::string_view text) {
    const auto query = plan(text);
    return query.ok() ? plan::to_text(*query->root) : query.error().message;
  }

  // "label type, label type"
  std::string columns_of(std::string_view text) {
    const auto query = plan(text);
    if (!query.ok()) return query.error().message;
    std::string result;
    for (const OutputColumn& column : query->columns) {
      result += (result.empty() ? "" : ", ") + column.label + " " + to_string(column.type);
    }
    return result;
  }
  std::string type_of(std::string_view expression) {
    const std::string column = columns_of("select " + std::string(expression) + " as x from orders");
    return column.starts_with("x ") ? column.substr(2) : column;
  }

  // What the plan asks of the partitions of its first table: "key operator values; "
  std::string conditions_of(std::string_view text) {
    const auto query = plan(text);
    if (!query.ok()) return query.error().message;
    const TableRead& read = query->reads[0];
    std::string result;
    for (const auto& condition :
         plan::PartitionDemands(*query->root).of(read.plan_id, read.table.partition_keys)) {
      result += fmt::format("{} {} {}; ", condition.column, static_cast<int>(condition.op),
                            fmt::join(condition.values, ","));
    }
    return result;
  }

  TestCatalog catalog_;
};

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
            "SYNTAX_ERROR: line 1:8: reduce_agg with an initial state of each row is not supported yet");
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
  EXPECT_EQ(error_of("select ordered + interval '1' hour from orders"),
            "TYPE_MISMATCH: line 1:16: Cannot apply operator: date + interval day to second");
  EXPECT_EQ(error_of("select interval '1' day"),
            "SYNTAX_ERROR: line 1:8: an interval other than beside + or - and a date or timestamp is not "
            "supported yet");
  EXPECT_THAT(plan_of("select date_diff('month', ordered, at) from orders"),
              HasSubstr("trino.months_between("));
  EXPECT_EQ(error_of("select extract(eon from at) from orders"),
            "SYNTAX_ERROR: line 1:16: Invalid EXTRACT field: eon");
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
            "INVALID_LITERAL: line 1:8: Invalid numeric literal: 99999999999999999999");
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
  EXPECT_THAT(error_of("select sum(count(*)) from orders"), StartsWith("EXPRESSION_NOT_SCALAR: line 1:12: "));
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

TEST_F(QueryTest, InAndScalarSubqueriesHaveOneColumn) {
  EXPECT_EQ(error_of("select 1 from customers where id in (select id, name from customers)"),
            "NOT_SUPPORTED: line 1:34: Multiple columns returned by subquery are not yet supported. Found 2");
  EXPECT_EQ(
      error_of("select 1 in (select name from customers)"),
      "TYPE_MISMATCH: line 1:10: value and result of subquery must be of the same type for IN expression: "
      "integer vs varchar");
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
  EXPECT_THAT(error_of("select grouping(year) from orders"), StartsWith("INVALID_ARGUMENTS: line 1:8: "));
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
              HasSubstr("concat(upper(name), 'x') as sort_key"));
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
              read #1 {data_source={format=parquet schema='order_id bigint, customer string, amount decimal(10,2), weight double, ordered date, at timestamp, paid boolean, year int, status string'}}
)");
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
            "SYNTAX_ERROR: line 1:8: column 'tags' of type uniontype<int,string> is not supported yet");
  EXPECT_EQ(error_of("select * from odd"),
            "SYNTAX_ERROR: line 1:8: column 'tags' of type uniontype<int,string> is not supported yet");
}

TEST_F(QueryTest, PlanColumnsAreUniqueThoughLabelsRepeat) {
  const auto query = plan("select year, year, year as status from orders").value();
  EXPECT_EQ(query.columns[0].label, query.columns[1].label);
  EXPECT_NE(query.columns[0].plan_name, query.columns[1].plan_name);
}

// Whatever arrives, the answer is a plan or an error of the caller.
TEST_F(QueryTest, NoTextCrashesThePlanner) {
  const std::vector<std::string> words = {"select",
                                          "from",
                                          "orders",
                                          "where",
                                          "group by",
                                          "order by",
                                          "(",
                                          ")",
                                          ",",
                                          "*",
                                          "1",
                                          "'a'",
                                          "1.5",
                                          "year",
                                          "count(",
                                          "sum(",
                                          "case",
                                          "when",
                                          "then",
                                          "end",
                                          "cast(",
                                          "as",
                                          "varchar",
                                          "and",
                                          "or",
                                          "not",
                                          "in (",
                                          "between",
                                          "like",
                                          "is",
                                          "null",
                                          "||",
                                          "+",
                                          "-",
                                          "/",
                                          "%",
                                          "=",
                                          "<>",
                                          "join",
                                          "on",
                                          "using (",
                                          "customers",
                                          "having",
                                          "limit",
                                          "distinct",
                                          "o",
                                          ".",
                                          "\"x\"",
                                          "date '2020-01-01'",
                                          "if(",
                                          "union",
                                          "except all",
                                          "left",
                                          "full",
                                          "values (1, 2)",
                                          "with x as (",
                                          "table",
                                          "fetch first",
                                          "(select",
                                          "exists (select",
                                          "coalesce(",
                                          "avg(",
                                          "amount",
                                          "desc",
                                          "nulls first"};
  std::mt19937 random(20261121);
  for (int round = 0; round < fuzz_rounds(); ++round) {
    std::string text = "select ";
    for (std::size_t length = random() % 25; length > 0; --length)
      text += words[random() % words.size()] + " ";
    const auto query = plan(text);
    ASSERT_TRUE(query.ok() || query.error().fault == base::Error::Fault::Caller) << text;
  }
}

TEST_F(QueryTest, MutatedQueriesDoNotCrashThePlanner) {
  const std::string good =
      "select o.year, count(distinct customer) n, avg(amount) from orders o join customers c on o.customer = "
      "c.id where "
      "status like 'A\\%%' and (weight between 1 and 2.5e0 or at > timestamp '2020-01-01 00:00:00') group by "
      "1 having "
      "sum(amount) > 10 order by 2 desc, o.year limit 10";
  ASSERT_EQ(error_of(good), "no error");
  std::mt19937 random(7);
  for (int round = 0; round < fuzz_rounds(); ++round) {
    std::string text = good;
    for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          text.erase(at, random() % 10);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 12));
          break;
      }
      if (text.empty()) text = "x";
    }
    const auto query = plan(text);
    ASSERT_TRUE(query.ok() || query.error().fault == base::Error::Fault::Caller) << text;
  }
}

}  // namespace
}  // namespace sql
