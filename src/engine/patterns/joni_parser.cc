#include "engine/patterns/joni_parser.h"

#include <algorithm>

#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"
#include "engine/patterns/measures.h"

namespace engine::patterns {
namespace {

bool is_plain(char32_t c) {
  return c != Source::kEnd &&
         std::u32string_view(U"\\[](){}.*+?|^$# \t\r\n").find(c) == std::u32string_view::npos;
}

bool repeats(char32_t c) {
  return c == U'*' || c == U'+' || c == U'?' || c == U'{';
}

// What Joni takes to stand behind: of one length, and without what looks ahead.
bool may_stand_behind(const Node& node, bool negated) {
  const auto all = [&](const std::vector<Node>& parts) {
    return std::ranges::all_of(parts, [&](const Node& part) { return may_stand_behind(part, negated); });
  };
  return std::visit(Visitor{[&](const Sequence& of) { return all(of.parts); },
                            [&](const Alternatives& of) { return all(of.choices); },
                            [&](const Group& of) { return !negated && may_stand_behind(*of.inner, negated); },
                            [&](const Repeat& of) { return may_stand_behind(*of.inner, negated); },
                            [](const Look& of) { return of.behind; }, [](const Atomic&) { return false; },
                            [](const Position& of) {
                              return of.place != Place::TextEnd && of.place != Place::LastLineEnd;
                            },
                            [](const auto&) { return true; }},
                    node.is) &&
         fixed_length(node).has_value();
}

}  // namespace

base::Error JoniParser::unmatched_bracket() const {
  return invalid("unmatched close parenthesis");
}

base::Error JoniParser::missing_bracket() const {
  return invalid("end pattern with unmatched parenthesis");
}

bool JoniParser::is_space(char32_t c) const {
  return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0x85;
}

bool JoniParser::ends_line(char32_t c) const {
  return c == U'\n';
}

base::Result<void> JoniParser::check(const Tree& tree) {
  if (last_reference_ > tree.groups) return invalid("invalid backref number/name");
  return {};
}

base::Result<Node> JoniParser::take_atom() {
  const std::size_t before = source_.place();
  switch (const char32_t c = source_.next()) {
    case U'(':
      return take_bracket();
    case U'*':
    case U'+':
    case U'?':
      return invalid("target of repeat operator is not specified");
    case U'{':
      if (TRY(take_count())) return invalid("target of repeat operator is not specified");
      return literal(c);
    case U'\\':
      return take_escape();
    case U'[':
      return node_of(TRY(take_class()));
    case U'.':
      return Node{Characters{flags_.dot_all ? set_of(0, 0x10ffff) : others_than(set_of(U'\n', U'\n'))}};
    case U'^':
      return line_begin();
    case U'$':
      return Node{Position{flags_.multi_line ? Place::LineEnd : Place::LastLineEnd}};
    default:
      source_.go_to(before);
      return take_literal();
  }
}

// The character, or what one character folds to: ss, ffi.
Node JoniParser::take_literal() {
  constexpr std::size_t kMostFolded = 3;
  for (std::size_t size = kMostFolded; flags_.fold && size > 1; --size) {
    std::u32string text;
    while (text.size() < size && is_plain(source_.peek(text.size()))) text += source_.peek(text.size());
    if (text.size() < size || repeats(source_.peek(size)) || !joni_knows_as_one(text)) continue;
    source_.take(text);
    return folded_text(text);
  }
  return literal(source_.next());
}

Node JoniParser::literal(char32_t character) const {
  if (character > 0x10ffff) return {Characters{}};
  Set set = set_of(character, character);
  if (flags_.fold) joni_fold(set);
  return node_of(std::move(set));
}

Node JoniParser::line_begin() const {
  if (!flags_.multi_line) return {Position{Place::TextBegin}};
  Alternatives made;
  made.choices.push_back({Position{Place::TextBegin}});
  made.choices.push_back({Position{Place::LineBegin}});
  return {std::move(made)};
}

base::Result<Node> JoniParser::repeated(Node atom) {
  constexpr int kMostTimes = 4;
  for (int times = 0;; ++times) {
    skip_comments();
    if (times > kMostTimes) return unsupported("more than 4 repetitions of each other");
    if (source_.take(U'*')) {
      atom = repeat(std::move(atom), {0, std::nullopt});
    } else if (source_.take(U'+')) {
      atom = repeat(std::move(atom), {1, std::nullopt});
    } else if (source_.take(U'?')) {
      atom = repeat(std::move(atom), {0, 1});
    } else {
      const std::size_t before = source_.place();
      const auto bounds = source_.take(U'{') ? TRY(take_count()) : std::nullopt;
      if (!bounds) {
        source_.go_to(before);
        return atom;
      }
      atom = repeat(std::move(atom), *bounds);
    }
  }
}

// {2}, {2,}, {2,3}; what looks otherwise is a text.
base::Result<std::optional<Bounds>> JoniParser::take_count() {
  constexpr std::size_t kMostDigits = 9;
  constexpr std::uint32_t kMost = 100'000;
  const std::size_t before = source_.place();
  const auto least = source_.take_number(10, kMostDigits);
  if (least && *least > kMost) return invalid("too big number for repeat range");
  const bool open = least && source_.take(U',');
  const auto most = open ? source_.take_number(10, kMostDigits) : least;
  if (most && *most > kMost) return invalid("too big number for repeat range");
  if (!least || !source_.take(U'}')) {
    source_.go_to(before);
    return std::optional<Bounds>();
  }
  if (most && *most < *least) return invalid("upper is smaller than lower in repeat range");
  const auto last = most ? std::optional(static_cast<int>(*most)) : std::nullopt;
  return std::optional(Bounds{static_cast<int>(*least), last});
}

base::Result<Node> JoniParser::take_bracket() {
  if (!source_.take(U'?')) return take_group();
  if (source_.at_end()) return invalid("end pattern in group");
  if (source_.take(U':')) return take_inner();
  if (source_.take(U'=')) return take_look(false, false);
  if (source_.take(U'!')) return take_look(false, true);
  if (source_.take(U'>')) return take_atomic();
  if (source_.take(U"<=")) return take_look_behind(false);
  if (source_.take(U"<!")) return take_look_behind(true);
  if (source_.take(U'<')) return take_named_group(U'>');
  if (source_.take(U'\'')) return take_named_group(U'\'');
  if (!source_.take(U'#')) return take_flagged();
  if (!source_.take_up_to(U')')) return invalid("end pattern in group");
  return Node{Sequence{}};
}

base::Result<Node> JoniParser::take_named_group(char32_t end) {
  const auto name = source_.take_up_to(end);
  if (!name) return missing_bracket();
  if (name->empty()) return invalid("group name is empty");
  if (is_ascii_digit(static_cast<unsigned char>(name->front())) || name->front() == '-')
    return invalid("invalid group name <" + *name + ">");
  if (!names_.emplace(*name, groups_ + 1).second) return invalid("multiplex defined name <" + *name + ">");
  return take_group();
}

base::Result<Node> JoniParser::take_look_behind(bool negated) {
  Node look = TRY(take_look(true, negated));
  const Node& inner = *std::get<Look>(look.is).inner;
  const auto* alternatives = std::get_if<Alternatives>(&inner.is);
  const auto stands = [&](const Node& choice) { return may_stand_behind(choice, negated); };
  const bool all = alternatives ? std::ranges::all_of(alternatives->choices, stands) : stands(inner);
  if (!all) return invalid("invalid pattern in look-behind");
  return look;
}

// (?i-s:...), or (?i-s), which holds for all that stands up to the end of the group, alternatives too.
base::Result<Node> JoniParser::take_flagged() {
  const Flags before = flags_;
  if (source_.peek() == U')') return invalid("undefined group option");
  for (bool on = true;;) {
    if (source_.at_end()) return invalid("end pattern in group");
    const char32_t letter = source_.next();
    if (letter == U')' || letter == U':') {
      Node inner = TRY(letter == U')' ? take_alternatives() : take_inner());
      flags_ = before;
      return inner;
    }
    if (letter == U'-')
      on = false;
    else if (letter == U'i')
      flags_.fold = on;
    else if (letter == U'm')
      flags_.multi_line = on;
    else if (letter == U's')
      flags_.dot_all = on;
    else if (letter == U'x')
      flags_.comments = on;
    else
      return invalid("undefined group option");
  }
}

}  // namespace engine::patterns
