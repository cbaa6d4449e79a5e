#include "sql/token_stream.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/rules.h"

namespace sql {

const Token& TokenStream::peek(std::size_t ahead) const {
  return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];  // the End token stands for all behind it
}

const Token& TokenStream::take() {
  const Token& token = peek();
  if (token.kind != TokenKind::End) ++next_;
  return token;
}

bool TokenStream::at_keyword(std::string_view keyword, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::Identifier && token.keyword == keyword;
}

bool TokenStream::at_symbol(std::string_view symbol, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::Symbol && token.text == symbol;
}

std::size_t TokenStream::at_operator(std::string_view text) const {
  if (at_symbol(text) || at_keyword(text)) return 1;
  std::size_t tokens = 0;
  for (std::size_t offset = peek().offset; !text.empty(); ++tokens) {
    const Token& token = peek(tokens);
    if (token.kind != TokenKind::Symbol || token.offset != offset || !text.starts_with(token.text)) return 0;
    text.remove_prefix(token.text.size());
    offset += token.text.size();
  }
  return tokens;
}

bool TokenStream::at_name() const {
  const Token& token = peek();
  if (token.kind == TokenKind::QuotedIdentifier) return true;
  return token.kind == TokenKind::Identifier && !dialect_.is_reserved(token.keyword);
}

bool TokenStream::at_query(std::size_t ahead) const {
  for (std::string_view word : {"SELECT", "WITH", "VALUES", "TABLE"}) {
    if (at_keyword(word, ahead)) return true;
  }
  return dialect_.spark_grammar && at_keyword("FROM", ahead);
}

bool TokenStream::take_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  take();
  return true;
}

bool TokenStream::take_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  take();
  return true;
}

base::Result<void> TokenStream::expect_keyword(std::string_view keyword) {
  if (!take_keyword(keyword)) return mismatch(fmt::format("'{}'", keyword));
  return {};
}

base::Result<void> TokenStream::expect_symbol(std::string_view symbol) {
  if (!take_symbol(symbol)) return mismatch(fmt::format("'{}'", symbol));
  return {};
}

base::Result<Name> TokenStream::expect_name() {
  return at_name() ? take_name() : base::Result<Name>(mismatch("<identifier>"));
}

base::Result<Name> TokenStream::expect_name_behind_dot() {
  return dialect_.rules != nullptr && peek().kind == TokenKind::Identifier ? take_name() : expect_name();
}

Name TokenStream::take_name() {
  const Token& token = take();
  const bool quoted = token.kind == TokenKind::QuotedIdentifier;
  return {.text = quoted || dialect_.keeps_case ? token.text : base::to_lower(token.text),
          .position = token.position};
}

base::Error TokenStream::mismatch(std::string_view expecting) const {
  if (dialect_.rules != nullptr) return dialect_.rules->near(peek());
  return syntax_error(position(),
                      fmt::format("mismatched input '{}'. Expecting: {}", peek().text, expecting));
}

}  // namespace sql
