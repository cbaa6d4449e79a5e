#pragma once

#include <re2/re2.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// Regular expressions of Java's in RE2, for Spark and Trino. What Java has beyond RE2 (look-around, back
// references) is refused by name.

// The expression of the pattern: the last one is kept, for patterns are constants nearly always. `refuse`
// raises what is wrong with one that RE2 does not take.
const re2::RE2& compiled_pattern(std::string_view pattern, void (*refuse)(const re2::RE2& expression));

bool is_match(const re2::RE2& expression, std::string_view text);

// The matches of a pattern in a text, one after the other. An empty one is followed by the next character.
class Matches {
 public:
  Matches(const re2::RE2& expression, std::string_view text)
      : expression_(expression),
        text_(text),
        groups_(1 + static_cast<std::size_t>(expression.NumberOfCapturingGroups())) {}

  bool next();

  std::size_t begin() const { return static_cast<std::size_t>(groups_[0].data() - text_.data()); }
  std::size_t end() const { return begin() + groups_[0].size(); }
  std::optional<std::string> group(std::size_t index) const;

 private:
  const re2::RE2& expression_;
  const std::string_view text_;
  std::vector<re2::StringPiece> groups_;
  std::size_t from_ = 0;
};

// What stands in the place of a match: $1, ${name}, \x or a character. `refuse` raises what is wrong with it,
// where it is used first.
class Replacement {
 public:
  using Refuse = void (*)(std::string_view text);
  Replacement(const re2::RE2& expression, std::string_view text, Refuse refuse)
      : expression_(expression), text_(text), refuse_(refuse) {}

  void append(std::string& result, const Matches& matches) const;

 private:
  std::size_t take_group(std::string_view& rest) const;
  std::size_t take_name(std::string_view& rest) const;
  char take_escaped(std::string_view& rest) const;

  const re2::RE2& expression_;
  const std::string_view text_;
  const Refuse refuse_;
};

// The text with the replacement for each match.
std::string replaced(const re2::RE2& expression, std::string_view text, const Replacement& by);

}  // namespace engine
