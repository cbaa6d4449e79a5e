#include "plan/json_path_tokens.h"

#include <array>

#include "base/text.h"

namespace plan::json_path {
namespace {

using base::is_digit;

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    std::vector<Token> all;
    do {
      skip_blanks();
      all.push_back(next());
    } while (all.back().kind != Token::Kind::End);
    return all;
  }

 private:
  // Behind the end as at a NUL of the text: where the two differ, the place is compared and not the
  // character.
  char at(std::size_t ahead = 0) const { return next_ + ahead < text_.size() ? text_[next_ + ahead] : '\0'; }

  void skip_blanks() {
    while (at() == ' ' || at() == '\t' || at() == '\r' || at() == '\n') take(1);
  }

  // All characters pass here, so that lines and columns are counted in one place.
  std::string take(std::size_t count) {
    std::string taken(text_.substr(next_, count));
    for (const char c : taken) {
      if (c == '\n')
        ++line_, column_ = 0;
      else if (!continues_character(c))
        ++column_;
    }
    next_ += taken.size();
    return taken;
  }

  Token next() {
    Token token{.line = line_, .column = column_};
    const char c = at();
    if (next_ == text_.size()) return token;
    if (begins_name(c)) return with(token, Token::Kind::Name, take(name_length(0)));
    if (c == '$' && begins_name(at(1))) {
      take(1);
      return with(token, Token::Kind::Variable, take(name_length(0)));
    }
    if (c == '"' && ends_quoted()) return quoted(token);
    if (is_digit(c) || (c == '.' && is_digit(at(1)))) return number(token);
    return with(token, Token::Kind::Symbol, take(symbol_length()));
  }

  static Token with(Token token, Token::Kind kind, std::string text) {
    token.kind = kind;
    token.text = std::move(text);
    return token;
  }

  std::size_t name_length(std::size_t from) const {
    std::size_t end = from;
    while (begins_name(at(end)) || is_digit(at(end))) ++end;
    return end;
  }

  // Whether the text that begins here has an end: a quote that does not stand twice.
  bool ends_quoted() const {
    std::size_t end = text_.find('"', next_ + 1);
    while (end != std::string_view::npos && end + 1 < text_.size() && text_[end + 1] == '"')
      end = text_.find('"', end + 2);
    return end != std::string_view::npos;
  }

  // "..", in which a quote stands twice.
  Token quoted(Token token) {
    std::string meaning;
    take(1);
    while (next_ < text_.size()) {
      if (at() != '"') {
        meaning += take(1);
      } else if (at(1) == '"') {
        meaning += take(2).front();
      } else {
        take(1);
        break;
      }
    }
    return with(token, Token::Kind::Text, std::move(meaning));
  }

  std::size_t digits_end(std::size_t from) const {
    while (is_digit(at(from))) ++from;
    return from;
  }

  // A point behind digits is theirs, as in SQL: 1.5, but 1. too, so a method of a number needs (1).abs(). An
  // `e` without digits behind it begins the next word.
  Token number(Token token) {
    Token::Kind kind = Token::Kind::Integer;
    std::size_t end = digits_end(0);
    if (at(end) == '.') {
      kind = Token::Kind::Decimal;
      end = digits_end(end + 1);
    }
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
      if (is_digit(at(end + 1 + sign))) {
        kind = Token::Kind::Double;
        end = digits_end(end + 1 + sign);
      }
    }
    return with(token, kind, take(end));
  }

  std::size_t symbol_length() const {
    constexpr std::array<std::string_view, 8> kLong = {"==", "<>", "!=", "<=", ">=", "&&", "||", ".."};
    for (const std::string_view symbol : kLong) {
      if (text_.substr(next_).starts_with(symbol)) return symbol.size();
    }
    std::size_t end = 1;
    while (continues_character(at(end))) ++end;
    return end;
  }

  const std::string_view text_;
  std::size_t next_ = 0;
  int line_ = 1;
  int column_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  return Lexer(text).tokens();
}

}  // namespace plan::json_path
