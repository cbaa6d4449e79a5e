#include "sql/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string error_of(std::string_view sql) {
  const auto parsed = parse_query(sql, trino());
  return parsed.ok() ? "no error" : parsed.error().code + ": " + parsed.error().message;
}

// The tree of a text that is one SELECT.
const Select& select_of(const base::Result<QueryTree>& tree) {
  return std::get<Select>(tree.value().body);
}

std::string repeat(std::string_view text, int times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

TEST(ParserTest, TakesAWholeQuery) {
  const auto tree = parse_query(
      "SELECT DISTINCT o.a AS x, count(*) n FROM db.orders o JOIN c USING (id), d WHERE a > 1 GROUP BY 1, "
      "o.b "
      "HAVING count(*) > 2 ORDER BY 2 DESC NULLS FIRST, x OFFSET 5 ROWS LIMIT 10;",
      trino());
  ASSERT_TRUE(tree.ok()) << tree.error().message;
  const Select& select = select_of(tree);
  EXPECT_TRUE(select.distinct);
  EXPECT_EQ(select.items[0].alias->text, "x");
  EXPECT_EQ(std::get<TableName>(select.from->first.source).parts[1].text, "orders");
  EXPECT_EQ(select.from->joins[0].using_columns[0].text, "id");
  EXPECT_EQ(select.from->joins.size(), 2u);
  EXPECT_EQ(select.group_by.size(), 2u);
  EXPECT_TRUE(tree->order_by[0].descending);
  EXPECT_TRUE(tree->order_by[0].nulls_first);
  EXPECT_FALSE(tree->order_by[1].nulls_first);
  EXPECT_EQ(tree->offset, 5);
  EXPECT_EQ(tree->limit, 10);
}

TEST(ParserTest, NamesBecomeLowerCaseUnlessQuoted) {
  const auto tree = parse_query("select Abc, \"Abc\" from T", trino());
  const Select& select = select_of(tree);
  EXPECT_EQ(std::get<ColumnName>(select.items[0].expression->node).parts[0].text, "abc");
  EXPECT_EQ(std::get<ColumnName>(select.items[1].expression->node).parts[0].text, "Abc");
  EXPECT_EQ(std::get<TableName>(select.from->first.source).parts[0].text, "t");
}

TEST(ParserTest, MultiplicationBindsMoreThanAdditionAndAndMoreThanOr) {
  const auto tree = parse_query("select 1 + 2 * 3, a or b and not c = 1", trino());
  const Select& select = select_of(tree);
  const auto& sum = std::get<Binary>(select.items[0].expression->node);
  EXPECT_EQ(sum.op, BinaryOperator::Add);
  EXPECT_EQ(std::get<Binary>(sum.right->node).op, BinaryOperator::Multiply);
  const auto& either = std::get<Logical>(select.items[1].expression->node);
  EXPECT_EQ(either.kind, Logical::Kind::Or);
  const auto& both = std::get<Logical>(either.terms[1]->node);
  EXPECT_TRUE(std::holds_alternative<Binary>(std::get<Not>(both.terms[1]->node).operand->node));
}

TEST(ParserTest, AChainOfOrsStaysFlat) {
  const auto tree = parse_query("select " + repeat("a = 1 or ", 20000) + "false", trino());
  ASSERT_TRUE(tree.ok()) << tree.error().message;
  EXPECT_LE(select_of(tree).items[0].expression->depth, 3);
}

TEST(ParserTest, AMisspeltVerbIsMismatchedInput) {
  EXPECT_THAT(error_of("selec 1"),
              StartsWith("SYNTAX_ERROR: line 1:1: mismatched input 'selec'. Expecting: "));
}

TEST(ParserTest, AMissingPartIsNamedWithItsPlace) {
  EXPECT_EQ(error_of("select a from"),
            "SYNTAX_ERROR: line 1:14: mismatched input '<EOF>'. Expecting: <identifier>");
  EXPECT_EQ(error_of("select\n from t"),
            "SYNTAX_ERROR: line 2:2: mismatched input 'from'. Expecting: <expression>");
  EXPECT_EQ(error_of("select a from t join s"),
            "SYNTAX_ERROR: line 1:23: mismatched input '<EOF>'. Expecting: 'ON', 'USING'");
  EXPECT_EQ(error_of(""), "SYNTAX_ERROR: line 1:1: mismatched input '<EOF>'. Expecting: 'SELECT', <query>");
}

TEST(ParserTest, IntersectBindsMoreThanUnionAndExcept) {
  const auto tree = parse_query("select 1 union all select 2 intersect select 3 except (select 4)", trino());
  const auto& except = std::get<SetOperation>(tree.value().body);
  EXPECT_EQ(except.kind, SetOperation::Kind::Except);
  const auto& all = std::get<SetOperation>(except.left->body);
  EXPECT_TRUE(all.kind == SetOperation::Kind::Union && all.all);
  EXPECT_EQ(std::get<SetOperation>(all.right->body).kind, SetOperation::Kind::Intersect);
}

TEST(ParserTest, ParenthesesInFromAreAQueryOrJoins) {
  const auto source_of = [](std::string_view from) {
    const auto tree = parse_query("select 1 from " + std::string(from), trino());
    if (!tree.ok()) return tree.error().message;
    const char* const kinds[] = {"table", "query", "joins"};
    return std::string(kinds[select_of(tree).from->first.source.index()]);
  };
  EXPECT_EQ(source_of("(select 1)"), "query");
  EXPECT_EQ(source_of("((select 1) union (select 2)) t"), "query");
  EXPECT_EQ(source_of("(((select 1)))"), "query");
  EXPECT_EQ(source_of("(values 1, 2) t(a)"), "query");
  EXPECT_EQ(source_of("((select 1) a cross join b)"), "joins");
  EXPECT_EQ(source_of("(a join b on true) x"), "joins");
  EXPECT_THAT(source_of(repeat("(", 10000) + "a"), HasSubstr("the query nests more than 60 levels deep"));
}

TEST(ParserTest, OneStatementOnly) {
  EXPECT_THAT(error_of("select 1; select 2"),
              HasSubstr("line 1:11: mismatched input 'select'. Expecting: <EOF>"));
}

TEST(ParserTest, ComparisonsDoNotChain) {
  EXPECT_THAT(error_of("select a = b = c"), HasSubstr("line 1:14: mismatched input '='"));
}

TEST(ParserTest, WhatComesLaterIsRefusedByName) {
  EXPECT_EQ(error_of("select * from a natural join b"),
            "NOT_SUPPORTED: line 1:15: Natural join not supported");
  EXPECT_EQ(error_of("select 1 fetch first 2 rows with ties"),
            "MISSING_ORDER_BY: line 1:10: FETCH FIRST WITH TIES clause requires ORDER BY");
  EXPECT_EQ(error_of("select * from t match_recognize (pattern (a) define a as true)"),
            "NOT_SUPPORTED: line 1:17: MATCH_RECOGNIZE is not supported yet");
  EXPECT_EQ(error_of("create table t as select 1"), "NOT_SUPPORTED: line 1:1: CREATE is not supported yet");
  EXPECT_EQ(error_of("select * from table(sequence(1, 3))"),
            "FUNCTION_NOT_FOUND: line 1:21: Table function 'sequence' not registered");
}

TEST(ParserTest, AStatementOfAnotherDialectIsNamedBeforeItsWordsAreRead) {
  EXPECT_EQ(error_of("/* a table */\n create external table `t` (a int)"),
            "NOT_SUPPORTED: line 2:2: CREATE is not supported yet");
}

TEST(ParserTest, DeepNestingIsRefusedNotCrashed) {
  EXPECT_THAT(error_of("select " + repeat("(", 100000) + "1"), HasSubstr("nests more than 600 levels deep"));
  EXPECT_THAT(error_of("select " + repeat("- ", 100000) + "1"), HasSubstr("nests more than 600 levels deep"));
  EXPECT_THAT(error_of("select " + repeat("not ", 100000) + "true"),
              HasSubstr("nests more than 600 levels deep"));
  EXPECT_THAT(error_of("select 1" + repeat("+1", 100000)), HasSubstr("nests more than 600 levels deep"));
  EXPECT_THAT(error_of("select " + repeat("case when ", 100000)),
              HasSubstr("nests more than 600 levels deep"));
  EXPECT_THAT(error_of("select " + repeat("f(", 100000)), HasSubstr("nests more than 600 levels deep"));
}

}  // namespace
}  // namespace sql
