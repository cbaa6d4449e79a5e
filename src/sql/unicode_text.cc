#include "sql/unicode_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace sql {

bool is_hex_digit(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

void append_utf8(std::string& text, char32_t code) {
  const auto put = [&](char32_t bits) { text += static_cast<char>(bits); };
  const auto continued = [&](int shift) { put(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | (code >> 6)), continued(0);
  if (code < 0x10000) return put(0xE0 | (code >> 12)), continued(6), continued(0);
  put(0xF0 | ((code >> 18) & 0x07)), continued(12), continued(6), continued(0);
}

base::Result<std::string> decode_unicode(std::string_view text, char escape, Position position) {
  std::string decoded;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != escape || text.starts_with(escape)) {
      if (c == escape) text.remove_prefix(1);
      decoded += c;
      continue;
    }
    const std::size_t wanted = text.starts_with('+') ? 6 : 4;
    if (wanted == 6) text.remove_prefix(1);
    const std::string_view digits =
        text.substr(0, static_cast<std::size_t>(
                           std::ranges::find_if_not(text.substr(0, wanted), is_hex_digit) - text.begin()));
    if (digits.size() < wanted)
      return syntax_error(position, fmt::format("Incomplete escape sequence: {}", digits));
    std::uint32_t code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (code > 0x10FFFF) return syntax_error(position, fmt::format("Invalid escaped character: {}", digits));
    if (code >= 0xD800 && code <= 0xDFFF)
      return syntax_error(position,
                          fmt::format("Invalid escaped character: {}. Escaped character is a surrogate. Use "
                                      "'\\+123456' instead.",
                                      digits));
    append_utf8(decoded, code);
    text.remove_prefix(wanted);
  }
  return decoded;
}

}  // namespace sql
