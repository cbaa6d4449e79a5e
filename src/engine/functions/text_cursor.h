#pragma once

#include <string_view>

#include "base/text.h"

namespace engine {

// What the conversions from text are read with: each takes something off the front.
using base::is_digit, base::take;

// Spark trims white space and control characters, in ASCII only.
inline std::string_view trim_control(std::string_view text) {
  const auto drops = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; };
  while (!text.empty() && drops(text.front())) text.remove_prefix(1);
  while (!text.empty() && drops(text.back())) text.remove_suffix(1);
  return text;
}

// Returns whether it was a minus.
inline bool take_sign(std::string_view& text) {
  if (take(text, '-')) return true;
  take(text, '+');
  return false;
}

}  // namespace engine
