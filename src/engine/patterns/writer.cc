#include "engine/patterns/writer.h"

#include <fmt/format.h>

#include "engine/functions/characters.h"

namespace engine::patterns {
namespace {

std::string plain(UChar32 c) {
  if (c < 0x20 || c == 0x7f) return fmt::format("\\x{{{:x}}}", c);
  const bool special =
      c < 0x80 && std::string_view("\\.+*?()|[]{}^$-").find(static_cast<char>(c)) != std::string_view::npos;
  return (special ? "\\" : "") + encode_utf8(static_cast<char32_t>(c));
}

std::string items(const icu::UnicodeSet& set) {
  std::string made;
  for (std::int32_t i = 0; i < set.getRangeCount(); ++i) {
    const UChar32 from = set.getRangeStart(i), to = set.getRangeEnd(i);
    made += plain(from);
    if (to > from + 1) made += '-';
    if (to > from) made += plain(to);
  }
  return made;
}

icu::UnicodeSet without_surrogates(icu::UnicodeSet set) {
  set.remove(0xd800, 0xdfff);
  return set;
}

std::string quantifier(const Bounds& bounds) {
  if (!bounds.most && bounds.least < 2) return bounds.least == 0 ? "*" : "+";
  if (bounds.least == 0 && bounds.most == 1) return "?";
  if (!bounds.most) return fmt::format("{{{},}}", bounds.least);
  if (bounds.most == bounds.least) return fmt::format("{{{}}}", bounds.least);
  return fmt::format("{{{},{}}}", bounds.least, *bounds.most);
}

}  // namespace

std::string set_text(const icu::UnicodeSet& set) {
  const icu::UnicodeSet own = without_surrogates(set);
  if (own.isEmpty()) return "";
  if (own.size() == 1) return plain(own.charAt(0));
  if (!set.contains(0x10ffff)) return "[" + items(own) + "]";
  icu::UnicodeSet others = set;
  others = without_surrogates(others.complement());
  return others.isEmpty() ? "(?s:.)" : "[^" + items(others) + "]";
}

void Writer::write(const Node& node) {
  std::visit([this](const auto& of) { write(of); }, node.is);
}

void Writer::write(const Sequence& sequence) {
  for (const Node& part : sequence.parts) write(part);
}

void Writer::write(const Alternatives& alternatives) {
  text_ += "(?:";
  write_choices(alternatives);
  text_ += ')';
}

void Writer::write_choices(const Alternatives& alternatives) {
  for (const Node& choice : alternatives.choices) {
    if (&choice != &alternatives.choices.front()) text_ += '|';
    write(choice);
  }
}

void Writer::write(const Group& group) {
  text_ += '(';
  write_choices(*group.inner);
  text_ += ')';
}

void Writer::write_choices(const Node& node) {
  const auto* alternatives = std::get_if<Alternatives>(&node.is);
  alternatives ? write_choices(*alternatives) : write(node);
}

void Writer::write_repeated(const Repeat& repeat) {
  const bool single =
      std::holds_alternative<Characters>(repeat.inner->is) || std::holds_alternative<Group>(repeat.inner->is);
  if (!single) text_ += "(?:";
  single ? write(*repeat.inner) : write_choices(*repeat.inner);
  if (!single) text_ += ')';
  text_ += quantifier(repeat.bounds);
  if (repeat.greed == Greed::Lazy) text_ += '?';
  if (repeat.greed == Greed::Possessive) text_ += '+';
}

}  // namespace engine::patterns
