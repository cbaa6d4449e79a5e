#include "sql/prepared.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/lexer.h"
#include "sql/parser.h"
#include "sql/token_stream.h"

namespace sql {
namespace {

// One statement, from word to word.
class Words {
 public:
  static base::Result<Words> of(std::string_view text) { return Words(text, TRY(tokenize(text, trino()))); }

  TokenStream& tokens() { return tokens_; }

  base::Result<std::string> name() {
    if (!tokens_.at_name()) return tokens_.mismatch("<identifier>");
    return tokens_.take().text;
  }

  base::Result<void> end() {
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return {};
  }

  // The text from here up to the token `end`.
  std::string text_until(const Token& end) const {
    const std::size_t from = tokens_.peek().offset;
    return std::string(base::trim(text_.substr(from, end.offset - from)));
  }

  // Where the value that begins here ends: at a comma, a semicolon or the end, outside of all parentheses.
  std::size_t value_length() const {
    int open = 0;
    for (std::size_t ahead = 0;; ++ahead) {
      const Token& token = tokens_.peek(ahead);
      if (token.kind == TokenKind::End) return ahead;
      if (token.kind != TokenKind::Symbol) continue;
      if (token.text == "(" || token.text == "[") ++open;
      if (token.text == ")" || token.text == "]") --open;
      if (open <= 0 && (token.text == "," || token.text == ";")) return ahead;
    }
  }

  base::Result<std::string> value() {
    const std::size_t length = value_length();
    if (length == 0) return tokens_.mismatch("<expression>");
    std::string text = text_until(tokens_.peek(length));
    for (std::size_t taken = 0; taken < length; ++taken) tokens_.take();
    return text;
  }

 private:
  Words(std::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens), trino()) {}

  std::string_view text_;
  TokenStream tokens_;
};

}  // namespace

base::Result<Prepare> parse_prepare(std::string_view text) {
  Words words = TRY(Words::of(text));
  TokenStream& tokens = words.tokens();
  TRY(tokens.expect_keyword("PREPARE"));
  Prepare prepare{.name = TRY(words.name())};
  TRY(tokens.expect_keyword("FROM"));
  if (tokens.at_end()) return tokens.mismatch("<statement>");
  prepare.position = tokens.position();
  prepare.statement = std::string(base::trim(text.substr(tokens.peek().offset)));
  return prepare;
}

base::Result<Execute> parse_execute(std::string_view text) {
  Words words = TRY(Words::of(text));
  TokenStream& tokens = words.tokens();
  TRY(tokens.expect_keyword("EXECUTE"));
  if (tokens.at_keyword("IMMEDIATE")) return not_supported_yet(tokens.position(), "EXECUTE IMMEDIATE");
  Execute execute{.name = TRY(words.name())};
  if (tokens.take_keyword("USING")) {
    do {
      execute.values.push_back(TRY(words.value()));
    } while (tokens.take_symbol(","));
  }
  TRY(words.end());
  return execute;
}

base::Result<Deallocate> parse_deallocate(std::string_view text) {
  Words words = TRY(Words::of(text));
  TRY(words.tokens().expect_keyword("DEALLOCATE"));
  TRY(words.tokens().expect_keyword("PREPARE"));
  Deallocate deallocate{.name = TRY(words.name())};
  TRY(words.end());
  return deallocate;
}

base::Result<void> check_syntax(std::string_view query) {
  // A number may stand wherever a value may, and is a count of rows too.
  const std::string number = "1";
  std::vector<Position> places;
  for (const Token& token : TRY(tokenize(query, trino())))
    if (token.kind == TokenKind::Symbol && token.text == "?") places.push_back(token.position);
  const auto tree = parse_query(query, trino(), std::vector<std::string>(places.size(), number));
  if (tree.ok() || tree.error().code != "SYNTAX_ERROR") return {};
  base::Error error = tree.error();
  for (const Position& place : places) {  // an error there is one at a `?`
    const std::string at = fmt::format("line {}:{}: mismatched input '", place.line, place.column);
    if (error.message.starts_with(at)) error.message.replace(at.size(), number.size(), "?");
  }
  return error;
}

}  // namespace sql
