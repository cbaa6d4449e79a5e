#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/patterns/pattern.h"

namespace engine::patterns {

bool is_match(const Pattern& pattern, std::string_view text);  // of some part of the text

// The matches of a pattern in a text, one after the other. An empty one is followed by the next character.
class Matches {
 public:
  Matches(const Pattern& pattern, std::string_view text);

  bool next();

  std::size_t begin() const { return static_cast<std::size_t>(groups_[0].data() - text_.data()); }
  std::size_t end() const { return begin() + groups_[0].size(); }
  std::optional<std::string> group(std::size_t index) const;

 private:
  bool find();

  const Pattern& pattern_;
  const std::string_view text_;
  const bool by_re2_;
  std::vector<re2::StringPiece> pieces_;  // RE2's own words for groups
  std::vector<std::string_view> groups_;
  std::size_t from_ = 0;
  Spent spent_;
};

}  // namespace engine::patterns
