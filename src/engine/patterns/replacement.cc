#include "engine/patterns/replacement.h"

namespace engine::patterns {

using View = std::string_view;

std::size_t Replacement::groups() const {
  return text_.find('$') == View::npos ? 0 : pattern_.group_count();
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
  const std::size_t count = pattern_.group_count();
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
  const auto named = end == View::npos ? std::nullopt : pattern_.group_named(rest.substr(1, end - 1));
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
  for (Matches matches(pattern, text, by.groups()); matches.next(); behind = matches.end()) {
    result += text.substr(behind, matches.begin() - behind);
    by.append(result, matches);
  }
  return result += text.substr(behind);
}

}  // namespace engine::patterns
