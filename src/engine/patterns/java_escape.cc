#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"
#include "engine/patterns/java_parser.h"

namespace engine::patterns {
namespace {

struct Escape {
  char32_t letter;
  std::string_view items;
  std::string_view unicode;  // with the flag U
};
constexpr auto kEscapes =
    std::to_array<Escape>({{U'd', "[0-9]", "[:Nd:]"},
                           {U'w', "[0-9A-Z_a-z]", "[[:Alphabetic:][:M:][:Nd:][:Pc:][:Join_Control:]]"},
                           {U's', "[\\t-\\r\\u0020]", "[:White_Space:]"},
                           {U'v', "[\\n-\\r\\u0085\\u2028\\u2029]", "[\\n-\\r\\u0085\\u2028\\u2029]"},
                           {U'h', "[\\t\\u0020\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]",
                            "[\\t\\u0020\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]"}});

base::Error illegal_escape() {
  return invalid("Illegal/unsupported escape sequence");
}

// \r\n, or one of \v.
Node any_line_end() {
  Sequence both;
  both.parts.push_back({Characters{set_of(U'\r', U'\r')}});
  both.parts.push_back({Characters{set_of(U'\n', U'\n')}});
  Alternatives made;
  made.choices.push_back({std::move(both)});
  made.choices.push_back({Characters{set_of("[\\n-\\r\\u0085\\u2028\\u2029]")}});
  return {std::move(made)};
}

}  // namespace

base::Result<Node> JavaParser::take_escape() {
  const Words words = flags_.unicode_classes ? Words::JavasUnicode : Words::Javas;
  switch (const char32_t c = source_.peek(); c) {
    case U'b':
    case U'B':
      source_.next();
      if (c == U'b' && source_.starts_with(U"{")) return unsupported("\\b{...}");
      return Node{WordBoundary{words, c == U'B'}};
    case U'A':
      source_.next();
      return Node{Position{Place::TextBegin}};
    case U'z':
      source_.next();
      return Node{Position{Place::TextEnd}};
    case U'Z':
      source_.next();
      return Node{Position{Place::LastLineEnd, line_ends()}};
    case U'R':
      source_.next();
      return any_line_end();
    case U'X':
      source_.next();
      return Node{GraphemeCluster{}};
    case U'G':
      return unsupported("\\G");
    case U'k':
      source_.next();
      return take_named_reference();
    default:
      break;
  }
  if (source_.peek() >= U'1' && source_.peek() <= U'9') return take_reference();
  if (auto set = TRY(take_class_escape())) return Node{Characters{std::move(*set)}};
  return literal(TRY(take_escaped()));
}

// As many digits as number a group that has been opened, but for the first.
base::Result<Node> JavaParser::take_reference() {
  std::size_t group = source_.next() - U'0';
  while (is_ascii_digit(source_.peek())) {
    const std::size_t longer = group * 10 + (source_.peek() - U'0');
    if (longer > groups_) break;
    group = longer;
    source_.next();
  }
  return Node{BackReference{group, flags_.fold}};
}

base::Result<Node> JavaParser::take_named_reference() {
  const auto name = source_.take(U'<') ? source_.take_up_to(U'>') : std::nullopt;
  if (!name) return invalid("\\k is not followed by '<' for named capturing group");
  const auto known = names_.find(*name);
  if (known == names_.end()) return invalid("named capturing group <" + *name + "> does not exist");
  return Node{BackReference{known->second, flags_.fold}};
}

base::Result<std::optional<icu::UnicodeSet>> JavaParser::take_class_escape() {
  const char32_t letter = source_.peek();
  if (letter == U'p' || letter == U'P') {
    source_.next();
    return std::optional(TRY(take_property(letter == U'P')));
  }
  const char32_t small = is_ascii_letter(letter) ? letter | 0x20 : letter;
  const auto* row = std::ranges::find(kEscapes, small, &Escape::letter);
  if (row == kEscapes.end()) return std::optional<Set>();
  source_.next();
  Set set = set_of(flags_.unicode_classes ? row->unicode : row->items);
  return std::optional(letter == small ? std::move(set) : others_than(std::move(set)));
}

base::Result<icu::UnicodeSet> JavaParser::take_property(bool negated) {
  std::optional<std::string> name;
  if (source_.take(U'{'))
    name = source_.take_up_to(U'}');
  else if (is_ascii_letter(source_.peek()))
    name = std::string(1, static_cast<char>(source_.next()));
  if (!name) return invalid("Unclosed character family");
  auto set = java_property(*name, {flags_.fold, flags_.unicode_classes});
  if (!set) return invalid("Unknown character property name {" + *name + "}");
  return negated ? others_than(std::move(*set)) : std::move(*set);
}

base::Result<char32_t> JavaParser::take_escaped() {
  constexpr std::array<std::pair<char32_t, char32_t>, 6> kNamed = {
      {{U't', U'\t'}, {U'n', U'\n'}, {U'r', U'\r'}, {U'f', U'\f'}, {U'a', 0x07}, {U'e', 0x1b}}};
  for (const auto& [letter, character] : kNamed)
    if (source_.take(letter)) return character;
  if (source_.at_end()) return invalid("Unexpected internal error");
  if (source_.take(U"x{")) return take_braced_hex();
  if (source_.take(U'x')) return take_hex(2);
  if (source_.take(U'u')) return take_unit();
  if (source_.take(U'0')) return take_octal();
  if (source_.take(U"N{")) return take_character_name();
  if (source_.take(U'c')) {
    if (source_.at_end()) return invalid("Illegal control escape sequence");
    return source_.next() ^ 0x40;
  }
  if (is_ascii_letter(source_.peek()) || is_ascii_digit(source_.peek())) return illegal_escape();
  return source_.next();
}

base::Result<char32_t> JavaParser::take_hex(std::size_t digits) {
  const std::size_t from = source_.place();
  const auto value = source_.take_number(16, digits);
  if (!value || source_.place() - from != digits) return invalid("Illegal hexadecimal escape sequence");
  return static_cast<char32_t>(*value);
}

base::Result<char32_t> JavaParser::take_braced_hex() {
  constexpr std::size_t kMostDigits = 8;
  const auto value = source_.take_number(16, kMostDigits);
  if (!value) return invalid("Illegal hexadecimal escape sequence");
  if (!source_.take(U'}')) return invalid("Unclosed hexadecimal escape sequence");
  if (*value > 0x10ffff) return invalid("Hexadecimal codepoint is too big");
  return static_cast<char32_t>(*value);
}

base::Result<char32_t> JavaParser::take_unit() {
  const char32_t unit = TRY(take_hex(4));
  if (unit < 0xd800 || unit > 0xdbff || !source_.starts_with(U"\\u")) return unit;
  const std::size_t behind = source_.place();
  source_.take(U"\\u");
  const char32_t low = TRY(take_hex(4));
  if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  source_.go_to(behind);
  return unit;
}

base::Result<char32_t> JavaParser::take_octal() {
  const bool three = source_.peek() >= U'0' && source_.peek() <= U'3';
  const auto value = source_.take_number(8, three ? 3 : 2);
  if (!value) return invalid("Illegal octal escape sequence");
  return static_cast<char32_t>(*value);
}

base::Result<char32_t> JavaParser::take_character_name() {
  const auto name = source_.take_up_to(U'}');
  UErrorCode status = U_ZERO_ERROR;
  const UChar32 named = name ? u_charFromName(U_UNICODE_CHAR_NAME, name->c_str(), &status) : 0;
  if (!name || U_FAILURE(status)) return invalid("Unknown character name");
  return static_cast<char32_t>(named);
}

}  // namespace engine::patterns
