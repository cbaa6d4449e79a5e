#include "engine/functions/regular_expression.h"

#include <memory>

#include "engine/functions/characters.h"

namespace engine {
namespace {

using View = std::string_view;

re2::StringPiece piece(View text) {
  return {text.data(), text.size()};
}

// Java's (?<name>...) as RE2 spells it.
std::string with_named_groups(View pattern) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool name = pattern.substr(i).starts_with("(?<") && i + 3 < pattern.size() &&
                      std::isalpha(static_cast<unsigned char>(pattern[i + 3]));
    if (pattern[i] == '\\' && i + 1 < pattern.size()) result += pattern[i++];
    result += pattern[i];
    if (name) result += "?P", ++i;
  }
  return result;
}

}  // namespace

const re2::RE2& compiled_pattern(View pattern, void (*refuse)(const re2::RE2&)) {
  struct Kept {
    std::string pattern;
    std::unique_ptr<re2::RE2> expression;
  };
  thread_local Kept kept;
  if (!kept.expression || kept.pattern != pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto expression = std::make_unique<re2::RE2>(with_named_groups(pattern), options);
    if (!expression->ok()) refuse(*expression);
    kept = {std::string(pattern), std::move(expression)};
  }
  return *kept.expression;
}

bool is_match(const re2::RE2& expression, View text) {
  return expression.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

bool Matches::next() {
  if (from_ > text_.size()) return false;
  if (!expression_.Match(piece(text_), from_, text_.size(), re2::RE2::UNANCHORED, groups_.data(),
                         static_cast<int>(groups_.size())))
    return false;
  from_ = end();
  if (groups_[0].empty()) {
    View rest = text_.substr(std::min(from_, text_.size()));
    from_ += rest.empty() ? 1 : take_character(rest).size();
  }
  return true;
}

std::optional<std::string> Matches::group(std::size_t index) const {
  if (groups_[index].data() == nullptr) return std::nullopt;
  return std::string(groups_[index].data(), groups_[index].size());
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
  const auto count = static_cast<std::size_t>(expression_.NumberOfCapturingGroups());
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
  const auto& names = expression_.NamedCapturingGroups();
  const std::size_t end = rest.find('}');
  const auto named = end == View::npos ? names.end() : names.find(std::string(rest.substr(1, end - 1)));
  if (named == names.end()) refuse_(text_);
  rest.remove_prefix(end + 1);
  return static_cast<std::size_t>(named->second);
}

char Replacement::take_escaped(View& rest) const {
  if (rest.empty()) refuse_(text_);
  const char c = rest[0];
  rest.remove_prefix(1);
  return c;
}

std::string replaced(const re2::RE2& expression, View text, const Replacement& by) {
  std::string result;
  std::size_t behind = 0;
  for (Matches matches(expression, text); matches.next(); behind = matches.end()) {
    result += text.substr(behind, matches.begin() - behind);
    by.append(result, matches);
  }
  return result += text.substr(behind);
}

}  // namespace engine
