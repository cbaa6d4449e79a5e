#include "engine/functions/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using View = std::string_view;

std::string in_capitals(View text) {
  std::string capitals(text);
  for (char& c : capitals)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return capitals;
}

bool is_format_digit(char c) {
  return c == '0' || c == '9';
}
bool is_separator(char c) {
  return c == ',' || c == 'G';
}

// From a place on, the bytes of one character.
std::size_t character_size(View text, std::size_t place) {
  std::size_t end = place + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end - place;
}

}  // namespace

// What begins with 0 before the point has so many digits; behind the point nothing does.
void NumberFormat::add_parts(std::size_t& place, bool behind_point) {
  Token digits;
  while (place < text_.size() && (is_format_digit(text_[place]) || is_separator(text_[place]))) {
    if (is_separator(text_[place])) {
      digits.parts.push_back({.is_separator = true});
      ++place;
      continue;
    }
    const std::size_t begin = place;
    while (place < text_.size() && is_format_digit(text_[place])) ++place;
    digits.parts.push_back({.exact = text_[begin] == '0' && !behind_point, .count = place - begin});
  }
  tokens_.push_back(std::move(digits));
}

void NumberFormat::add_token(std::size_t& place) {
  using enum Token::Kind;
  const View rest = View(text_).substr(place);
  const bool is_pair = rest.starts_with("MI") || rest.starts_with("PR");
  const std::size_t size = is_pair ? 2 : character_size(text_, place);
  place += size;
  if (rest.starts_with("PR")) {  // the number is in angle brackets, wherever the letters stand
    tokens_.insert(tokens_.begin(), {.kind = Open});
    tokens_.push_back({.kind = Close});
  } else if (rest.starts_with("MI")) {
    tokens_.push_back({.kind = Minus});
  } else if (rest.starts_with('S')) {
    tokens_.push_back({.kind = Sign});
  } else if (rest.starts_with('$')) {
    tokens_.push_back({.kind = Dollar});
  } else if (rest.starts_with('.') || rest.starts_with('D')) {
    tokens_.push_back({.kind = Point});
  } else {
    tokens_.push_back({.kind = Other, .text = std::string(rest.substr(0, size))});
  }
}

NumberFormat::NumberFormat(View text) : text_(in_capitals(text)) {
  for (std::size_t place = 0; place < text_.size();) {
    const bool begins_parts = is_format_digit(text_[place]) || is_separator(text_[place]);
    if (begins_parts)
      add_parts(place, index_of(Token::Kind::Point) < tokens_.size());
    else
      add_token(place);
  }
}

base::Result<NumberFormat> NumberFormat::read(View text) {
  NumberFormat format(text);
  TRY(format.check());
  return format;
}

std::size_t NumberFormat::index_of(Token::Kind kind) const {
  const auto found = std::ranges::find(tokens_, kind, &Token::kind);
  return static_cast<std::size_t>(found - tokens_.begin());
}

std::size_t NumberFormat::count_digits(std::size_t begin, std::size_t end) const {
  std::size_t count = 0;
  for (std::size_t i = begin; i < end; ++i)
    for (const Part& part : tokens_[i].parts) count += part.count;
  return count;
}
int NumberFormat::precision() const {
  return static_cast<int>(count_digits(0, tokens_.size()));
}
int NumberFormat::scale() const {
  return static_cast<int>(count_digits(index_of(Token::Kind::Point), tokens_.size()));
}

std::string NumberFormat::name_of(const Token& token) {
  switch (token.kind) {
    case Token::Kind::Digits:
      return "digit sequence";
    case Token::Kind::Point:
      return ". or D";
    case Token::Kind::Dollar:
      return "$";
    case Token::Kind::Sign:
      return "S";
    case Token::Kind::Minus:
      return "MI";
    case Token::Kind::Open:
    case Token::Kind::Close:
      return "PR";
    case Token::Kind::Other:
      break;
  }
  return fmt::format("character '{}''", token.text);  // with Spark's two apostrophes
}

base::Error NumberFormat::refused(View condition, View text, std::string token) const {
  std::vector<std::pair<std::string, std::string>> parameters{{"format", fmt::format("'{}'", text_)}};
  if (!token.empty()) parameters.emplace_back("token", std::move(token));
  return plan::spark_error(fmt::format("INVALID_FORMAT.{}", condition),
                           fmt::format("The format is invalid: <format>. {}", text), std::move(parameters));
}

bool NumberFormat::separators_lie_between_digits() const {
  for (std::size_t i = 0; i < index_of(Token::Kind::Point); ++i) {
    const auto& parts = tokens_[i].parts;
    for (std::size_t j = 0; j < parts.size(); ++j)
      if (parts[j].is_separator && (j == 0 || j + 1 == parts.size() || parts[j - 1].is_separator))
        return false;
  }
  return true;
}

bool NumberFormat::separators_lie_behind_point() const {
  for (std::size_t i = index_of(Token::Kind::Point); i < tokens_.size(); ++i)
    if (std::ranges::any_of(tokens_[i].parts, &Part::is_separator)) return true;
  return false;
}

// In the order in which Spark looks.
base::Result<void> NumberFormat::check() const {
  using enum Token::Kind;
  const std::size_t dollar = index_of(Dollar), digits = index_of(Digits), point = index_of(Point);
  const bool has_dollar = dollar < tokens_.size();
  if (text_.empty()) return refused("EMPTY", "The number format string cannot be empty.");
  if (digits == tokens_.size())
    return refused("WRONG_NUM_DIGIT", "The format string requires at least one number digit.");
  if (has_dollar && digits < dollar)
    return refused("CUR_MUST_BEFORE_DIGIT",
                   "Currency characters must appear before digits in the number format.");
  if (has_dollar && point < dollar)
    return refused("CUR_MUST_BEFORE_DEC",
                   "Currency characters must appear before any decimal point in the number format.");
  if (!separators_lie_between_digits())
    return refused("CONT_THOUSANDS_SEPS",
                   "Thousands separators (, or G) must have digits in between them in the number format.");
  if (separators_lie_behind_point())
    return refused(
        "THOUSANDS_SEPS_MUST_BEFORE_DEC",
        "Thousands separators (, or G) may not appear after the decimal point in the number format.");
  for (const auto kind : {Point, Sign, Minus, Dollar, Close})
    if (std::ranges::count(tokens_, kind, &Token::kind) > 1)
      return refused("WRONG_NUM_TOKEN", "At most one <token> is allowed in the number format.",
                     name_of(tokens_[index_of(kind)]));
  return check_order();
}

base::Result<void> NumberFormat::check_order() const {
  using enum Token::Kind;
  const std::array<std::vector<Token::Kind>, 8> order{
      {{Open}, {Minus, Sign}, {Dollar}, {Digits}, {Point}, {Digits}, {Dollar}, {Minus, Sign, Close}}};
  std::size_t place = 0;
  for (const auto& allowed : order)
    if (place < tokens_.size() && std::ranges::find(allowed, tokens_[place].kind) != allowed.end()) ++place;
  if (place == tokens_.size()) return {};
  return refused("UNEXPECTED_TOKEN",
                 "Found the unexpected <token> in the format string; the structure of the format string must "
                 "match: `[MI|S]` `[$]` `[0|9|G|,]*` `[.|D]` `[0|9]*` `[$]` `[PR|MI|S]`.",
                 name_of(tokens_[place]));
}

}  // namespace engine
