#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/patterns/pattern.h"

namespace engine::patterns {

bool is_match(const Pattern& pattern, std::string_view text);  // of some part of the text

// The matches of a pattern in a text, one after the other. An empty one is followed by the next character.
// `groups`: the last group that is asked for, as those behind it cost time; 0: only the whole.
class Matches {
 public:
  Matches(const Pattern& pattern, std::string_view text, std::size_t groups = 0);

  bool next();

  std::size_t begin() const { return static_cast<std::size_t>(matched(0).data() - text_.data()); }
  std::size_t end() const { return begin() + matched(0).size(); }
  std::optional<std::string> group(std::size_t index) const;

 private:
  bool find();
  std::string_view matched(std::size_t group) const;  // without data where the group is not there

  const Pattern& pattern_;
  const std::string_view text_;
  const bool by_re2_;
  std::vector<re2::StringPiece> pieces_;  // the groups in RE2's words, where it matches
  std::vector<std::string_view> groups_;  // else they are here
  std::size_t from_ = 0;
  Spent spent_;
};

}  // namespace engine::patterns
