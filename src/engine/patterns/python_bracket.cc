#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "engine/functions/characters.h"
#include "engine/patterns/measures.h"
#include "engine/patterns/python_parser.h"

namespace engine::patterns {
namespace {

// As Python shows a text.
std::string shown(const std::string& text) {
  const char quote = text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
  std::string made(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') made += '\\';
    made += c;
  }
  return made + quote;
}

// https://docs.python.org/3.11/reference/lexical_analysis.html#identifiers
bool is_identifier(const std::string& text) {
  const auto continues = [](char32_t c) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_XID_CONTINUE) != 0;
  };
  const std::u32string characters = code_points(text);
  if (characters.empty() || !std::ranges::all_of(characters, continues)) return false;
  const char32_t first = characters.front();
  return first == U'_' || u_hasBinaryProperty(static_cast<UChar32>(first), UCHAR_XID_START) != 0;
}

}  // namespace

base::Result<Node> PythonParser::take_bracket() {
  opened_.push_back(source_.place());
  source_.next();
  Node made = TRY(source_.take(U'?') ? take_extension() : take_capture());
  opened_.pop_back();
  return made;
}

base::Result<Node> PythonParser::take_capture() {
  const std::size_t own = groups_ + 1;
  closed_.push_back(false);
  Node group = TRY(take_group());
  closed_[own] = true;
  return group;
}

base::Result<Node> PythonParser::take_extension() {
  const std::size_t mark = source_.place() - 1;
  if (source_.at_end()) return wrong("unexpected end of pattern", source_.place());
  if (source_.take(U':')) return take_inner();
  if (source_.take(U'=')) return take_look(false, false);
  if (source_.take(U'!')) return take_look(false, true);
  if (source_.take(U'>')) return take_atomic();
  if (source_.take(U'<')) return take_look_behind();
  if (source_.take(U'P')) return take_named();
  if (source_.take(U'(')) return take_conditional();
  if (source_.take(U'#')) return wrong("missing ), unterminated comment", opened_.back());
  if (is_among(source_.peek(), U"aiLmstux-")) return take_flagged();
  return wrong("unknown extension ?" + token(), mark);
}

base::Result<Node> PythonParser::take_look_behind() {
  const std::size_t mark = source_.place() - 2;
  if (source_.at_end()) return wrong("unexpected end of pattern", source_.place());
  const bool negated = source_.peek() == U'!';
  if (!negated && source_.peek() != U'=') return wrong("unknown extension ?<" + token(), mark);
  source_.next();
  const auto outer = groups_before_look_;
  if (!outer) groups_before_look_ = groups_;
  Node look = TRY(take_look(true, negated));
  groups_before_look_ = outer;
  varies_behind_ |= !fixed_length(*std::get<Look>(look.is).inner);
  return look;
}

base::Result<Node> PythonParser::take_named() {
  const std::size_t mark = source_.place() - 2;
  if (source_.take(U'<')) return take_named_group();
  if (source_.take(U'=')) return take_named_reference();
  if (source_.at_end()) return wrong("unexpected end of pattern", source_.place());
  return wrong("unknown extension ?P" + token(), mark);
}

base::Result<Node> PythonParser::take_named_group() {
  const std::size_t from = source_.place();
  const std::string name = TRY(take_name(U'>'));
  const auto [known, added] = names_.emplace(name, groups_ + 1);
  if (!added)
    return wrong(fmt::format("redefinition of group name {} as group {}; was group {}", shown(name),
                             groups_ + 1, known->second),
                 from);
  return take_capture();
}

base::Result<Node> PythonParser::take_named_reference() {
  const std::size_t from = source_.place();
  const std::string name = TRY(take_name(U')'));
  return reference(TRY(group_of(name, from)), from);
}

base::Result<std::size_t> PythonParser::group_of(const std::string& name, std::size_t from) const {
  const auto known = names_.find(name);
  if (known == names_.end()) return wrong("unknown group name " + shown(name), from);
  return known->second;
}

// (?(1)a|b), (?(name)a)
base::Result<Node> PythonParser::take_conditional() {
  const std::size_t group = TRY(take_condition());
  if (groups_before_look_) TRY(check_not_defined_behind(group));
  Node matched = TRY(take_sequence()), other{Sequence{}};
  if (source_.take(U'|')) other = TRY(take_sequence());
  if (source_.peek() == U'|')
    return wrong("conditional backref with more than two branches", source_.place());
  if (!source_.take(U')')) return missing_bracket();
  return Node{Conditional{group, boxed(std::move(matched)), boxed(std::move(other))}};
}

base::Result<std::size_t> PythonParser::take_condition() {
  const std::size_t from = source_.place();
  const std::string text = TRY(take_up_to(U')', "group name"));
  return is_identifier(text) ? group_of(text, from) : take_group_number(text, from);
}

base::Result<std::size_t> PythonParser::take_group_number(const std::string& text, std::size_t from) {
  constexpr std::size_t kMostDigits = 9;
  const bool numbered =
      std::ranges::all_of(text, [](char c) { return is_ascii_digit(static_cast<unsigned char>(c)); });
  if (!numbered) return wrong("bad character in group name " + shown(text), from);
  if (text.size() > kMostDigits) return wrong("invalid group reference " + text, from);
  const std::size_t group = std::stoul(text);
  if (group == 0) return wrong("bad group number", from);
  conditions_.emplace_back(group, from);
  return group;
}

base::Result<void> PythonParser::check_not_defined_behind(std::size_t group) const {
  if (group >= closed_.size() || !closed_[group])
    return wrong("cannot refer to an open group", source_.place());
  if (group > *groups_before_look_)
    return wrong("cannot refer to group defined in the same lookbehind subpattern", source_.place());
  return {};
}

base::Result<Node> PythonParser::reference(std::size_t group, std::size_t place) {
  if (!closed_[group]) return wrong("cannot refer to an open group", place);
  if (groups_before_look_) {
    TRY(check_not_defined_behind(group));
    return unsupported("a reference in a look-behind");
  }
  return Node{BackReference{group, flags_.fold}};
}

base::Result<std::string> PythonParser::take_up_to(char32_t end, std::string_view what) {
  const std::size_t from = source_.place();
  if (source_.at_end()) return wrong(fmt::format("missing {}", what), from);
  const auto text = source_.take_up_to(end);
  if (!text) return wrong(fmt::format("missing {}, unterminated name", encode_utf8(end)), from);
  if (text->empty()) return wrong(fmt::format("missing {}", what), from);
  return *text;
}

base::Result<std::string> PythonParser::take_name(char32_t end) {
  const std::size_t from = source_.place();
  std::string name = TRY(take_up_to(end, "group name"));
  if (!is_identifier(name)) return wrong("bad character in group name " + shown(name), from);
  return name;
}

}  // namespace engine::patterns
