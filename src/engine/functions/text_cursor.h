#pragma once

#include <string_view>

namespace engine {

// What the conversions from text are read with: each takes something off the front.
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Spark trims white space and control characters, in ASCII only.
inline std::string_view trim_control(std::string_view text) {
  const auto drops = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; };
  while (!text.empty() && drops(text.front())) text.remove_prefix(1);
  while (!text.empty() && drops(text.back())) text.remove_suffix(1);
  return text;
}

inline bool take(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// Returns whether it was a minus.
inline bool take_sign(std::string_view& text) {
  if (take(text, '-')) return true;
  take(text, '+');
  return false;
}

}  // namespace engine
