#include "engine/functions/regular_expression.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "engine/functions/characters.h"

namespace engine {
namespace {

using View = std::string_view;

re2::StringPiece piece(View text) {
  return {text.data(), text.size()};
}

// Joni's (?<name>...) as RE2 spells it, where it stands neither in a class nor between \Q and \E.
Re2Pattern re2_of_joni(View pattern) {
  Re2Pattern made;
  std::size_t depth = 0;
  while (!pattern.empty()) {
    std::size_t size = 1;
    const bool escapes = pattern[0] == '\\' && pattern.size() > 1;
    if (escapes && pattern[1] == 'Q' && depth == 0)
      size = std::min(pattern.find("\\E"), pattern.size());
    else if (escapes)
      size = 2;
    else if (pattern[0] == '[')
      size = pattern.starts_with("[^]") ? 3 : pattern.starts_with("[]") ? 2 : 1, ++depth;
    else if (pattern[0] == ']' && depth > 0)
      --depth;
    const bool name =
        depth == 0 && pattern.starts_with("(?<") && pattern.size() > 3 && base::is_letter(pattern[3]);
    made.text += name ? View("(?P") : pattern.substr(0, size);
    pattern.remove_prefix(name ? 2 : size);
  }
  return made;
}

}  // namespace

Pattern::Pattern(View pattern, PatternSyntax syntax)
    : pattern_(syntax == PatternSyntax::Java ? re2_of_java(pattern) : re2_of_joni(pattern)) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  expression_ = std::make_unique<re2::RE2>(pattern_.text, options);
  if (syntax == PatternSyntax::Joni)
    for (int i = 1; i <= expression_->NumberOfCapturingGroups(); ++i) pattern_.groups.push_back(i);
}

std::optional<std::size_t> Pattern::group_named(const std::string& name) const {
  const auto& names = expression_->NamedCapturingGroups();
  const auto named = names.find(name);
  if (named == names.end()) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::find(pattern_.groups, named->second) -
                                  pattern_.groups.begin());
}

const Pattern& compiled_pattern(View pattern, PatternSyntax syntax, RefusePattern refuse) {
  struct Kept {
    std::string text;
    PatternSyntax syntax = PatternSyntax::Java;
    std::unique_ptr<Pattern> pattern;

    bool is(View other, PatternSyntax of) const { return pattern && text == other && syntax == of; }
  };
  thread_local std::array<Kept, 2> kept;  // the last one first
  if (kept[0].is(pattern, syntax)) return *kept[0].pattern;
  if (!kept[1].is(pattern, syntax)) {
    auto made = std::make_unique<Pattern>(pattern, syntax);
    if (!made->re2().ok()) refuse(pattern, made->re2());
    kept[1] = {std::string(pattern), syntax, std::move(made)};
  }
  std::swap(kept[0], kept[1]);
  return *kept[0].pattern;
}

bool is_match(const Pattern& pattern, View text) {
  return pattern.re2().Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

bool Matches::next() {
  const auto step = [&](std::size_t place) {
    View rest = text_.substr(std::min(place, text_.size()));
    return place + (rest.empty() ? 1 : take_character(rest).size());
  };
  while (from_ <= text_.size()) {
    if (!pattern_.re2().Match(piece(text_), from_, text_.size(), re2::RE2::UNANCHORED, groups_.data(),
                              static_cast<int>(groups_.size())))
      return false;
    const bool whole = cut_line_end();
    from_ = whole ? end() : begin();
    if (!whole || groups_[0].empty()) from_ = step(from_);
    if (whole) return true;
  }
  return false;
}

// What ends the last line is no part of the match. False: it would be cut between \r and \n.
bool Matches::cut_line_end() {
  for (const int group : pattern_.line_ends()) {
    const auto& line_end = groups_[static_cast<std::size_t>(group)];
    if (line_end.data() == nullptr || line_end.empty()) continue;
    const char* cut = line_end.data();
    if (*cut == '\n' && cut > text_.data() && cut[-1] == '\r') return false;
    for (auto& part : groups_)
      if (part.data() != nullptr && part.data() + part.size() > cut)
        part = {part.data(), static_cast<std::size_t>(cut - std::min(part.data(), cut))};
  }
  return true;
}

std::optional<std::string> Matches::group(std::size_t index) const {
  const auto& group = groups_[pattern_.place(index)];
  if (group.data() == nullptr) return std::nullopt;
  return std::string(group.data(), group.size());
}

void Replacement::append(std::string& result, const Matches& matches) const {
  for (View rest = text_; !rest.empty();) {
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c == '$')
      result += matches.group(take_group(rest)).value_or("");
    else
      result += c == '\\' ? take_escaped(rest) : c;
  }
}

std::size_t Replacement::take_group(View& rest) const {
  if (rest.starts_with('{')) return take_name(rest);
  std::size_t group = 0, digits = 0;
  const auto count = static_cast<std::size_t>(pattern_.group_count());
  for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
    const std::size_t longer = group * 10 + static_cast<std::size_t>(rest[digits] - '0');
    if (digits > 0 && longer > count) break;
    group = longer;
  }
  if (digits == 0 || group > count) refuse_(text_);
  rest.remove_prefix(digits);
  return group;
}

std::size_t Replacement::take_name(View& rest) const {
  const std::size_t end = rest.find('}');
  const auto named =
      end == View::npos ? std::nullopt : pattern_.group_named(std::string(rest.substr(1, end - 1)));
  if (!named) refuse_(text_);
  rest.remove_prefix(end + 1);
  return *named;
}

char Replacement::take_escaped(View& rest) const {
  if (rest.empty()) refuse_(text_);
  const char c = rest[0];
  rest.remove_prefix(1);
  return c;
}

std::string replaced(const Pattern& pattern, View text, const Replacement& by) {
  std::string result;
  std::size_t behind = 0;
  for (Matches matches(pattern, text); matches.next(); behind = matches.end()) {
    result += text.substr(behind, matches.begin() - behind);
    by.append(result, matches);
  }
  return result += text.substr(behind);
}

}  // namespace engine
