#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "engine/patterns/character_sets.h"
#include "engine/patterns/python_parser.h"

namespace engine::patterns {
namespace {

struct Escape {
  char32_t letter;
  std::string_view ascii;
  std::string_view unicode;  // what str.isdecimal(), isalnum() and isspace() say
};
constexpr auto kEscapes = std::to_array<Escape>(
    {{U'd', "[0-9]", "[:Nd:]"},
     {U'w', "[0-9A-Z_a-z]", "[[:L:][:N:]_]"},
     {U's', "[\\t-\\r\\u0020]", "[\\t-\\r\\u001c-\\u001f\\u0085\\u2028\\u2029[:Zs:]]"}});

bool is_octal_digit(char32_t c) {
  return c >= U'0' && c <= U'7';
}

}  // namespace

base::Result<Node> PythonParser::take_escape() {
  const std::size_t start = source_.place() - 1;
  const Words words = flags_.unicode_classes ? Words::Pythons : Words::PythonsAscii;
  if (source_.take(U'A')) return place(Place::TextBegin);
  if (source_.take(U'Z')) return place(Place::TextEnd);
  if (source_.peek() == U'b' || source_.peek() == U'B') {
    at_place_ = true;
    return Node{WordBoundary{words, source_.next() == U'B'}};
  }
  if (source_.peek() >= U'1' && source_.peek() <= U'9') return take_reference(start);
  if (auto set = take_class_escape()) return Node{Characters{std::move(*set)}};
  return literal(TRY(take_escaped(start)));
}

// Three digits of which each may be octal's are a character.
base::Result<Node> PythonParser::take_reference(std::size_t start) {
  constexpr std::size_t kMostDigits = 2;
  if (is_octal_digit(source_.peek()) && is_octal_digit(source_.peek(1)) && is_octal_digit(source_.peek(2)))
    return literal(TRY(take_octal(start)));
  const std::size_t group = source_.take_number(10, kMostDigits).value_or(0);
  if (group > groups_) return wrong(fmt::format("invalid group reference {}", group), start + 1);
  return reference(group, start);
}

std::optional<icu::UnicodeSet> PythonParser::take_class_escape() {
  const char32_t letter = source_.peek();
  const char32_t small = is_ascii_letter(letter) ? letter | 0x20 : letter;
  const auto* row = std::ranges::find(kEscapes, small, &Escape::letter);
  if (row == kEscapes.end()) return std::nullopt;
  source_.next();
  Set set = set_of(flags_.unicode_classes ? row->unicode : row->ascii);
  return letter == small ? std::move(set) : others_than(std::move(set));
}

base::Result<char32_t> PythonParser::take_escaped(std::size_t start) {
  constexpr std::array<std::pair<char32_t, char32_t>, 6> kNamed = {
      {{U'a', 0x07}, {U'f', U'\f'}, {U'n', U'\n'}, {U'r', U'\r'}, {U't', U'\t'}, {U'v', 0x0b}}};
  if (source_.at_end()) return wrong("bad escape (end of pattern)", start);
  for (const auto& [letter, character] : kNamed)
    if (source_.take(letter)) return character;
  if (source_.take(U'x')) return take_hex(2, start);
  if (source_.take(U'u')) return take_hex(4, start);
  if (source_.take(U'U')) return take_hex(8, start);
  if (source_.take(U'N')) return take_character_name(start);
  if (is_octal_digit(source_.peek())) return take_octal(start);
  const char32_t c = source_.next();
  if (is_ascii_letter(c) || is_ascii_digit(c))
    return wrong("bad escape " + text_between(start, source_.place()), start);
  return c;
}

base::Result<char32_t> PythonParser::take_hex(std::size_t digits, std::size_t start) {
  constexpr std::size_t kBefore = 2;  // \x
  const auto value = source_.take_number(16, digits);
  const std::string text = text_between(start, source_.place());
  if (source_.place() - start != kBefore + digits) return wrong("incomplete escape " + text, start);
  if (*value > 0x10ffff) return wrong("bad escape " + text, start);
  return static_cast<char32_t>(*value);
}

base::Result<char32_t> PythonParser::take_octal(std::size_t start) {
  constexpr std::uint32_t kMost = 0377;
  const std::uint32_t value = source_.take_number(8, 3).value_or(0);
  if (value > kMost)
    return wrong(
        fmt::format("octal escape value {} outside of range 0-0o377", text_between(start, source_.place())),
        start);
  return static_cast<char32_t>(value);
}

base::Result<char32_t> PythonParser::take_character_name(std::size_t start) {
  if (!source_.take(U'{')) return wrong("missing {", source_.place());
  const std::string name = TRY(take_up_to(U'}', "character name"));
  for (const UCharNameChoice names : {U_UNICODE_CHAR_NAME, U_CHAR_NAME_ALIAS}) {
    UErrorCode status = U_ZERO_ERROR;
    const UChar32 named = u_charFromName(names, name.c_str(), &status);
    if (U_SUCCESS(status)) return static_cast<char32_t>(named);
  }
  return wrong(fmt::format("undefined character name '{}'", name), start);
}

}  // namespace engine::patterns
