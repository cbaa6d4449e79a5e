// Follows https://docs.aws.amazon.com/glue/latest/dg/define-crawler.html (exclude patterns), whose globs
// connection options share.
#include "services/glue/visual/glob.h"

#include <boost/json.hpp>

namespace services::glue::visual {
namespace {

// The class that opens at pattern[0] == '[': whether it holds `c`, and the pattern behind it. A class that is
// not closed stands for its own bracket.
struct ClassMatch {
  bool matches;
  std::string_view rest;
};

ClassMatch match_class(std::string_view pattern, char c) {
  const std::size_t close = pattern.find(']', 2);
  if (close == pattern.npos) return {c == '[', pattern.substr(1)};
  std::string_view set = pattern.substr(1, close - 1);
  const bool negated = set.front() == '!';
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const bool range = i + 2 < set.size() && set[i + 1] == '-';
    found |= range ? set[i] <= c && c <= set[i + 2] : set[i] == c;
    if (range) i += 2;
  }
  return {found != negated && c != '/', pattern.substr(close + 1)};
}

bool match_star(std::string_view pattern, std::string_view text) {
  const bool across = pattern.starts_with("**");
  const std::string_view rest = pattern.substr(across ? 2 : 1);
  for (std::size_t taken = 0;; ++taken) {
    if (glob_matches(rest, text.substr(taken))) return true;
    if (taken == text.size() || (text[taken] == '/' && !across)) return false;
  }
}

bool match_alternatives(std::string_view pattern, std::string_view text) {
  const std::size_t close = pattern.find('}');
  if (close == pattern.npos) return text.starts_with('{') && glob_matches(pattern.substr(1), text.substr(1));
  std::string_view choices = pattern.substr(1, close - 1);
  while (true) {
    const std::size_t comma = choices.find(',');
    if (glob_matches(std::string(choices.substr(0, comma)) + std::string(pattern.substr(close + 1)), text))
      return true;
    if (comma == choices.npos) return false;
    choices.remove_prefix(comma + 1);
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  while (!pattern.empty()) {
    if (pattern[0] == '*') return match_star(pattern, text);
    if (pattern[0] == '{') return match_alternatives(pattern, text);
    if (text.empty()) return false;
    if (pattern[0] == '[') {
      const ClassMatch match = match_class(pattern, text[0]);
      if (!match.matches) return false;
      pattern = match.rest;
    } else {
      const bool escaped = pattern[0] == '\\' && pattern.size() > 1;
      if (escaped) pattern.remove_prefix(1);
      const bool any = !escaped && pattern[0] == '?' && text[0] != '/';
      if (!any && pattern[0] != text[0]) return false;
      pattern.remove_prefix(1);
    }
    text.remove_prefix(1);
  }
  return text.empty();
}

base::Result<std::vector<std::string>> parse_exclusions(const std::vector<std::string>& lists) {
  std::vector<std::string> patterns;
  for (const std::string& list : lists) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(list, error);
    if (error || !value.is_array())
      return base::refusal("InvalidInputException", 400,
                           fmt::format("Exclusions: '{}' is not a JSON list of patterns", list));
    for (const boost::json::value& pattern : value.as_array()) {
      if (!pattern.is_string())
        return base::refusal("InvalidInputException", 400,
                             fmt::format("Exclusions: '{}' holds what is not text", list));
      patterns.emplace_back(std::string_view(pattern.as_string()));
    }
  }
  return patterns;
}

}  // namespace services::glue::visual
