#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace engine::patterns {

// What is wrong with a pattern: it is none, or it has something that we have nothing for.
inline constexpr const char* kInvalid = "INVALID_PATTERN";
inline constexpr const char* kUnsupported = "PATTERN_NOT_SUPPORTED";
inline constexpr const char* kTooLong = "PATTERN_TAKES_TOO_LONG";  // with the text that it was to match

base::Error invalid(std::string message);
base::Error unsupported(std::string_view what);

// The characters of a pattern, from left to right.
class Source {
 public:
  static constexpr char32_t kEnd = 0xffff'ffff;  // no character

  explicit Source(std::string_view pattern);

  bool at_end() const { return at_ == text_.size(); }
  std::size_t size() const { return text_.size(); }
  std::u32string_view text() const { return text_; }  // all of it
  std::size_t place() const { return at_; }
  void go_to(std::size_t place) { at_ = place; }
  char32_t peek(std::size_t ahead = 0) const;
  char32_t next();  // takes the character; kEnd: there is none
  bool starts_with(std::u32string_view text) const;
  bool take(std::u32string_view text);
  bool take(char32_t character);

  // What stands before this character, which is taken too; nothing is taken where it stands nowhere.
  std::optional<std::string> take_up_to(char32_t end);

  // Digits of the base, so many at most. Nothing: there is none.
  std::optional<std::uint32_t> take_number(std::uint32_t base, std::size_t most_digits);

  bool has(std::u32string_view text) const { return text_.find(text, at_) != text_.npos; }

 private:
  const std::u32string text_;
  std::size_t at_ = 0;
};

bool is_ascii_digit(char32_t c);
bool is_ascii_letter(char32_t c);
bool is_among(char32_t c, std::u32string_view those);

}  // namespace engine::patterns
