#include "engine/patterns/java_parser.h"

#include "engine/functions/characters.h"
#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"

namespace engine::patterns {
namespace {

constexpr std::string_view kLineEnds = "[\\n\\r\\u0085\\u2028\\u2029]";

}  // namespace

base::Error JavaParser::unmatched_bracket() const {
  return invalid("Unmatched closing ')'");
}

base::Error JavaParser::missing_bracket() const {
  return invalid("Unclosed group");
}

bool JavaParser::is_space(char32_t c) const {
  return c == U' ' || (c >= U'\t' && c <= U'\r');
}

bool JavaParser::ends_line(char32_t c) const {
  return c == U'\n' || (!flags_.unix_lines && (c == U'\r' || c == 0x85 || c == 0x2028 || c == 0x2029));
}

base::Result<Node> JavaParser::take_atom() {
  switch (const char32_t c = source_.peek()) {
    case U'(':
      return take_bracket();
    case U'*':
    case U'+':
    case U'?':
      return invalid("Dangling meta character '" + encode_utf8(c) + "'");
    case U'{':  // counts nothing
      return Node{Sequence{}};
    default:
      break;
  }
  switch (const char32_t c = source_.next()) {
    case U'\\':
      return take_escape();
    case U'[':
      return Node{Characters{TRY(take_class())}};
    case U'.':
      return dot();
    case U'^':
      return Node{flags_.multi_line ? Position{Place::LineBegin, line_ends()} : Position{Place::TextBegin}};
    case U'$':
      return dollar();
    default:
      return literal(c);
  }
}

base::Result<Node> JavaParser::repeated(Node atom) {
  skip_comments();
  if (source_.take(U'*')) return java_repeat(std::move(atom), {0, std::nullopt});
  if (source_.take(U'+')) return java_repeat(std::move(atom), {1, std::nullopt});
  if (source_.take(U'?')) return java_repeat(std::move(atom), {0, 1});
  if (!source_.take(U'{')) return atom;
  const Bounds bounds = TRY(take_count());
  return java_repeat(std::move(atom), bounds);
}

// What is possessive goes back into none of its repetitions, not even for the next.
Node JavaParser::java_repeat(Node atom, Bounds bounds) {
  Node made = repeat(std::move(atom), bounds);
  auto& of = std::get<Repeat>(made.is);
  if (of.greed == Greed::Possessive && !std::holds_alternative<Characters>(of.inner->is))
    of.inner = boxed({Atomic{std::move(of.inner)}});
  return made;
}

// {2}, {2,}, {2,3}
base::Result<Bounds> JavaParser::take_count() {
  constexpr std::size_t kMostDigits = 9;
  const auto least = source_.take_number(10, kMostDigits);
  if (!least) return invalid("Illegal repetition");
  Bounds bounds{static_cast<int>(*least), static_cast<int>(*least)};
  if (source_.take(U',')) {
    const auto most = source_.take_number(10, kMostDigits);
    bounds.most = most ? std::optional(static_cast<int>(*most)) : std::nullopt;
  }
  if (!source_.take(U'}')) return invalid("Unclosed counted closure");
  if (bounds.most && *bounds.most < bounds.least) return invalid("Illegal repetition range");
  return bounds;
}

base::Result<Node> JavaParser::take_bracket() {
  source_.next();
  skip_comments();
  if (!source_.take(U'?')) return take_group();
  if (source_.take(U':')) return take_inner();
  if (source_.take(U'=')) return take_look(false, false);
  if (source_.take(U'!')) return take_look(false, true);
  if (source_.take(U'>')) return take_atomic();
  if (source_.take(U"<=")) return take_look(true, false);
  if (source_.take(U"<!")) return take_look(true, true);
  return source_.take(U'<') ? take_named_group() : take_flagged();
}

base::Result<Node> JavaParser::take_named_group() {
  std::string name;
  while (is_ascii_letter(source_.peek()) || (!name.empty() && is_ascii_digit(source_.peek())))
    name += static_cast<char>(source_.next());
  if (name.empty()) return invalid("capturing group name does not start with a Latin letter");
  if (!source_.take(U'>')) return invalid("named capturing group is missing trailing '>'");
  if (!names_.emplace(name, groups_ + 1).second)
    return invalid("Named capturing group <" + name + "> is already defined");
  return take_group();
}

base::Result<Node> JavaParser::take_flagged() {
  const Flags before = flags_;
  for (bool on = true; !source_.take(U')');) {
    if (source_.take(U':')) {
      Node inner = TRY(take_inner());
      flags_ = before;
      return inner;
    }
    if (source_.take(U'-'))
      on = false;
    else
      TRY(set_flag(source_.next(), on));
  }
  return Node{Sequence{}};
}

base::Result<void> JavaParser::set_flag(char32_t letter, bool on) {
  switch (letter) {
    case U'i':
      flags_.fold = on;
      break;
    case U'd':
      flags_.unix_lines = on;
      break;
    case U'm':
      flags_.multi_line = on;
      break;
    case U's':
      flags_.dot_all = on;
      break;
    case U'u':
      flags_.unicode_case = on;
      break;
    case U'x':
      flags_.comments = on;
      break;
    case U'U':
      flags_.unicode_classes = flags_.unicode_case = on;
      break;
    default:
      return invalid("Unknown inline modifier");
  }
  return {};
}

Node JavaParser::literal(char32_t character) const {
  return {Characters{set_of_character(character)}};
}

Node JavaParser::dot() const {
  if (flags_.dot_all) return {Characters{set_of(0, 0x10ffff)}};
  return {Characters{others_than(flags_.unix_lines ? set_of(U'\n', U'\n') : set_of(kLineEnds))}};
}

Node JavaParser::dollar() const {
  return {Position{flags_.multi_line ? Place::LineEnd : Place::LastLineEnd, line_ends()}};
}

LineEnds JavaParser::line_ends() const {
  return flags_.unix_lines ? LineEnds::Newlines : LineEnds::Javas;
}

}  // namespace engine::patterns
