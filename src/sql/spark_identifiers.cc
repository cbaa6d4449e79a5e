#include "sql/spark_identifiers.h"

#include <string>

#include "sql/dialect.h"
#include "sql/lexer.h"
#include "sql/parser.h"
#include "sql/spark_errors.h"

namespace sql {
namespace {

bool is_symbol(const Token& token, std::string_view text) {
  return token.kind == TokenKind::Symbol && token.text == text;
}

bool begins_identifier(const std::vector<Token>& tokens, std::size_t at) {
  return at + 2 < tokens.size() && tokens[at].kind == TokenKind::Identifier &&
         tokens[at].keyword == "IDENTIFIER" && is_symbol(tokens[at + 1], "(");
}

base::Error not_constant(const Token& token) {
  if (token.kind == TokenKind::Identifier && token.keyword == "NULL")
    return spark_error(
        token.position, "NOT_A_CONSTANT_STRING.WRONG_TYPE",
        "The expression <expr> used for the routine or clause <name> must be a constant STRING "
        "which is NOT NULL. The data type of the expression is <dataType>.",
        {{"name", "IDENTIFIER"}, {"expr", "NULL"}, {"dataType", "void"}});
  return not_supported_yet(token.position, "IDENTIFIER of other than a text");
}

// 'a' 'b' || 'c': the text; `at` is left behind it.
base::Result<std::string> constant_text(const std::vector<Token>& tokens, std::size_t& at) {
  std::string text;
  for (;;) {
    if (tokens[at].kind != TokenKind::String) return not_constant(tokens[at]);
    while (tokens[at].kind == TokenKind::String) text += tokens[at++].text;
    if (!is_symbol(tokens[at], "||")) break;
    ++at;
  }
  if (!is_symbol(tokens[at], ")")) return not_constant(tokens[at]);
  ++at;
  return text;
}

// a.`b c`, all at the place of the word.
base::Result<void> add_name(const std::string& text, const Token& word, std::vector<Token>& out) {
  const TableName name = TRY(parse_table_name(text, spark()));
  for (const Name& part : name.parts) {
    if (&part != &name.parts.front())
      out.push_back(
          {.kind = TokenKind::Symbol, .text = ".", .position = word.position, .offset = word.offset});
    out.push_back({.kind = TokenKind::QuotedIdentifier,
                   .text = part.text,
                   .position = word.position,
                   .offset = word.offset});
  }
  return {};
}

}  // namespace

base::Result<std::vector<Token>> name_spark_identifiers(std::vector<Token> tokens) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < tokens.size();) {
    if (!begins_identifier(tokens, at)) {
      out.push_back(std::move(tokens[at++]));
      continue;
    }
    const Token word = tokens[at];
    at += 2;
    const std::string text = TRY(constant_text(tokens, at));
    TRY(add_name(text, word, out));
  }
  return out;
}

}  // namespace sql
