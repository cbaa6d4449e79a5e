#include "sql/parameters.h"

#include <gtest/gtest.h>

#include "sql/lexer.h"
#include "sql/parser.h"

namespace sql {
namespace {

// The bound statement, its tokens between blanks, or the error.
std::string bound(std::string_view text, const std::vector<std::string>& values) {
  const auto tokens = bind_parameters(tokenize(text, trino()).value(), values, trino());
  if (!tokens.ok()) return tokens.error().code + ": " + tokens.error().message;
  std::string result;
  for (const Token& token : *tokens) {
    const bool quoted = token.kind == TokenKind::String;
    result += (result.empty() ? "" : " ") + (quoted ? "'" + token.text + "'" : token.text);
  }
  return result;
}

TEST(ParametersTest, ValuesTakeThePlacesInTheirOrder) {
  EXPECT_EQ(bound("a = ? and b = ?", {"1", "'x'"}), "a = 1 and b = 'x' <EOF>");
  EXPECT_EQ(bound("a = '?'", {}), "a = '?' <EOF>");
}

TEST(ParametersTest, AValueOfManyWordsStaysOneExpression) {
  EXPECT_EQ(bound("2 * ?", {"1 + 1"}), "2 * ( 1 + 1 ) <EOF>");
  EXPECT_EQ(bound("a = ?", {"DATE '2024-01-31'"}), "a = ( DATE '2024-01-31' ) <EOF>");
}

TEST(ParametersTest, TheirNumberIsTheStatements) {
  EXPECT_EQ(bound("a = ?", {}),
            "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0");
  EXPECT_EQ(bound("a", {"1"}),
            "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 0 but found 1");
}

TEST(ParametersTest, AValueIsNeverSqlOfItsOwn) {
  EXPECT_EQ(bound("a = ?", {"1 or 1 = 1"}), "a = ( 1 or 1 = 1 ) <EOF>");
  EXPECT_EQ(bound("a = (?)", {"1) or (true"}),
            "SYNTAX_ERROR: line 1:6: parameter 1: line 1:2: mismatched input ')'. Expecting: <EOF>");
  EXPECT_EQ(bound("a = ?", {"1 -- x"}), "a = 1 <EOF>");
  EXPECT_EQ(bound("a = ?", {"(select secret from t)"}),
            "EXPRESSION_NOT_CONSTANT: line 1:5: Constant expression cannot contain a subquery");
  EXPECT_EQ(bound("a = ?", {"lower(b)"}),
            "EXPRESSION_NOT_CONSTANT: line 1:5: Constant expression cannot contain column references");
  EXPECT_EQ(bound("a = ?", {"?"}),
            "NOT_SUPPORTED: line 1:5: parameter 1: line 1:1: a parameter (?) is not supported yet");
}

TEST(ParametersTest, AnErrorSaysInWhichValueItIs) {
  EXPECT_EQ(bound("a = ? and b = ?", {"1", "2 3"}),
            "SYNTAX_ERROR: line 1:15: parameter 2: line 1:3: mismatched input '3'. Expecting: <EOF>");
}

TEST(ParametersTest, ALimitMayBeOne) {
  const std::vector<std::string> values{"5"};
  const auto tree = parse_query("select 1 limit ?", trino(), values);
  ASSERT_TRUE(tree.ok()) << tree.error().message;
  EXPECT_EQ(tree->limit, 5);
}

}  // namespace
}  // namespace sql
