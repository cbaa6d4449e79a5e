#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/printer.h"
#include "sql/query.h"
#include "sql/test_catalog.h"

// Queries beside and within each other: LATERAL, WITH RECURSIVE, views, comparisons with ANY and ALL.
namespace sql {
namespace {

using testing::HasSubstr;

class CommonTableTest : public testing::Test {
 protected:
  std::string plan_of(std::string_view text) {
    const auto query = plan_query(text, trino(), catalog_, "db");
    return query.ok() ? plan::to_text(*query->root) : query.error().code + ": " + query.error().message;
  }

  TestCatalog catalog_;
};

TEST_F(CommonTableTest, ALateralQueryNamesTheColumnsLeftOfIt) {
  EXPECT_THAT(plan_of("select name from orders o left join lateral (select name from customers c "
                      "where c.id = o.customer) t on true"),
              HasSubstr("lateral_join {join_type=LEFT_OUTER}"));
  EXPECT_THAT(plan_of("select * from (select 1 x), lateral (select x + 1 y)"),
              HasSubstr("trino.add(x, 1) as y"));
}

TEST_F(CommonTableTest, ARecursionReadsTheRowsThatWereNew) {
  const std::string text =
      plan_of("with recursive t(n) as (values 1 union all select n + 1 from t where n < 3) select n from t");
  EXPECT_THAT(text, HasSubstr("trino.recursion"));
  EXPECT_THAT(text, HasSubstr("cached_remote_relation {relation_id=recursion_2}"));
}

TEST_F(CommonTableTest, ARecursionStepKeepsTheTypesOfTheBase) {
  EXPECT_EQ(
      plan_of("with recursive t(n) as (values 1 union all select n + 1.5 from t) select * from t"),
      "TYPE_MISMATCH: line 1:44: recursion step relation output type (decimal(12,1)) is not coercible to "
      "recursion base relation output type (integer) at column 1");
}

TEST_F(CommonTableTest, ATableNamesItselfOnceAndInTheStepOnly) {
  const std::string with = "with recursive t(n) as (";
  EXPECT_THAT(plan_of(with + "values 1 union all select a.n from t a, t b) select * from t"),
              HasSubstr("INVALID_RECURSIVE_REFERENCE: line 1:65: multiple recursive references"));
  EXPECT_THAT(plan_of(with + "select n from t union all values 1) select * from t"),
              HasSubstr("referenced in the base relation of recursion"));
  EXPECT_THAT(plan_of(with + "values 1 union all select 1 where 1 in (select n from t)) select * from t"),
              HasSubstr("outside of FROM clause"));
  EXPECT_EQ(plan_of("with recursive t as (select 1 n) select * from t"),
            "MISSING_COLUMN_ALIASES: line 1:16: missing column aliases in recursive WITH query");
}

TEST_F(CommonTableTest, AViewIsItsQueryInItsOwnDatabase) {
  const auto query = plan_query("select v.big, name from db.v where big > 1", trino(), catalog_, "elsewhere");
  ASSERT_TRUE(query.ok()) << query.error().message;
  EXPECT_EQ(to_string(query->columns[0].type), "bigint");
  EXPECT_EQ(query->reads[0].table.name, "odd");
  EXPECT_EQ(query->views.size(), 1);
}

TEST_F(CommonTableTest, AViewThatNoLongerFitsIsStale) {
  EXPECT_EQ(
      plan_of("select * from stale"),
      "VIEW_IS_STALE: line 1:15: View 'awsdatacatalog.db.stale' is stale or in invalid state: stored view "
      "column count (1) does not match column count derived from the view query analysis (2)");
  EXPECT_EQ(
      plan_of("select * from circle"),
      "INVALID_VIEW: line 1:15: Failed analyzing stored view 'awsdatacatalog.db.circle': line 1:15: View is "
      "recursive");
}

TEST_F(CommonTableTest, AllIsTheOppositeOfAny) {
  EXPECT_THAT(plan_of("select year > all (select 1) from orders"), HasSubstr("not(trino.any('<=', "));
  EXPECT_THAT(plan_of("select year <> some (select 1) from orders"), HasSubstr("trino.any('<>', "));
}

TEST_F(CommonTableTest, TiesAreTheRowsOfOneRank) {
  EXPECT_THAT(plan_of("select year from orders order by year offset 2 rows fetch first 3 rows with ties"),
              HasSubstr("rank() over (order by year"));
}

TEST_F(CommonTableTest, FramesCountGroupsAndTakeAnyDistance) {
  const auto frame = [&](const std::string& text) {
    return plan_of("select sum(year) over (order by " + text + ") from orders");
  };
  EXPECT_THAT(frame("year groups 2 preceding"),
              HasSubstr("range between trino.groups_preceding(ansi_cast(2 as bigint)) and current row"));
  EXPECT_THAT(frame("ordered range interval '3' month preceding"), HasSubstr("trino.preceding('month', 3"));
  EXPECT_THAT(frame("year rows 2 preceding"), HasSubstr("rows between -2 and current row"));
}

}  // namespace
}  // namespace sql
