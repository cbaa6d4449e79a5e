#include "sql/prepared.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(PreparedTest, AStatementIsPreparedAsItIsWritten) {
  const auto prepare = parse_prepare("prepare My_Query from\n  select 'ä', ? -- x\n from t;\n").value();
  EXPECT_EQ(prepare.name, "My_Query");
  EXPECT_EQ(prepare.position.line, 2);
  EXPECT_EQ(prepare.position.column, 3);
  EXPECT_EQ(prepare.statement, "select 'ä', ? -- x\n from t;");
  EXPECT_EQ(parse_prepare("prepare q from ").error().message,
            "line 1:16: mismatched input '<EOF>'. Expecting: <statement>");
}

TEST(PreparedTest, ValuesAreCutAtTheirCommas) {
  const auto execute =
      parse_execute("EXECUTE q USING 1 , 'a,b;', concat('ä', 'x'), date '2024-01-31';").value();
  EXPECT_EQ(execute.name, "q");
  EXPECT_THAT(execute.values, ElementsAre("1", "'a,b;'", "concat('ä', 'x')", "date '2024-01-31'"));
  EXPECT_TRUE(parse_execute("execute q").value().values.empty());
}

TEST(PreparedTest, ValuesOfManyLinesAreCutWhereTheyStand) {
  EXPECT_THAT(parse_execute("execute q\nusing 1,\n\n  'ä',\n2").value().values, ElementsAre("1", "'ä'", "2"));
}

// Of the longest text; were it counted from its beginning for each value, that would be many seconds' work.
TEST(PreparedTest, AsManyValuesAsATextHoldsAreCut) {
  constexpr std::size_t kLongest = 262'144;  // of a query's text, in bytes
  std::string text = "execute q using 1";
  while (text.size() + 2 <= kLongest) text += ",1";
  const auto execute = parse_execute(text).value();
  EXPECT_EQ(execute.values.size(), 1 + (text.size() - std::string_view("execute q using 1").size()) / 2);
  EXPECT_EQ(execute.values.back(), "1");
}

TEST(PreparedTest, WhatIsMissingIsNamed) {
  EXPECT_THAT(parse_execute("execute q using 1,").error().message, HasSubstr("Expecting: <expression>"));
  EXPECT_THAT(parse_execute("execute 1").error().message, HasSubstr("Expecting: <identifier>"));
  EXPECT_THAT(parse_execute("execute q 1").error().message,
              HasSubstr("mismatched input '1'. Expecting: <EOF>"));
  EXPECT_THAT(parse_execute("execute immediate 'select 1'").error().message,
              HasSubstr("EXECUTE IMMEDIATE is not supported yet"));
  EXPECT_THAT(parse_deallocate("deallocate q").error().message, HasSubstr("Expecting: 'PREPARE'"));
  EXPECT_EQ(parse_deallocate("DEALLOCATE PREPARE q;").value().name, "q");
}

TEST(PreparedTest, SyntaxIsCheckedWithoutValues) {
  EXPECT_TRUE(check_syntax("select a from t where b = ? limit ?").ok());
  EXPECT_EQ(check_syntax("select 1, date ?").error().message,
            "line 1:16: mismatched input '?'. Expecting: <EOF>");
  EXPECT_THAT(check_syntax("select a form t where b = ?").error().message, HasSubstr("mismatched input 't'"));
  EXPECT_THAT(check_syntax("select 'a").error().message, HasSubstr("line 1:8"));
}

TEST(PreparedTest, WhatIsNotDoneYetIsNoErrorOfSyntax) {
  EXPECT_TRUE(check_syntax("with recursive r as (select 1) select * from r").ok());
  EXPECT_TRUE(check_syntax("select * from a natural join b").ok());
}

}  // namespace
}  // namespace sql
