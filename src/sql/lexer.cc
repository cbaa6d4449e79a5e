#include "sql/lexer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

#include "base/text.h"
#include "sql/unicode_text.h"

namespace sql {
namespace {

using base::is_digit;
using base::is_letter;

bool is_octal_digit(char c) {
  return c >= '0' && c <= '7';
}
bool is_binary_digit(char c) {
  return c == '0' || c == '1';
}
bool is_name_start(char c) {
  return is_letter(c) || c == '_';
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c) || c == '@' || c == '$';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Longer symbols first: the first that fits is taken.
constexpr std::array kSymbols = std::to_array<std::string_view>({
    "<=>", "<>", "!=", "<=", ">=", "||", "|>", "->", "=>", "==", "::", "(", ")", "[", "]", "{", "}", ",",
    ".",   ";",  "+",  "-",  "*",  "/",  "%",  "=",  "<",  ">",  "?",  ":", "|", "&", "^", "~", "!",
});

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

constexpr std::string_view kEscapeWord = "UESCAPE";

class Lexer {
 public:
  Lexer(std::string_view text, const Dialect& dialect) : text_(text), dialect_(dialect) {}

  base::Result<std::vector<Token>> run() {
    if (!base::is_valid_utf8(text_)) return syntax_error(here(), "the statement is not valid UTF-8");
    std::vector<Token> tokens;
    while (true) {
      tokens.push_back(TRY(first()));
      if (tokens.back().kind == TokenKind::End) return tokens;
    }
  }

  base::Result<Token> first() {
    TRY(skip_blanks_and_comments());
    const std::size_t offset = offset_;
    Token token = TRY(next());
    token.offset = offset;
    return token;
  }

 private:
  bool at_end() const { return offset_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0';
  }
  bool looking_at(std::string_view what) const { return text_.substr(offset_).starts_with(what); }
  Position here() const { return position_; }

  char advance() {
    const char c = text_[offset_++];
    if (c == '\n') {
      position_ = {position_.line + 1, 1};
    } else if ((static_cast<unsigned char>(c) & 0xC0) !=
               0x80) {  // bytes that continue a character do not count
      ++position_.column;
    }
    return c;
  }
  void skip(std::size_t count) {
    while (count-- > 0) advance();
  }

  base::Result<void> skip_blanks_and_comments() {
    while (!at_end()) {
      if (is_blank(peek())) {
        advance();
      } else if (looking_at("--")) {
        while (!at_end() && peek() != '\n') advance();
      } else if (looking_at("/*")) {
        TRY(skip_block_comment());
      } else {
        break;
      }
    }
    return {};
  }

  base::Result<void> skip_block_comment() {
    const Position start = here();
    int open = 0;
    do {
      if (at_end())
        return error_at(start, dialect_.spark_grammar ? "UNCLOSED_BRACKETED_COMMENT" : "SYNTAX_ERROR",
                        "the comment is not closed");
      if (looking_at("*/")) {
        --open;
        skip(2);
      } else if (looking_at("/*") && (open == 0 || dialect_.spark_grammar)) {
        ++open;
        skip(2);
      } else {
        advance();
      }
    } while (open > 0);
    return {};
  }

  base::Result<Token> next() {
    const Position start = here();
    if (at_end()) return Token{.kind = TokenKind::End, .text = "<EOF>", .position = start};
    const char c = peek();
    if ((c == 'x' || c == 'X') && peek(1) == '\'') return binary(start);
    if ((c == 'r' || c == 'R') && dialect_.spark_grammar && (peek(1) == '\'' || peek(1) == '"'))
      return raw(start);
    if ((c == 'u' || c == 'U') && looking_at_unicode_text()) return unicode(start);
    if (is_name_start(c)) return word(start);
    if (c == '0' && !dialect_.spark_grammar && radix() != 0) return number_of_radix(start);
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(start);
    if (c == '\'') return quoted(start, TokenKind::String);
    if (c == '"')
      return quoted(start, dialect_.double_quoted_strings ? TokenKind::String : TokenKind::QuotedIdentifier);
    if (c == '`') return backquoted(start);
    return symbol(start);
  }

  base::Result<Token> word(Position start) {
    const std::size_t begin = offset_;
    while (!at_end() && is_name_part(peek())) advance();
    const std::string_view text = text_.substr(begin, offset_ - begin);
    return Token{
        .kind = TokenKind::Identifier, .text = std::string(text), .keyword = upper(text), .position = start};
  }

  base::Result<Token> number(Position start) {
    const std::size_t begin = offset_;
    TokenKind kind = TokenKind::Integer;
    skip_digits(is_digit);
    if (peek() == '.') {
      kind = TokenKind::Decimal;
      advance();
      skip_digits(is_digit);
    }
    if (has_exponent()) {
      kind = TokenKind::Double;
      skip(is_digit(peek(1)) ? 1 : 2);
      while (is_digit(peek())) advance();
    }
    if (dialect_.spark_grammar && is_name_part(peek())) return suffixed(start, begin, kind);
    if (is_name_part(peek())) return name_begins_with_digit(start);
    return Token{.kind = kind, .text = without_underscores(begin), .position = start};
  }

  // Between two digits Trino allows a _.
  void skip_digits(bool (*is)(char)) {
    while (is(peek()) || (peek() == '_' && is(peek(1)) && !dialect_.spark_grammar)) advance();
  }

  std::string without_underscores(std::size_t begin) const {
    std::string text(text_.substr(begin, offset_ - begin));
    std::erase(text, '_');
    return text;
  }

  // Of what stands here: 16 of 0x1F, 8 of 0o17, 2 of 0b101; 0: a number like any other.
  int radix() const {
    const bool separated = peek(2) == '_';
    const char letter = static_cast<char>(peek(1) | 0x20), first = peek(separated ? 3 : 2);
    if (letter == 'x' && is_hex_digit(first)) return 16;
    if (letter == 'o' && is_octal_digit(first)) return 8;
    return letter == 'b' && is_binary_digit(first) ? 2 : 0;
  }

  // As the same number in decimal; one that is too large stays as it is, for whoever reads it to refuse.
  base::Result<Token> number_of_radix(Position start) {
    const std::size_t begin = offset_;
    const int base = radix();
    skip(2);
    skip_digits(base == 16 ? is_hex_digit : base == 8 ? is_octal_digit : is_binary_digit);
    if (is_name_part(peek())) return name_begins_with_digit(start);
    const std::string text = without_underscores(begin);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
    const bool fits = error == std::errc();
    return Token{.kind = TokenKind::Integer, .text = fits ? std::to_string(value) : text, .position = start};
  }

  static base::Error name_begins_with_digit(Position start) {
    return syntax_error(
        start, "identifiers must not start with a digit; surround the identifier with double quotes");
  }

  // 1L, 1.5BD; and a name may begin with digits.
  base::Result<Token> suffixed(Position start, std::size_t begin, TokenKind kind) {
    const std::size_t end = offset_;
    while (is_name_part(peek())) advance();
    const std::string_view text = text_.substr(begin, offset_ - begin);
    const std::string suffix = upper(text_.substr(end, offset_ - end));
    const bool fraction = suffix == "D" || suffix == "F" || suffix == "BD";
    if (fraction || (kind == TokenKind::Integer && (suffix == "L" || suffix == "S" || suffix == "Y")))
      return Token{.kind = kind, .text = std::string(text), .position = start};
    if (kind == TokenKind::Integer)
      return Token{.kind = TokenKind::Identifier,
                   .text = std::string(text),
                   .keyword = upper(text),
                   .position = start};
    return syntax_error(start, fmt::format("Invalid numeric literal: {}", text));
  }

  bool has_exponent() const {
    if (peek() != 'e' && peek() != 'E') return false;
    return is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2)));
  }

  // A quote inside is written twice; with the dialect's backslashes, strings know escapes as well.
  base::Result<Token> quoted(Position start, TokenKind kind) {
    const char quote = advance();
    std::string value;
    while (true) {
      if (at_end()) return syntax_error(start, "the quote is not closed");
      const char c = advance();
      if (c == quote) {
        if (peek() != quote) break;
        value += advance();
      } else if (c == '\\' && dialect_.backslash_escapes && kind == TokenKind::String && !at_end()) {
        unescape(value);
      } else {
        value += c;
      }
    }
    if (kind == TokenKind::QuotedIdentifier && value.empty()) {
      return syntax_error(start, "Zero-length delimited identifier not allowed");
    }
    return Token{.kind = kind, .text = std::move(value), .position = start};
  }

  // Behind the backslash. What it means is kept for LIKE before % and _.
  void unescape(std::string& value) {
    constexpr std::string_view kOctal = "01234567";
    const auto octal = [&](std::size_t at) {
      return at > 0 && kOctal.find(peek(at)) != std::string_view::npos;
    };
    if (peek() >= '0' && peek() <= '3' && octal(1) && octal(2)) {
      const int code = (peek() - '0') * 64 + (peek(1) - '0') * 8 + (peek(2) - '0');
      skip(3);
      return append_utf8(value, static_cast<char32_t>(code));
    }
    const char c = advance();
    if ((c == 'u' && append_code_point(value, 4)) || (c == 'U' && append_code_point(value, 8))) return;
    if (c == '%' || c == '_') value += '\\';
    value += escaped(c);
  }

  // False: no number of so many hexadecimal digits stands here.
  bool append_code_point(std::string& value, std::size_t digits) {
    char32_t code = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = peek(i);
      if (!std::isxdigit(static_cast<unsigned char>(c))) return false;
      code = code * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    skip(digits);
    append_utf8(value, code);
    return true;
  }

  static char escaped(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'Z':
        return '\x1a';
      case '0':
        return '\0';
      default:
        return c;
    }
  }

  // r'\d': no escapes, and no way to write the quote.
  base::Result<Token> raw(Position start) {
    advance();
    const char quote = advance();
    const std::size_t begin = offset_;
    while (!at_end() && peek() != quote) advance();
    if (at_end()) return syntax_error(start, "the quote is not closed");
    Token token{.kind = TokenKind::String,
                .text = std::string(text_.substr(begin, offset_ - begin)),
                .position = start};
    advance();
    return token;
  }

  base::Result<Token> backquoted(Position start) {
    if (dialect_.identifier_quote == '`') return quoted(start, TokenKind::QuotedIdentifier);
    return syntax_error(start,
                        "backquoted identifiers are not supported; use double quotes to quote identifiers");
  }

  base::Result<Token> binary(Position start) {
    advance();
    Token token = TRY(quoted(start, TokenKind::String));
    std::string digits;
    std::ranges::copy_if(token.text, std::back_inserter(digits), [](char c) { return !is_blank(c); });
    if (dialect_.spark_grammar && digits.size() % 2 == 1) digits.insert(0, "0");
    std::optional<std::string> bytes = base::from_hex(digits);
    if (!bytes)
      return syntax_error(start, "Binary literal must contain an even number of hexadecimal digits");
    token.kind = TokenKind::Binary;
    token.text = *std::move(bytes);
    return token;
  }

  bool looking_at_unicode_text() const {
    return !dialect_.spark_grammar && peek(1) == '&' && peek(2) == '\'';
  }

  // U&'\00e9' [UESCAPE '!']
  base::Result<Token> unicode(Position start) {
    skip(2);
    Token token = TRY(quoted(start, TokenKind::String));
    TRY(skip_blanks_and_comments());
    char escape = '\\';
    if (upper(text_.substr(offset_, kEscapeWord.size())) == kEscapeWord) {
      skip(kEscapeWord.size());
      TRY(skip_blanks_and_comments());
      const Position place = here();
      const Token given = peek() == '\'' ? TRY(quoted(place, TokenKind::String)) : Token{};
      if (given.text.size() != 1) return syntax_error(place, "Empty Unicode escape character");
      escape = given.text[0];
    }
    token.text = TRY(decode_unicode(token.text, escape, start));
    return token;
  }

  base::Result<Token> symbol(Position start) {
    for (std::string_view symbol : kSymbols) {
      if (!looking_at(symbol)) continue;
      skip(symbol.size());
      return Token{.kind = TokenKind::Symbol, .text = std::string(symbol), .position = start};
    }
    std::size_t length = 1;  // of the whole character, for the message
    while ((static_cast<unsigned char>(peek(length)) & 0xC0) == 0x80) ++length;
    return syntax_error(start, fmt::format("extraneous input '{}'", text_.substr(offset_, length)));
  }

  std::string_view text_;
  const Dialect& dialect_;
  std::size_t offset_ = 0;
  Position position_;
};

}  // namespace

base::Result<std::vector<Token>> tokenize(std::string_view text, const Dialect& dialect) {
  return Lexer(text, dialect).run();
}

base::Result<Token> first_token(std::string_view text, const Dialect& dialect) {
  return Lexer(text, dialect).first();
}

}  // namespace sql
