#include <algorithm>
#include <array>

#include "engine/patterns/character_sets.h"
#include "engine/patterns/joni_parser.h"

namespace engine::patterns {

base::Result<Node> JoniParser::take_escape() {
  switch (source_.peek()) {
    case U'b':
      source_.next();
      return Node{WordBoundary{Words::Jonis}};
    case U'B':
      source_.next();
      return Node{WordBoundary{Words::Jonis, true}};
    case U'A':
      source_.next();
      return Node{Position{Place::TextBegin}};
    case U'Z':
      source_.next();
      return Node{Position{Place::LastLineEnd}};
    case U'z':
      source_.next();
      return Node{Position{Place::TextEnd}};
    case U'G':
      return unsupported("\\G");
    case U'k':
      if (source_.peek(1) != U'<' && source_.peek(1) != U'\'') break;
      source_.next();
      return take_named_reference();
    default:
      break;
  }
  if (source_.peek() >= U'1' && source_.peek() <= U'9') return take_reference();
  if (auto set = TRY(take_class_escape())) return Node{Characters{std::move(*set)}};
  return literal(TRY(take_escaped()));
}

// One digit always, more where there are as many groups so far. Others are octal numbers, or what they are.
base::Result<Node> JoniParser::take_reference() {
  constexpr std::size_t kMostDigits = 4;
  const std::size_t before = source_.place();
  const std::size_t number = source_.take_number(10, kMostDigits).value_or(0);
  if (number <= groups_ || number <= 9) {
    last_reference_ = std::max(last_reference_, number);
    return Node{BackReference{number, flags_.fold}};
  }
  source_.go_to(before);
  return literal(TRY(take_escaped()));
}

base::Result<Node> JoniParser::take_named_reference() {
  const char32_t end = source_.next() == U'<' ? U'>' : U'\'';
  const auto name = source_.take_up_to(end);
  if (!name) return invalid("invalid group name <>");
  if (name->empty()) return invalid("group name is empty");
  const bool numbered =
      std::ranges::all_of(*name, [](char c) { return is_ascii_digit(static_cast<unsigned char>(c)); });
  constexpr std::size_t kMostDigits = 4;
  if (numbered && name->size() <= kMostDigits) {
    last_reference_ = std::max(last_reference_, static_cast<std::size_t>(std::stoul(*name)));
    return Node{BackReference{std::stoul(*name), flags_.fold}};
  }
  const auto known = names_.find(*name);
  if (known == names_.end()) return invalid("undefined name <" + *name + "> reference");
  return Node{BackReference{known->second, flags_.fold}};
}

base::Result<std::optional<icu::UnicodeSet>> JoniParser::take_class_escape() {
  constexpr std::array<std::pair<char32_t, std::string_view>, 3> kSets = {
      {{U'd', "[0-9]"}, {U'w', "[0-9A-Z_a-z]"}, {U's', "[\\t-\\r\\u0020]"}}};
  const char32_t letter = source_.peek();
  if ((letter == U'p' || letter == U'P') && (source_.peek(1) == U'{' || is_ascii_letter(source_.peek(1)))) {
    source_.next();
    return std::optional(TRY(take_property(letter == U'P')));
  }
  const char32_t small = is_ascii_letter(letter) ? letter | 0x20 : letter;
  for (const auto& [name, items] : kSets) {
    if (name != small) continue;
    source_.next();
    return std::optional(letter == small ? set_of(items) : others_than(set_of(items)));
  }
  return std::optional<Set>();
}

base::Result<icu::UnicodeSet> JoniParser::take_property(bool negated) {
  const auto name = source_.take(U'{') ? source_.take_up_to(U'}')
                                       : std::optional(std::string(1, static_cast<char>(source_.next())));
  if (!name) return invalid("internal parser error (bug)");
  auto set = joni_property(*name);
  if (!set) return invalid("invalid character property name <" + *name + ">");
  return negated ? others_than(std::move(*set)) : std::move(*set);
}

base::Result<char32_t> JoniParser::take_escaped() {
  constexpr std::array<std::pair<char32_t, char32_t>, 7> kNamed = {
      {{U't', U'\t'}, {U'n', U'\n'}, {U'r', U'\r'}, {U'f', U'\f'}, {U'a', 0x07}, {U'e', 0x1b}, {U'v', 0x0b}}};
  if (source_.at_end()) return invalid("end pattern at escape");
  for (const auto& [letter, character] : kNamed)
    if (source_.take(letter)) return character;
  if (const auto byte = take_byte()) return take_bytes(*byte);
  if (source_.take(U'x')) return take_hex();
  if (source_.take(U'u')) return source_.take_number(16, 4).value_or(U'u');
  return source_.take(U'c') ? take_control() : source_.next();
}

base::Result<char32_t> JoniParser::take_control() {
  if (source_.at_end()) return invalid("end pattern at control");
  if (source_.take(U'?')) return char32_t(0x7f);
  if (!source_.take(U'\\')) return source_.next() & 0x9f;
  return TRY(take_escaped()) & 0x9f;
}

// \x41 is a byte, which take_byte() takes. What remains is \x{41}, and \x that no number follows.
char32_t JoniParser::take_hex() {
  constexpr std::size_t kMostDigits = 8;
  const std::size_t before = source_.place();
  const auto value = source_.take(U'{') ? source_.take_number(16, kMostDigits) : 0;
  if (value && (source_.place() == before || source_.take(U'}'))) return *value;
  source_.go_to(before);
  return U'x';
}

// \x41 or \101.
std::optional<char32_t> JoniParser::take_byte() {
  if (source_.peek() >= U'0' && source_.peek() <= U'7') return source_.take_number(8, 3);
  const std::size_t before = source_.place();
  const auto byte = source_.take(U'x') ? source_.take_number(16, 2) : std::nullopt;
  if (!byte) source_.go_to(before);
  return byte;
}

// Bytes that stand one behind the other make a character.
char32_t JoniParser::take_bytes(char32_t first) {
  if (first < 0x80) return first;
  const std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
  char32_t character = more == 0 ? Source::kEnd : first & (0x3fU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto byte = source_.take(U'\\') ? take_byte() : std::nullopt;
    if (!byte || (*byte & 0xc0) != 0x80) return Source::kEnd;
    character = character << 6 | (*byte & 0x3f);
  }
  return character;
}

}  // namespace engine::patterns
