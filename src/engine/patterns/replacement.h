#pragma once

#include <string>
#include <string_view>

#include "engine/patterns/matches.h"

namespace engine::patterns {

// What stands in the place of a match: $1, ${name}, \x or a character. `refuse` raises what is wrong with it,
// where it is used first.
class Replacement {
 public:
  using Refuse = void (*)(std::string_view text);
  Replacement(const Pattern& pattern, std::string_view text, Refuse refuse)
      : pattern_(pattern), text_(text), refuse_(refuse) {}

  std::size_t groups() const;  // that it may name
  void append(std::string& result, const Matches& matches) const;

 private:
  std::size_t take_group(std::string_view& rest) const;
  std::size_t take_name(std::string_view& rest) const;
  char take_escaped(std::string_view& rest) const;

  const Pattern& pattern_;
  const std::string_view text_;
  const Refuse refuse_;
};

// The text with the replacement for each match.
std::string replaced(const Pattern& pattern, std::string_view text, const Replacement& by);

}  // namespace engine::patterns
