#include "engine/functions/java_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"

namespace engine {
namespace {

using View = std::string_view;

bool is_letter(char32_t c) {
  return c < 0x80 && base::is_letter(static_cast<char>(c));
}

// Plain in RE2's syntax, in a class too.
std::string plain(char32_t c) {
  if (c < 0x20 || c == 0x7f) return fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(c));
  const bool special = c < 0x80 && !is_letter(c) && !(c >= '0' && c <= '9');
  return (special ? "\\" : "") + encode_utf8(c);
}

struct Escape {
  char letter;
  View items;
};
constexpr auto kEscapes = std::to_array<Escape>(
    {{'d', "0-9"},
     {'D', "\\D"},
     {'w', "\\w"},
     {'W', "\\W"},
     {'s', "\\t-\\r "},
     {'S', "\\x00-\\x08\\x0e-\\x1f!-\\x{10ffff}"},
     {'v', "\\n-\\r\\x{85}\\x{2028}\\x{2029}"},
     {'V', "\\x00-\\x09\\x0e-\\x{84}\\x{86}-\\x{2027}\\x{202a}-\\x{10ffff}"},
     {'h', "\\t \\x{a0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}"},
     {'H',
      "\\x00-\\x08\\x0a-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{180d}\\x{180f}-\\x{1fff}"
      "\\x{200b}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}"}});

// Of ASCII alone, as RE2's of the same names in lower case.
constexpr View kPosixNames =
    " Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit Space ";

// Behind \p or \P: L, {Lu}, {IsLatin}, {Lower}.
std::string property(PatternSource& source, bool negated, const PatternFlags& flags) {
  std::string name;
  if (!source.take("{")) {
    name = encode_utf8(source.take_literal());
  } else {
    while (!source.take("}")) name += encode_utf8(source.take_literal());
  }
  if (kPosixNames.find(" " + name + " ") != View::npos) {
    const bool folds = flags.fold && (name == "Lower" || name == "Upper");
    return fmt::format("[:{}{}:]", negated ? "^" : "", folds ? "alpha" : base::to_lower(name));
  }
  const bool is = name.starts_with("Is");
  if (is) name.erase(0, 2);
  const bool known = !name.empty() && std::ranges::all_of(name, is_letter) && (is || name.size() <= 2);
  if (!known) source.unsupported("\\p{" + name + "}");
  return fmt::format("\\{}{{{}}}", negated ? 'P' : 'p', name);
}

void add_range(std::string& items, char32_t from, char32_t to, const PatternFlags& flags) {
  const auto add = [&](char32_t low, char32_t high) {
    if (low > high) return;
    items += plain(low);
    if (low != high) items += "-" + plain(high);
  };
  add(from, to);
  if (!flags.fold) return;
  constexpr char32_t kApart = 'a' - 'A';
  const char32_t first_small = std::max(from, U'a'), last_small = std::min(to, U'z');
  if (first_small <= last_small) add(first_small - kApart, last_small - kApart);
  add(std::max(from, U'A') + kApart, std::min(to, U'Z') + kApart);
}

char32_t take_character_of_class(PatternSource& source) {
  return source.take("\\") ? source.take_escaped() : source.take_literal();
}

// What stands up to `]`. A class in a class adds its items.
std::string class_items(PatternSource& source, const PatternFlags& flags) {
  std::string items;
  for (bool first = true; first || !source.take("]"); first = false) {
    if (source.at_end()) source.invalid();
    if (source.rest().starts_with("&&")) source.unsupported("an intersection of classes");
    if (source.take("\\Q")) {
      source.quoted([&](char32_t c) { add_range(items, c, c, flags); });
      continue;
    }
    if (source.take("[")) {
      if (source.take("^")) source.unsupported("a class of other characters than these in a class");
      items += class_items(source, flags);
      continue;
    }
    if (source.rest().starts_with("\\")) {
      PatternSource ahead = source;
      ahead.take("\\");
      if (const auto escape = class_escape(ahead, flags)) {
        items += *escape;
        source.skip(source.rest().size() - ahead.rest().size());
        continue;
      }
    }
    const char32_t from = take_character_of_class(source);
    const View rest = source.rest();
    const bool range = rest.size() > 1 && rest[0] == '-' && rest[1] != ']' && rest[1] != '[';
    if (range) source.take("-");
    const char32_t to = range ? take_character_of_class(source) : from;
    if (from > to) source.invalid();
    add_range(items, from, to, flags);
  }
  return items;
}

}  // namespace

void PatternFlags::set(PatternSource& source, bool on) {
  switch (source.take_one_of("idmsuxU")) {
    case 'i':
      fold = on;
      break;
    case 'd':
      unix_lines = on;
      break;
    case 'm':
      multi_line = on;
      break;
    case 's':
      dot_all = on;
      break;
    case 'u':
      unicode = on;
      break;
    case 'x':
    case 'U':
      source.unsupported("the flag x or U");
    default:
      source.invalid();
  }
}

bool PatternSource::take(View text) {
  if (!rest_.starts_with(text)) return false;
  rest_.remove_prefix(text.size());
  return true;
}

char PatternSource::take_one_of(View characters) {
  if (rest_.empty() || characters.find(rest_[0]) == View::npos) return 0;
  const char c = rest_[0];
  rest_.remove_prefix(1);
  return c;
}

char32_t PatternSource::take_literal() {
  if (rest_.empty()) invalid();
  return code_points(take_character(rest_))[0];
}

std::uint32_t PatternSource::take_hex(std::size_t digits) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = take_one_of("0123456789abcdefABCDEF");
    if (c == 0) invalid();
    value = value * 16 + static_cast<std::uint32_t>(base::is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

char32_t PatternSource::take_escaped() {
  constexpr std::array<std::pair<char, char32_t>, 6> kNamed = {
      {{'t', '\t'}, {'n', '\n'}, {'r', '\r'}, {'f', '\f'}, {'a', 0x07}, {'e', 0x1b}}};
  for (const auto& [letter, character] : kNamed)
    if (take({&letter, 1})) return character;
  if (take("c")) return take_literal() ^ 0x40;
  if (take("x{")) {
    const std::size_t size = std::min(rest_.find('}'), rest_.size());
    constexpr std::size_t kMostDigits = 6;
    const char32_t character = size == 0 || size > kMostDigits ? invalid(), 0 : take_hex(size);
    if (!take("}") || character > 0x10ffff) invalid();
    return character;
  }
  if (take("x")) return take_hex(2);
  if (take("u")) {
    const char32_t unit = take_hex(4);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    if (unit >= 0xdc00 || !take("\\u")) unsupported("half of a surrogate pair");
    return 0x10000 + ((unit - 0xd800) << 10) + (take_hex(4) - 0xdc00);
  }
  if (take("0")) {
    char32_t value = 0;
    int digits = 0;
    for (; digits < 3 && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '7' && value < 32; ++digits)
      value = value * 8 + static_cast<char32_t>(take_one_of("01234567") - '0');
    if (digits == 0) invalid();
    return value;
  }
  if (!rest_.empty() && (is_letter(static_cast<unsigned char>(rest_[0])) || base::is_digit(rest_[0])))
    invalid();
  return take_literal();
}

void PatternSource::invalid() const {
  refuse_value("INVALID_PARAMETER_VALUE.PATTERN",
               "The value of parameter(s) `regexp` is invalid: '" + std::string(pattern_) + "'.");
}

void PatternSource::unsupported(View what) const {
  raise(base::refusal(
      "UNSUPPORTED_FEATURE", 400,
      fmt::format("A regular expression of this kind is not supported: {}: {}", pattern_, what)));
}

std::string literal(char32_t character, const PatternFlags& flags) {
  if (!flags.fold) return plain(character);
  if (flags.unicode) return "(?i:" + plain(character) + ")";
  if (!is_letter(character)) return plain(character);
  return "[" + plain(character) + plain(character ^ 0x20) + "]";
}

std::string java_class(PatternSource& source, const PatternFlags& flags) {
  const bool others = source.take("^");
  const std::string made = (others ? "[^" : "[") + class_items(source, flags) + "]";
  return flags.fold && flags.unicode ? "(?i:" + made + ")" : made;
}

std::string_view class_escape(char letter) {
  const auto* row = std::ranges::find(kEscapes, letter, &Escape::letter);
  return row == kEscapes.end() ? View() : row->items;
}

std::optional<std::string> class_escape(PatternSource& source, const PatternFlags& flags) {
  if (const char letter = source.take_one_of("pP"); letter != 0)
    return property(source, letter == 'P', flags);
  const char letter = source.take_one_of("dDwWsSvVhH");
  return letter == 0 ? std::nullopt : std::optional(std::string(class_escape(letter)));
}

}  // namespace engine
