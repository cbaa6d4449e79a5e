#include "engine/patterns/python_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/functions/characters.h"
#include "engine/patterns/character_sets.h"

namespace engine::patterns {

PythonParser::PythonParser(std::string_view pattern) : Parser(pattern) {
  flags_.unicode_classes = true;
}

base::Result<Tree> PythonParser::parsed() {
  TRY(take_global_flags());
  return Parser::parsed();
}

base::Result<void> PythonParser::check(const Tree& tree) {
  for (const auto& [group, where] : conditions_)
    if (group > tree.groups) return wrong(fmt::format("invalid group reference {}", group), where);
  if (is_among(U'a', global_flags_) && is_among(U'u', global_flags_))
    return invalid("ASCII and UNICODE flags are incompatible");
  if (ends_in_half_an_escape()) return wrong("bad escape (end of pattern)", source_.size() - 1);
  if (varies_behind_) return invalid("look-behind requires fixed-width pattern");
  return {};
}

// Even in a comment.
bool PythonParser::ends_in_half_an_escape() const {
  const std::u32string_view all = source_.text();
  return (all.size() - (all.find_last_not_of(U'\\') + 1)) % 2 == 1;
}

base::Error PythonParser::wrong(std::string_view what, std::size_t place) const {
  const std::u32string_view all = source_.text(), before = all.substr(0, place);
  std::string message = fmt::format("{} at position {}", what, place);
  if (is_among(U'\n', all))
    message += fmt::format(" (line {}, column {})", 1 + std::ranges::count(before, U'\n'),
                           before.size() - (before.rfind(U'\n') + 1) + 1);
  return invalid(std::move(message));
}

std::string PythonParser::text_between(std::size_t from, std::size_t to) const {
  std::string text;
  for (const char32_t c : source_.text().substr(from, to - from)) text += encode_utf8(c);
  return text;
}

std::string PythonParser::token() const {
  const std::size_t from = source_.place();
  return text_between(from, from + (source_.peek() == U'\\' ? 2 : 1));
}

base::Error PythonParser::unmatched_bracket() const {
  return wrong("unbalanced parenthesis", source_.place());
}

base::Error PythonParser::missing_bracket() const {
  return wrong("missing ), unterminated subpattern", opened_.back());
}

bool PythonParser::is_space(char32_t c) const {
  return c == U' ' || (c >= U'\t' && c <= U'\r');
}

bool PythonParser::ends_line(char32_t c) const {
  return c == U'\n';
}

// Comments are read as all else: what stands behind a backslash ends none.
char32_t PythonParser::take_commented() {
  const char32_t c = source_.next();
  if (c == U'\\') source_.next();
  return c;
}

void PythonParser::skip_comments() {
  do Parser::skip_comments();
  while (skip_bracketed_comment());
}

bool PythonParser::skip_bracketed_comment() {
  const std::size_t before = source_.place();
  if (!source_.take(U"(?#")) return false;
  while (!source_.at_end())
    if (take_commented() == U')') return true;
  source_.go_to(before);
  return false;
}

base::Result<Node> PythonParser::take_atom() {
  const std::size_t start = source_.place();
  if (source_.peek() == U'(') return take_bracket();
  if (TRY(take_quantifier())) return wrong("nothing to repeat", start);
  switch (const char32_t c = source_.next()) {
    case U'\\':
      return take_escape();
    case U'[':
      return Node{Characters{TRY(take_class())}};
    case U'.':
      return Node{Characters{flags_.dot_all ? set_of(0, 0x10ffff) : others_than(set_of(U'\n', U'\n'))}};
    case U'^':
      return place(flags_.multi_line ? Place::AnyLineBegin : Place::TextBegin);
    case U'$':
      return place(flags_.multi_line ? Place::LineEnd : Place::LastLineEnd);
    default:
      return literal(c);
  }
}

Node PythonParser::place(Place of) {
  at_place_ = true;
  return {Position{of}};
}

Node PythonParser::literal(char32_t character) const {
  return {Characters{folded(set_of(character, character))}};
}

base::Result<Node> PythonParser::repeated(Node atom) {
  const bool is_place = std::exchange(at_place_, false);
  skip_comments();
  const std::size_t start = source_.place();
  const auto bounds = TRY(take_quantifier());
  if (!bounds) return atom;
  if (is_place) return wrong("nothing to repeat", start);
  Node made = greedy_or_not(std::move(atom), *bounds);
  skip_comments();
  const std::size_t behind = source_.place();
  if (TRY(take_quantifier())) return wrong("multiple repeat", behind);
  return made;
}

// What is possessive goes back into none of its repetitions, not even for the next.
Node PythonParser::greedy_or_not(Node atom, Bounds bounds) {
  if (source_.take(U'?')) return {Repeat{boxed(std::move(atom)), bounds, Greed::Lazy}};
  if (!source_.take(U'+')) return {Repeat{boxed(std::move(atom)), bounds}};
  if (!std::holds_alternative<Characters>(atom.is)) atom = {Atomic{boxed(std::move(atom))}};
  return {Repeat{boxed(std::move(atom)), bounds, Greed::Possessive}};
}

base::Result<std::optional<Bounds>> PythonParser::take_quantifier() {
  if (source_.take(U'*')) return std::optional(Bounds{0, std::nullopt});
  if (source_.take(U'+')) return std::optional(Bounds{1, std::nullopt});
  if (source_.take(U'?')) return std::optional(Bounds{0, 1});
  return take_count();
}

// {2}, {2,}, {,3}, {2,3}, {,}; what looks otherwise is a text.
base::Result<std::optional<Bounds>> PythonParser::take_count() {
  constexpr std::uint64_t kTooLarge = 0xffff'ffff;
  const std::size_t before = source_.place();
  if (!source_.take(U'{')) return std::optional<Bounds>();
  const auto least = take_times();
  const bool open = source_.take(U',');
  const auto most = open ? take_times() : least;
  if ((!least && !open) || !source_.take(U'}')) {
    source_.go_to(before);
    return std::optional<Bounds>();
  }
  if (std::max(least.value_or(0), most.value_or(0)) >= kTooLarge)
    return invalid("the repetition number is too large");
  if (most && *most < least.value_or(0)) return wrong("min repeat greater than max repeat", before + 1);
  const auto bounded = [](std::uint64_t times) {
    return static_cast<int>(std::min<std::uint64_t>(times, std::numeric_limits<int>::max()));
  };
  Bounds bounds{bounded(least.value_or(0))};
  if (most) bounds.most = bounded(*most);
  return std::optional(bounds);
}

std::optional<std::uint64_t> PythonParser::take_times() {
  constexpr std::uint64_t kMost = 1ULL << 40;  // what is more is too much anyhow
  std::optional<std::uint64_t> times;
  while (is_ascii_digit(source_.peek()))
    times = std::min(kMost, times.value_or(0) * 10 + (source_.next() - U'0'));
  return times;
}

}  // namespace engine::patterns
