#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"
#include "sql/dialect.h"
#include "sql/session.h"
#include "sql/token.h"

namespace sql {

// What CURRENT_USER, CURRENT_CATALOG and CURRENT_SCHEMA stand for.
struct SessionNames {
  std::string user;
  std::string schema;
  std::string catalog = std::string(kCatalog);
};

// The tokens of one statement with a place in them: what every part of the parser looks at and takes from.
// Keywords are given in upper case. One thread; lives as long as the parse.
class TokenStream {
 public:
  TokenStream(std::vector<Token> tokens, const Dialect& dialect, SessionNames session = {})
      : tokens_(std::move(tokens)), dialect_(dialect), session_(std::move(session)) {}

  const Dialect& dialect() const { return dialect_; }
  const SessionNames& session() const { return session_; }
  const Token& peek(std::size_t ahead = 0) const;
  Position position() const { return peek().position; }
  const Token& take();

  bool at_keyword(std::string_view keyword, std::size_t ahead = 0) const;
  bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const;
  // Of how many tokens the operator here is, a word or symbols without blanks between them: 2 of >>, which
  // also ends array<array<int>>; 0: it is another.
  std::size_t at_operator(std::string_view text) const;
  bool at_name() const;                        // a quoted name, or a word that is not reserved
  bool at_query(std::size_t ahead = 0) const;  // a word that begins one
  bool at_end() const { return peek().kind == TokenKind::End; }

  bool take_keyword(std::string_view keyword);  // false: something else stands here, nothing is taken
  bool take_symbol(std::string_view symbol);
  base::Result<void> expect_keyword(std::string_view keyword);
  base::Result<void> expect_symbol(std::string_view symbol);
  base::Result<Name> expect_name();
  // Any word where Spark is spoken: nothing else can stand there.
  base::Result<Name> expect_name_behind_dot();

  // "mismatched input 'x'. Expecting: ..." at the current token; `expecting` is the list as the message shows
  // it.
  base::Error mismatch(std::string_view expecting) const;

 private:
  Name take_name();

  std::vector<Token> tokens_;
  const Dialect& dialect_;
  const SessionNames session_;
  std::size_t next_ = 0;
};

}  // namespace sql
