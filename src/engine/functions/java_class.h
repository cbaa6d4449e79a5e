#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

class PatternSource;

// What (?i), (?s) and their like have set.
struct PatternFlags {
  bool fold = false;  // small letters and capitals are alike: of ASCII, or of all with `unicode`
  bool unicode = false;
  bool dot_all = false;
  bool multi_line = false;
  bool unix_lines = false;

  void set(PatternSource& source, bool on);  // the flag that stands there
};

// The text of a pattern of Java's, from left to right.
class PatternSource {
 public:
  explicit PatternSource(std::string_view pattern) : pattern_(pattern), rest_(pattern) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  void skip(std::size_t size) { rest_.remove_prefix(size); }
  bool take(std::string_view text);
  char take_one_of(std::string_view characters);  // 0: none of them stands there
  char32_t take_literal();
  char32_t take_escaped();  // the character that \n, \x41 and their like mean, behind the backslash

  // What stands up to \E.
  template <typename Use>
  void quoted(Use use) {
    while (!at_end() && !take("\\E")) use(take_literal());
  }

  [[noreturn]] void invalid() const;
  [[noreturn]] void unsupported(std::string_view what) const;

 private:
  std::uint32_t take_hex(std::size_t digits);

  const std::string_view pattern_;
  std::string_view rest_;
};

// What ends a line, in a class of RE2's.
inline constexpr std::string_view kLineEnds = "\\n\\r\\x{85}\\x{2028}\\x{2029}";

// In RE2's syntax: a character, and the class that stands behind `[`.
std::string literal(char32_t character, const PatternFlags& flags);
std::string java_class(PatternSource& source, const PatternFlags& flags);

// The items in a class of RE2's that \d, \s, \p{Lower} and their like stand for, behind the backslash.
// Nothing: no such thing stands there.
std::optional<std::string> class_escape(PatternSource& source, const PatternFlags& flags);
std::string_view class_escape(char letter);  // of one that has no name

}  // namespace engine
