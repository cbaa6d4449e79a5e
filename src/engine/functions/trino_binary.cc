#include <bit>
#include <utility>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/binary.html
namespace engine {
namespace {

using View = std::string_view;
using base::DigestAlgorithm;

template <DigestAlgorithm algorithm>
std::optional<std::string> digest(View bytes) {
  return base::digest(algorithm, bytes);
}

int64_t from_bytes(View bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return static_cast<int64_t>(value);
}

std::optional<int64_t> crc32(View bytes) {
  return from_bytes(base::digest(DigestAlgorithm::Crc32, bytes));
}

template <int bits>
std::optional<std::string> to_big_endian(int64_t value) {
  std::string bytes;
  for (int shift = bits - 8; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::optional<int64_t> from_big_endian_64(View bytes) {
  if (bytes.size() != 8)
    refuse_argument("expected 8-byte input, but got instead: " + std::to_string(bytes.size()));
  return from_bytes(bytes);
}

std::optional<int32_t> from_big_endian_32(View bytes) {
  if (bytes.size() != 4)
    refuse_argument("expected 4-byte input, but got instead: " + std::to_string(bytes.size()));
  return static_cast<int32_t>(from_bytes(bytes));
}

std::optional<std::string> to_hex(View bytes) {
  return upper_hex(bytes);
}

std::optional<std::string> from_hex(View text) {
  if (text.size() % 2 != 0) refuse_argument("invalid input length " + std::to_string(text.size()));
  auto bytes = base::from_hex(text);
  if (!bytes) refuse_argument("Could not decode hex: " + std::string(text));
  return std::move(*bytes);
}

std::optional<std::string> to_base64(View bytes) {
  return base::to_base64(bytes);
}

std::optional<std::string> from_base64(View text) {
  auto bytes = base::from_base64(text);
  if (!bytes) refuse_argument("The text is not Base64: " + std::string(text));
  return std::move(*bytes);
}

void swap_letters(std::string& text, View from, View to) {
  for (char& c : text) {
    const std::size_t at = from.find(c);
    if (at != View::npos) c = to[at];
  }
}

std::optional<std::string> to_base64url(View bytes) {
  std::string text = base::to_base64(bytes);
  swap_letters(text, "+/", "-_");
  return text;
}

std::optional<std::string> from_base64url(View text) {
  std::string plain(text);
  swap_letters(plain, "-_", "+/");
  return from_base64(plain);
}

std::optional<std::string> to_utf8(View text) {
  return std::string(text);
}

// The bytes that a sequence's first one announces, up to six, as far as they are there.
std::size_t sequence_size(View bytes) {
  constexpr int kMost = 6;
  const int announced = std::countl_one(static_cast<unsigned char>(bytes[0]));
  std::size_t size = 1;
  if (announced > kMost) return size;
  while (std::cmp_less(size, announced) && size < bytes.size() && !starts_character(bytes[size])) ++size;
  return size;
}

// One replacement for each sequence that is none of UTF-8, whole ones too: Java replaces those byte by byte.
std::string replaced_sequences(View bytes, View replacement) {
  if (base::is_valid_utf8(bytes)) return std::string(bytes);
  std::string text;
  while (!bytes.empty()) {
    const View sequence = bytes.substr(0, sequence_size(bytes));
    text += base::is_valid_utf8(sequence) ? sequence : replacement;
    bytes.remove_prefix(sequence.size());
  }
  return text;
}

std::optional<std::string> from_utf8(View bytes) {
  return replaced_sequences(bytes, kReplacement);
}

std::optional<std::string> from_utf8_or_text(View bytes, View replacement) {
  if (count_characters(replacement) > 1)
    refuse_argument("Replacement character string must empty or a single character");
  return replaced_sequences(bytes, replacement);
}

std::optional<std::string> from_utf8_or_code(View bytes, int64_t code) {
  constexpr int64_t kMost = 0x10FFFF, kFirstSurrogate = 0xD800, kLastSurrogate = 0xDFFF;
  if (code < 0 || code > kMost || (code >= kFirstSurrogate && code <= kLastSurrogate))
    refuse_argument("Invalid replacement character");
  return replaced_sequences(bytes, encode_utf8(static_cast<char32_t>(code)));
}

std::optional<std::string> reversed(View bytes) {
  return std::string(bytes.rbegin(), bytes.rend());
}

// From 1, and from the end below 0, as of texts.
std::optional<std::string> substring(View bytes, int64_t start, int64_t length) {
  const auto size = static_cast<int64_t>(bytes.size());
  if (start == 0 || start > size || start < -size || length <= 0) return "";
  const int64_t begin = start > 0 ? start - 1 : size + start;
  return std::string(bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(length)));
}

template <bool left>
std::optional<std::string> pad(View bytes, int64_t size, View padding) {
  constexpr int64_t kMost = 2147483647;
  if (size < 0 || size > kMost)
    refuse_argument("Target length must be in the range [0.." + std::to_string(kMost) + "]");
  if (padding.empty()) refuse_argument("Padding bytes must not be empty");
  if (std::cmp_greater_equal(bytes.size(), size))
    return std::string(bytes.substr(0, static_cast<std::size_t>(size)));
  if (size > (int64_t{16} << 20))
    raise(base::refusal("NOT_SUPPORTED", 400,
                        "NOT_SUPPORTED: bytes of more than 16 MiB made by a function are not supported"));
  std::string result;
  for (std::size_t i = 0; i < static_cast<std::size_t>(size) - bytes.size(); ++i)
    result += padding[i % padding.size()];
  return left ? result += bytes : std::string(bytes) + result;
}

}  // namespace

std::vector<TrinoKernel> binary_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB, number = Type::BIGINT;
  return {
      {"trino.md5", {bytes}, bytes, row_kernel<View>(digest<DigestAlgorithm::Md5>)},
      {"trino.sha1", {bytes}, bytes, row_kernel<View>(digest<DigestAlgorithm::Sha1>)},
      {"trino.sha256", {bytes}, bytes, row_kernel<View>(digest<DigestAlgorithm::Sha256>)},
      {"trino.sha512", {bytes}, bytes, row_kernel<View>(digest<DigestAlgorithm::Sha512>)},
      {"trino.crc32", {bytes}, number, row_kernel<View>(crc32)},
      {"trino.to_hex", {bytes}, text, row_kernel<View>(to_hex)},
      {"trino.from_hex", {text}, bytes, row_kernel<View>(from_hex)},
      {"trino.to_base64", {bytes}, text, row_kernel<View>(to_base64)},
      {"trino.from_base64", {text}, bytes, row_kernel<View>(from_base64)},
      {"trino.to_base64url", {bytes}, text, row_kernel<View>(to_base64url)},
      {"trino.from_base64url", {text}, bytes, row_kernel<View>(from_base64url)},
      {"trino.to_utf8", {text}, bytes, row_kernel<View>(to_utf8)},
      {"trino.from_utf8", {bytes}, text, row_kernel<View>(from_utf8)},
      {"trino.from_utf8_or_text", {bytes, text}, text, row_kernel<View, View>(from_utf8_or_text)},
      {"trino.from_utf8_or_code", {bytes, number}, text, row_kernel<View, int64_t>(from_utf8_or_code)},
      {"trino.to_big_endian_64", {number}, bytes, row_kernel<int64_t>(to_big_endian<64>)},
      {"trino.to_big_endian_32", {number}, bytes, row_kernel<int64_t>(to_big_endian<32>)},
      {"trino.from_big_endian_64", {bytes}, number, row_kernel<View>(from_big_endian_64)},
      {"trino.from_big_endian_32", {bytes}, Type::INTEGER, row_kernel<View>(from_big_endian_32)},
      {"trino.reverse_bytes", {bytes}, bytes, row_kernel<View>(reversed)},
      {"trino.substr_bytes", {bytes, number, number}, bytes, row_kernel<View, int64_t, int64_t>(substring)},
      {"trino.lpad_bytes", {bytes, number, bytes}, bytes, row_kernel<View, int64_t, View>(pad<true>)},
      {"trino.rpad_bytes", {bytes, number, bytes}, bytes, row_kernel<View, int64_t, View>(pad<false>)},
  };
}

}  // namespace engine
