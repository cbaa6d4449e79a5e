#include "sql/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sql {
namespace {

using testing::ElementsAre;

// As Hive and Spark write them: names in backquotes, two kinds of quotes for texts, escapes in both.
const Dialect kBackquoting{.identifier_quote = '`',
                           .double_quoted_strings = true,
                           .backslash_escapes = true,
                           .is_reserved = [](std::string_view) { return false; }};

std::vector<std::string> texts(std::string_view sql, const Dialect& dialect = trino()) {
  const auto tokens = tokenize(sql, dialect);
  if (!tokens.ok()) return {tokens.error().message};
  std::vector<std::string> result;
  for (const Token& token : *tokens) result.push_back(token.text);
  return result;
}

TokenKind first_kind(std::string_view sql, const Dialect& dialect = trino()) {
  return tokenize(sql, dialect).value().front().kind;
}

TEST(LexerTest, CutsWordsNumbersAndSymbols) {
  EXPECT_THAT(texts("select a1,b from t where x<>1.5e3"),
              ElementsAre("select", "a1", ",", "b", "from", "t", "where", "x", "<>", "1.5e3", "<EOF>"));
}

TEST(LexerTest, ADoubledQuoteInAStringIsOneQuote) {
  EXPECT_THAT(texts("'it''s'"), ElementsAre("it's", "<EOF>"));
  EXPECT_THAT(texts("''"), ElementsAre("", "<EOF>"));
}

TEST(LexerTest, DoubleQuotesNameThingsOrMakeStringsAsTheDialectSays) {
  EXPECT_EQ(first_kind("\"a b\""), TokenKind::QuotedIdentifier);
  EXPECT_EQ(first_kind("\"a b\"", kBackquoting), TokenKind::String);
}

TEST(LexerTest, BackquotesNameThingsWhereTheDialectSaysSo) {
  EXPECT_EQ(first_kind("`a b`", kBackquoting), TokenKind::QuotedIdentifier);
  EXPECT_THAT(texts("`a`"),
              ElementsAre("line 1:1: backquoted identifiers are not supported; use double quotes to "
                          "quote identifiers"));
}

TEST(LexerTest, BackslashesAreEscapesWhereTheDialectSaysSo) {
  EXPECT_THAT(texts(R"('a\tb')"), ElementsAre(R"(a\tb)", "<EOF>"));
  EXPECT_THAT(texts(R"('a\tb')", kBackquoting), ElementsAre("a\tb", "<EOF>"));
}

TEST(LexerTest, CommentsAreLeftOut) {
  EXPECT_THAT(texts("1 -- one\n/* two\n lines */ 2"), ElementsAre("1", "2", "<EOF>"));
}

TEST(LexerTest, NumbersTellTheirKind) {
  EXPECT_EQ(first_kind("12"), TokenKind::Integer);
  EXPECT_EQ(first_kind("1.50"), TokenKind::Decimal);
  EXPECT_EQ(first_kind(".5"), TokenKind::Decimal);
  EXPECT_EQ(first_kind("1e-3"), TokenKind::Double);
}

TEST(LexerTest, AHexStringGivesItsBytes) {
  EXPECT_THAT(texts("X'41 4a'"), ElementsAre("AJ", "<EOF>"));
}

TEST(LexerTest, PositionsCountLinesAndCharacters) {
  const auto tokens = tokenize("'é' x\n  y", trino()).value();
  EXPECT_EQ(tokens[1].position.column, 5);  // é is one character of two bytes
  EXPECT_EQ(tokens[2].position.line, 2);
  EXPECT_EQ(tokens[2].position.column, 3);
}

TEST(LexerTest, WhatIsNotClosedIsAnErrorWhereItBegins) {
  EXPECT_THAT(texts("1 'abc"), ElementsAre("line 1:3: the quote is not closed"));
  EXPECT_THAT(texts("/* abc"), ElementsAre("line 1:1: the comment is not closed"));
}

TEST(LexerTest, ANameDoesNotBeginWithADigit) {
  EXPECT_THAT(texts("select 1a"),
              ElementsAre("line 1:8: identifiers must not start with a digit; surround the "
                          "identifier with double quotes"));
}

TEST(LexerTest, NumbersMayHaveUnderscoresAndOtherRadices) {
  EXPECT_THAT(texts("1_000 0x1F 0b101 0o17"), ElementsAre("1000", "31", "5", "15", "<EOF>"));
  EXPECT_THAT(texts("select 1_"),
              ElementsAre("line 1:8: identifiers must not start with a digit; surround the "
                          "identifier with double quotes"));
}

TEST(LexerTest, UnicodeTextsAreDecoded) {
  EXPECT_THAT(texts("U&'\\00e9' U&'!00e9' uescape '!'"), ElementsAre("é", "é", "<EOF>"));
  EXPECT_THAT(texts("U&'\\d83d'"),
              ElementsAre("line 1:1: Invalid escaped character: d83d. Escaped character is a "
                          "surrogate. Use '\\+123456' instead."));
}

TEST(LexerTest, StrangeCharactersAndBytesAreErrors) {
  EXPECT_THAT(texts("select é"), ElementsAre("line 1:8: extraneous input 'é'"));
  EXPECT_THAT(texts("\xff"), ElementsAre("line 1:1: the statement is not valid UTF-8"));
}

}  // namespace
}  // namespace sql
