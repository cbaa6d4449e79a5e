#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/java_pattern.h"

namespace engine {

// Regular expressions of Java's in RE2, for Spark (java_pattern.h), and those of Joni's for Trino, of which
// only the names of groups are written otherwise. What they have beyond RE2 (look-around, back references) is
// refused by name.
enum class PatternSyntax { Java, Joni };

class Pattern {
 public:
  Pattern(std::string_view pattern, PatternSyntax syntax);

  const re2::RE2& re2() const { return *expression_; }
  int group_count() const { return static_cast<int>(pattern_.groups.size()) - 1; }
  std::optional<std::size_t> group_named(const std::string& name) const;

  // The numbers that groups have in RE2's: of the pattern's own, and of the line ends behind a match.
  std::size_t place(std::size_t group) const { return static_cast<std::size_t>(pattern_.groups[group]); }
  const std::vector<int>& line_ends() const { return pattern_.line_ends; }

 private:
  Re2Pattern pattern_;
  std::unique_ptr<re2::RE2> expression_;
};

// The pattern: the last two are kept, for patterns are constants nearly always, and stand until the second
// call from now. `refuse` raises what is wrong with one that RE2 does not take.
using RefusePattern = void (*)(std::string_view pattern, const re2::RE2& expression);
const Pattern& compiled_pattern(std::string_view pattern, PatternSyntax syntax, RefusePattern refuse);

bool is_match(const Pattern& pattern, std::string_view text);

// The matches of a pattern in a text, one after the other. An empty one is followed by the next character.
class Matches {
 public:
  Matches(const Pattern& pattern, std::string_view text)
      : pattern_(pattern),
        text_(text),
        groups_(1 + static_cast<std::size_t>(pattern.re2().NumberOfCapturingGroups())) {}

  bool next();

  std::size_t begin() const { return static_cast<std::size_t>(groups_[0].data() - text_.data()); }
  std::size_t end() const { return begin() + groups_[0].size(); }
  std::optional<std::string> group(std::size_t index) const;

 private:
  bool cut_line_end();

  const Pattern& pattern_;
  const std::string_view text_;
  std::vector<re2::StringPiece> groups_;
  std::size_t from_ = 0;
};

// What stands in the place of a match: $1, ${name}, \x or a character. `refuse` raises what is wrong with it,
// where it is used first.
class Replacement {
 public:
  using Refuse = void (*)(std::string_view text);
  Replacement(const Pattern& pattern, std::string_view text, Refuse refuse)
      : pattern_(pattern), text_(text), refuse_(refuse) {}

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

}  // namespace engine
