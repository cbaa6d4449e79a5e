#include "engine/functions/characters.h"

#include <unicode/utf8.h>

#include "base/text.h"

namespace engine {
namespace {

char32_t decode(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(character[i]));
  };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
    case 3:
      return (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
  }
}

}  // namespace

std::string repaired_utf8(std::string_view bytes) {
  if (base::is_valid_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (std::size_t from = 0, at = 0; from < bytes.size(); from = at) {
    UChar32 character = 0;
    U8_NEXT(bytes.data(), at, bytes.size(), character);
    text += character < 0 ? kReplacement : bytes.substr(from, at - from);
  }
  return text;
}

std::optional<bool> luhn_holds(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char digit = digits[digits.size() - 1 - i];
    if (!base::is_digit(digit)) return std::nullopt;
    const int doubled = (digit - '0') * (1 + static_cast<int>(i % 2));
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return !digits.empty() && sum % 10 == 0;
}

std::u32string code_points(std::string_view text) {
  std::u32string result;
  while (!text.empty()) result += decode(take_character(text));
  return result;
}

std::string encode_utf8(char32_t code_point) {
  std::string text;
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  const auto follow = [&](int shift) { add(0x80 | ((code_point >> shift) & 0x3f)); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xc0 | code_point >> 6), follow(0);
  } else if (code_point < 0x10000) {
    add(0xe0 | code_point >> 12), follow(6), follow(0);
  } else {
    add(0xf0 | code_point >> 18), follow(12), follow(6), follow(0);
  }
  return text;
}

}  // namespace engine
