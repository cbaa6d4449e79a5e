#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Texts as characters (code points) in UTF-8, which is how Spark and Trino count.
namespace engine {

inline bool starts_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

inline std::int64_t count_characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), starts_character);
}

// Takes the first character of a text that is not empty.
inline std::string_view take_character(std::string_view& text) {
  std::size_t end = 1;
  while (end < text.size() && !starts_character(text[end])) ++end;
  const std::string_view character = text.substr(0, end);
  text.remove_prefix(end);
  return character;
}

inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

// The same text with U+FFFD for what is no UTF-8, as Java has it: one for each cut sequence, and for each
// other byte.
std::string repaired_utf8(std::string_view bytes);

// Whether the last digit is the one that Luhn's sum asks for, which none does; nothing: others than digits.
std::optional<bool> luhn_holds(std::string_view digits);

std::u32string code_points(std::string_view text);
std::string encode_utf8(char32_t code_point);

}  // namespace engine
