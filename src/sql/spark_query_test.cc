#include "sql/spark_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/printer.h"
#include "plan/program.h"
#include "sql/durations.h"

namespace sql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class SparkQueryTest : public testing::Test {
 protected:
  base::Result<Planned> plan(std::string_view text) { return plan_spark_query(text, among(views_), 100); }

  std::string plan_of(std::string_view text) {
    const auto planned = plan(text);
    return planned.ok() ? plan::to_text(planned->relation) : planned.error().message;
  }

  // The labels, with a bar between them.
  std::string columns_of(std::string_view text) {
    const auto planned = plan(text);
    if (!planned.ok()) return planned.error().message;
    std::string labels;
    for (const OutputColumn& column : planned->columns) labels += (labels.empty() ? "" : "|") + column.label;
    return labels;
  }
  std::string label_of(std::string_view expression) {
    return columns_of("select " + std::string(expression) + " from t");
  }

  std::string error_of(std::string_view text) {
    const auto planned = plan(text);
    return planned.ok() ? "no error" : planned.error().message;
  }

  const Views views_ = {
      {"t",
       plan::shared(1),
       {{"a", "int", ""}, {"s", "string", ""}, {"day", "date", ""}, {"st", "struct<f:int>", ""}}},
      {"u", plan::shared(2), {{"a", "int", ""}, {"n", "bigint", ""}}},
      {"nothing", {}, {}}};
};

TEST_F(SparkQueryTest, FunctionsAreThePlansOwn) {
  EXPECT_THAT(plan_of("select a div 2, a <=> null, a & 1, s rlike 'x', a == 1 from t"),
              AllOf(HasSubstr("[div(a, 2) as "), HasSubstr(" (a <=> null:void) as "),
                    HasSubstr(" (a & 1) as "), HasSubstr(" rlike(s, 'x') as "), HasSubstr(" (a == 1) as ")));
}

TEST_F(SparkQueryTest, LiteralsHaveTheTypesThatTheyName) {
  EXPECT_THAT(
      plan_of("select 1L, 1S, 1Y, 1.50, 1D, 1F, 2BD, 3000000000, -2147483648, X'1F'"),
      AllOf(HasSubstr("[1L as "), HasSubstr(" 1S as "), HasSubstr(" 1Y as "), HasSubstr(" 1.50BD(3,2) as "),
            HasSubstr(" 1D as "), HasSubstr(" 1F as "), HasSubstr(" 2BD(1,0) as "),
            HasSubstr(" 3000000000L as "), HasSubstr(" -2147483648 as "), HasSubstr(" X'1f' as ")));
  EXPECT_THAT(error_of("select 200Y"), StartsWith("[INVALID_NUMERIC_LITERAL_RANGE]"));
}

TEST_F(SparkQueryTest, TextsKnowEscapesAndRawTextsDoNot) {
  EXPECT_EQ(label_of(R"('a\'b', "q", r'\d', '\u0041\102', 'a' 'b')"), "a'b|q|\\d|AB|ab");
}

TEST_F(SparkQueryTest, ColumnsAreNamedAsSparkNamesThem) {
  EXPECT_EQ(label_of("count(*), COUNT(a), count(distinct a)"), "count(1)|count(a)|count(DISTINCT a)");
  EXPECT_EQ(label_of("a + 1, cast(a + 1 as string), cast(a as string), t.a, A, st.f, st.f + 1"),
            "(a + 1)|CAST((a + 1) AS STRING)|a|a|A|f|(st.f + 1)");
  EXPECT_EQ(label_of("day + 1, day - interval 1 day, a is not null, s || 'x', if(a = 1, 2, 3), round(a)"),
            "date_add(day, 1)|date_add(day, (- extractansiintervaldays(INTERVAL '1' DAY)))|(a IS NOT NULL)|"
            "concat(s, x)|(IF((a = 1), 2, 3))|round(a, 0)");
  EXPECT_EQ(label_of("sum(a) over (partition by s order by day)"),
            "sum(a) OVER (PARTITION BY s ORDER BY day ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND "
            "CURRENT ROW)");
}

TEST_F(SparkQueryTest, NamesOfTheSelectListStandInTheOtherClauses) {
  EXPECT_EQ(columns_of("select s as k, count(*) as n from t group by k having n > 1 order by n, k"), "k|n");
  EXPECT_EQ(columns_of("select a + 1 as x, x * 2 as y from t"), "x|y");
}

TEST_F(SparkQueryTest, NullsComeFirstWhereOrderAscends) {
  EXPECT_THAT(plan_of("select a from t order by a, s desc"),
              HasSubstr("a_2 asc nulls first, sort_key desc nulls last"));
}

TEST_F(SparkQueryTest, JoinsThatKeepTheLeftSideShowNoOther) {
  EXPECT_EQ(columns_of("select * from t left semi join u on t.a = u.a"), "a|s|day|st");
  EXPECT_EQ(columns_of("select * from t natural join u"), "a|s|day|st|n");
  EXPECT_THAT(error_of("select n from t left anti join u using (a)"),
              StartsWith("[UNRESOLVED_COLUMN.WITH_SUGGESTION]"));
}

TEST_F(SparkQueryTest, AJoinIsOfOneKind) {
  EXPECT_THAT(error_of("select * from t left semi anti join u on t.a = u.a"),
              StartsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near 'anti'."));
  EXPECT_THAT(error_of("select * from t cross left join u"),
              StartsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near 'left'."));
}

TEST_F(SparkQueryTest, WithRollupStandsBehindPlainKeysOnly) {
  EXPECT_EQ(columns_of("select a, s, count(*) as n from t group by a, s with rollup"), "a|s|n");
  EXPECT_THAT(error_of("select a, s, count(*) from t group by rollup(a), s with cube"),
              StartsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near 'with'."));
}

TEST_F(SparkQueryTest, AGeneratorHasColumnsBesideThoseOfItsRow) {
  EXPECT_EQ(columns_of("select a, e.* from t lateral view posexplode(array(a, 2)) e"), "a|pos|col");
  EXPECT_EQ(columns_of("select explode(map(a, s)) as (k, v) from t"), "k|v");
  EXPECT_THAT(error_of("select explode(array(a)) + 1 from t"),
              StartsWith("[UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS]"));
  EXPECT_THAT(error_of("select explode(array(a)), explode(array(a)) from t"),
              StartsWith("[UNSUPPORTED_GENERATOR.MULTI_GENERATOR]"));
  EXPECT_THAT(error_of("select x from t lateral view posexplode(array(a)) e as x"),
              StartsWith("[UDTF_ALIAS_NUMBER_MISMATCH]"));
}

TEST_F(SparkQueryTest, PivotHasAColumnForEachValueAndAggregate) {
  EXPECT_EQ(
      columns_of(
          "select * from (select a, s, day from t) pivot (sum(a) as sa, max(a) for s in ('x' as xs, 'y'))"),
      "day|xs_sa|xs_max(a)|y_sa|y_max(a)");
}

TEST_F(SparkQueryTest, ASyntaxErrorShowsItsPlace) {
  EXPECT_EQ(
      error_of("select a\nform t x"),
      "[PARSE_SYNTAX_ERROR] Syntax error at or near 't'. (line 2, pos 5)\n\n== SQL ==\nselect a\nform t "
      "x\n-----^^^\n");
  EXPECT_THAT(error_of("select (a"),
              StartsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near end of input. (line 1, pos 9)"));
}

TEST_F(SparkQueryTest, ErrorsHaveSparksClasses) {
  EXPECT_EQ(error_of("select zz from t"),
            "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `zz` "
            "cannot be "
            "resolved. Did you mean one of the following? [`a`, `s`, `st`, `day`].; line 1 pos 7");
  EXPECT_THAT(error_of("select a from nope"),
              StartsWith("[TABLE_OR_VIEW_NOT_FOUND] The table or view `nope` cannot be found."));
  EXPECT_THAT(error_of("select nofn(a) from t"),
              StartsWith("[UNRESOLVED_ROUTINE] Cannot resolve routine `nofn`"));
  EXPECT_THAT(error_of("select sentences(s) from t"),
              StartsWith("[UNSUPPORTED_FEATURE] The function `sentences` is not supported yet."));
  EXPECT_THAT(error_of("select s, a from t group by s"), StartsWith("[MISSING_AGGREGATION]"));
  EXPECT_THAT(error_of("select a, count(*) from t"), StartsWith("[MISSING_GROUP_BY]"));
  EXPECT_THAT(error_of("select a from t, u"), StartsWith("[AMBIGUOUS_REFERENCE]"));
  EXPECT_THAT(error_of("select 1 from nothing"), HasSubstr("nothing has nothing to read"));
  EXPECT_THAT(error_of("insert into t values (1)"),
              StartsWith("[UNSUPPORTED_FEATURE] INSERT is not supported yet"));
}

TEST_F(SparkQueryTest, WhatNestsDeeplyIsRefused) {
  std::string text = "a";
  for (int i = 0; i < 700; ++i) text = "(" + text + " + 1)";
  EXPECT_THAT(error_of("select " + text + " from t"), HasSubstr("nests more than 600 levels"));
}

TEST(DurationTest, IsShownAsSparkShowsIt) {
  const auto shown = [](std::string_view text) {
    DurationSum sum;
    return sum.add_text(text) && sum.total() ? to_string(*sum.total()) : "none";
  };
  EXPECT_EQ(shown("1 day"), "INTERVAL '1' DAY");
  EXPECT_EQ(shown("2 weeks"), "INTERVAL '14' DAY");
  EXPECT_EQ(shown("1 day 2 hours"), "INTERVAL '1 02' DAY TO HOUR");
  EXPECT_EQ(shown("1 day 3 seconds"), "INTERVAL '1 00:00:03' DAY TO SECOND");
  EXPECT_EQ(shown("1 year 2 months"), "INTERVAL '1-2' YEAR TO MONTH");
  EXPECT_EQ(shown("-3 minutes"), "INTERVAL '-03' MINUTE");
  EXPECT_EQ(shown("1 month 1 day"), "none");
  EXPECT_EQ(shown("1 fortnight"), "none");
}

}  // namespace
}  // namespace sql
