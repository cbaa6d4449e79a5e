#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

std::string to_lower(std::string_view text);  // ASCII only
bool iequals(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // ASCII white space at both ends
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Reading from the front: what is taken is removed from the text; what does not stand there leaves it as it
// was.
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {  // of ASCII
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool take(std::string_view& text, char c);
std::optional<int> take_number(std::string_view& text, std::size_t least,
                               std::size_t most);  // up to 9 digits

std::string to_hex(std::string_view bytes);  // lower case
std::optional<std::string> from_hex(std::string_view hex);
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);  // strict: padding and alphabet are checked

// RFC 3986 percent-encoding: all but A-Z a-z 0-9 - . _ ~ are encoded, and `/` unless kept.
enum class Slash { Encode, Keep };
std::string percent_encode(std::string_view text, Slash slash = Slash::Encode);
std::optional<std::string> percent_decode(std::string_view text);  // no value: a broken %xx

bool is_valid_utf8(std::string_view text);
std::optional<std::int64_t> parse_int(std::string_view text);  // the whole text, decimal, optional sign

}  // namespace base
