#include "sql/parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "sql/ast_walks.h"
#include "sql/expression_parser.h"
#include "sql/lexer.h"
#include "sql/token_stream.h"

namespace sql {
namespace {

bool is_parameter(const Token& token) {
  return token.kind == TokenKind::Symbol && token.text == "?";
}

base::Error not_constant(Position position, std::string_view what) {
  return error_at(position, "EXPRESSION_NOT_CONSTANT",
                  fmt::format("Constant expression cannot contain {}", what));
}

base::Result<void> check_constant(const Expression& expression, Position place) {
  if (std::holds_alternative<ColumnName>(expression.node)) return not_constant(place, "column references");
  base::Result<void> result;
  for_each_child(expression, [&](const Expression& child) {
    if (result.ok()) result = check_constant(child, place);
  });
  return result;
}

// The tokens of one value, without the End, all at the place of its `?`.
base::Result<std::vector<Token>> value_tokens(const std::string& value, Position place,
                                              const Dialect& dialect) {
  std::vector<Token> tokens = TRY(tokenize(value, dialect));
  TokenStream stream(tokens, dialect);
  ExpressionParser parser(stream,
                          [place]() -> base::Result<QueryPtr> { return not_constant(place, "a subquery"); });
  const ExpressionPtr expression = TRY(parser.parse());
  if (!stream.at_end()) return stream.mismatch("<EOF>");
  TRY(check_constant(*expression, place));
  tokens.pop_back();
  for (Token& token : tokens) token.position = place;
  return tokens;
}

// An error in a value has its place there: the message says in which value that is.
base::Error in_value(base::Error error, std::size_t number, Position place) {
  if (error.code == "EXPRESSION_NOT_CONSTANT") return error;  // that is told at the `?`
  error.message =
      fmt::format("line {}:{}: parameter {}: {}", place.line, place.column, number, error.message);
  return error;
}

void append(std::vector<Token>& tokens, std::vector<Token> value, Position place) {
  const bool grouped = value.size() > 1;
  if (grouped) tokens.push_back({.kind = TokenKind::Symbol, .text = "(", .position = place});
  std::ranges::move(value, std::back_inserter(tokens));
  if (grouped) tokens.push_back({.kind = TokenKind::Symbol, .text = ")", .position = place});
}

}  // namespace

base::Result<std::vector<Token>> bind_parameters(std::vector<Token> tokens, Parameters values,
                                                 const Dialect& dialect) {
  const auto expected = static_cast<std::size_t>(std::ranges::count_if(tokens, is_parameter));
  if (expected != values.size()) {
    return error_at(
        tokens.front().position, "INVALID_PARAMETER_USAGE",
        fmt::format("Incorrect number of parameters: expected {} but found {}", expected, values.size()));
  }
  if (expected == 0) return tokens;
  std::vector<Token> bound;
  std::size_t next = 0;
  for (Token& token : tokens) {
    if (is_parameter(token)) {
      auto value = value_tokens(values[next++], token.position, dialect);
      if (!value.ok()) return in_value(value.error(), next, token.position);
      append(bound, *std::move(value), token.position);
    } else {
      bound.push_back(std::move(token));
    }
  }
  return bound;
}

}  // namespace sql
