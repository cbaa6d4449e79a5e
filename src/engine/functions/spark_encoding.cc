#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "base/digest.h"
#include "base/sha2.h"
#include "base/text.h"
#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/url_coding.h"
#include "plan/spark_error.h"

// https://spark.apache.org/docs/latest/api/sql/: numbers and bytes as digits, and digests of bytes.
namespace engine {
namespace {

using View = std::string_view;
using base::DigestAlgorithm;

std::string digits_of(std::uint64_t value, int radix) {
  std::array<char, 64> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, radix).ptr;
  std::string text(digits.data(), end);
  for (char& digit : text) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
  return text;
}

std::optional<std::string> hex_number(std::int64_t value) {
  return digits_of(static_cast<std::uint64_t>(value), 16);
}
std::optional<std::string> bin(std::int64_t value) {
  return digits_of(static_cast<std::uint64_t>(value), 2);
}
std::optional<std::string> hex_bytes(View bytes) {
  return upper_hex(bytes);
}

// Of an odd number of digits the first is a byte of its own.
std::optional<std::string> unhex(View digits) {
  if (digits.size() % 2 == 0) return base::from_hex(digits);
  return base::from_hex("0" + std::string(digits));
}

int digit_of(char c, int radix) {
  int digit = 0;
  const auto [end, error] = std::from_chars(&c, &c + 1, digit, radix);
  return error == std::errc() && end == &c + 1 ? digit : -1;
}

// An unsigned number of 64 bits, up to the first character that is no digit; none where it does not fit.
std::optional<std::uint64_t> leading_number(View text, int radix) {
  std::uint64_t value = 0;
  for (const char c : text) {
    const int digit = digit_of(c, radix);
    if (digit < 0) break;
    std::uint64_t next = 0;
    if (__builtin_mul_overflow(value, static_cast<std::uint64_t>(radix), &next) ||
        __builtin_add_overflow(next, static_cast<std::uint64_t>(digit), &value))
      return std::nullopt;
  }
  return value;
}

// With a negative radix the result has a sign; else it is unsigned. What does not fit is all ones.
template <Rules rules>
std::optional<std::string> conv(View text, std::int32_t from, std::int32_t to) {
  const auto is_radix = [](std::int64_t radix) { return radix >= 2 && radix <= 36; };
  const std::int64_t radix = std::abs(std::int64_t{to});
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (!is_radix(from) || !is_radix(radix) || text.empty()) return std::nullopt;
  bool negative = base::take(text, '-');
  const auto number = leading_number(text, from);
  if (rules == Rules::Ansi && !number) raise_overflow("Overflow in function conv()", "");
  std::uint64_t value = number.value_or(~std::uint64_t{0});
  const auto is_high = [&] { return static_cast<std::int64_t>(value) < 0; };
  if (negative && to > 0) value = is_high() ? ~std::uint64_t{0} : 0 - value;
  if (to < 0 && is_high()) {
    value = 0 - value;
    negative = true;
  }
  return (negative && to < 0 ? "-" : "") + digits_of(value, static_cast<int>(radix));
}

std::optional<std::string> base64(View bytes) {
  return base::to_base64(bytes);
}

[[noreturn]] void refuse_base64(View text) {
  refuse_value("CONVERSION_INVALID_INPUT",
               "The value '" + std::string(text) +
                   "' (\"STRING\") cannot be converted to \"BINARY\" because it is "
                   "malformed.");
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (base::is_digit(c)) return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// As MIME has it (RFC 2045): what is no digit is passed over. No value: it ends too early, or behind its end.
std::optional<std::string> decoded_base64(View text) {
  std::string bytes;
  unsigned bits = 0, count = 0, padding = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    padding += c == '=';
    if (digit < 0) continue;
    if (padding > 0) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  if (count == 6 || (padding > 0 && padding != count / 2)) return std::nullopt;
  return bytes;
}

std::optional<std::string> unbase64(View text) {
  auto bytes = decoded_base64(text);
  if (!bytes) refuse_base64(text);
  return bytes;
}

// to_binary passes over blanks alone.
std::optional<std::string> bytes_of(View text, View format) {
  if (format == "hex") return unhex(text);
  if (format != "base64") return std::string(text);
  const auto fits = [](char c) { return base64_digit(c) >= 0 || View("= \t\n\v\f\r").find(c) != View::npos; };
  return std::ranges::all_of(text, fits) ? decoded_base64(text) : std::nullopt;
}

std::optional<std::string> to_binary(View text, View format) {
  auto bytes = bytes_of(text, format);
  if (!bytes)
    raise(plan::spark_error(
        "CONVERSION_INVALID_INPUT",
        "The value <str> (<fmt>) cannot be converted to <targetType> because it is malformed. Correct the "
        "value as per the syntax, or change its format. Use <suggestion> to tolerate malformed input and "
        "return NULL instead.",
        {{"str", fmt::format("'{}'", text)},
         {"fmt", format == "hex" ? "'HEX'" : "'BASE64'"},
         {"targetType", "\"BINARY\""},
         {"suggestion", "`try_to_binary`"}}));
  return bytes;
}

template <DigestAlgorithm algorithm>
std::optional<std::string> digest(View bytes) {
  return base::to_hex(base::digest(algorithm, bytes));
}

std::optional<std::int64_t> crc32(View bytes) {
  std::int64_t value = 0;
  for (const char byte : base::digest(DigestAlgorithm::Crc32, bytes))
    value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::optional<std::string> sha2(View bytes, std::int32_t bits) {
  const auto digest = base::sha2(bytes, bits == 0 ? 256 : bits);
  return digest ? std::optional(base::to_hex(*digest)) : std::nullopt;
}

constexpr View kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// https://www.rfc-editor.org/rfc/rfc4648#section-6
std::optional<std::string> to_base32(View bytes) {
  std::string text;
  unsigned bits = 0, count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
    for (count += 8; count >= 5; count -= 5) text += kBase32[bits >> (count - 5) & 31];
  }
  if (count > 0) text += kBase32[bits << (5 - count) & 31];
  text.append((8 - text.size() % 8) % 8, '=');
  return text;
}

// Of letters in any case, with or without the '=' behind them.
std::optional<std::string> from_base32(View text) {
  std::string bytes;
  unsigned bits = 0, count = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const std::size_t digit = kBase32.find(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
    if (digit == View::npos)
      refuse_value("CONVERSION_INVALID_INPUT",
                   "The value '" + std::string(text) +
                       "' (\"STRING\") cannot be converted to \"BINARY\" because it is malformed.");
    bits = (bits << 5 | static_cast<unsigned>(digit)) & 0xffff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::optional<std::string> url_encode(View text) {
  return url_encoded(text);
}
std::optional<std::string> try_url_decode(View text) {
  return url_decoded(text);
}
std::optional<std::string> url_decode(View text) {
  auto decoded = url_decoded(text);
  if (!decoded)
    refuse_value("CANNOT_DECODE_URL",
                 "The provided URL cannot be decoded: " + std::string(text) +
                     ". Please ensure that the URL is properly formatted and try again.");
  return decoded;
}

}  // namespace

std::vector<SparkKernel> spark_encoding_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB, number = Type::BIGINT, whole = Type::INTEGER;
  const auto md5 = row_kernel<View>(digest<DigestAlgorithm::Md5>),
             sha1 = row_kernel<View>(digest<DigestAlgorithm::Sha1>);
  const auto sha2_kernel = row_kernel<View, std::int32_t>(sha2);
  return {
      {"hex", {number}, text, row_kernel<std::int64_t>(hex_number)},
      {"hex", {text}, text, row_kernel<View>(hex_bytes)},
      {"hex", {bytes}, text, row_kernel<View>(hex_bytes)},
      {"unhex", {text}, bytes, row_kernel<View>(unhex)},
      {"bin", {number}, text, row_kernel<std::int64_t>(bin)},
      {"conv", {text, whole, whole}, text, row_kernel<View, std::int32_t, std::int32_t>(conv<Rules::Spark>)},
      {"inner.conv_or_fails",
       {text, whole, whole},
       text,
       row_kernel<View, std::int32_t, std::int32_t>(conv<Rules::Ansi>),
       {},
       true,
       "conv"},
      {"base64", {bytes}, text, row_kernel<View>(base64)},
      {"base64", {text}, text, row_kernel<View>(base64)},
      {"unbase64", {text}, bytes, row_kernel<View>(unbase64), {}, true},
      {"inner.to_binary", {text, text}, bytes, row_kernel<View, View>(to_binary), {}, true},
      {"inner.try_to_binary", {text, text}, bytes, row_kernel<View, View>(bytes_of)},
      {"to_base32", {bytes}, text, row_kernel<View>(to_base32)},
      {"to_base32", {text}, text, row_kernel<View>(to_base32)},
      {"from_base32", {text}, bytes, row_kernel<View>(from_base32), {}, true},
      {"md5", {bytes}, text, md5},
      {"md5", {text}, text, md5},
      {"sha", {bytes}, text, sha1},
      {"sha", {text}, text, sha1},
      {"sha1", {bytes}, text, sha1},
      {"sha1", {text}, text, sha1},
      {"sha2", {bytes, whole}, text, sha2_kernel},
      {"sha2", {text, whole}, text, sha2_kernel},
      {"crc32", {bytes}, number, row_kernel<View>(crc32)},
      {"crc32", {text}, number, row_kernel<View>(crc32)},
      {"url_encode", {text}, text, row_kernel<View>(url_encode)},
      {"url_decode", {text}, text, row_kernel<View>(url_decode), {}, true},
      {"try_url_decode", {text}, text, row_kernel<View>(try_url_decode)},
  };
}

}  // namespace engine
