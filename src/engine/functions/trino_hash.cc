#include <bit>
#include <cstring>

#include "base/digest.h"
#include "base/hmac.h"
#include "engine/functions/murmur3_128.h"
#include "engine/functions/spooky_hash.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/xxhash.h"

// Hashes, keyed digests and encodings: https://trino.io/docs/435/functions/binary.html
namespace engine {
namespace {

using View = std::string_view;
using base::DigestAlgorithm;

template <typename Integer>
std::string big_endian(Integer value) {
  std::string bytes;
  for (int shift = sizeof(Integer) * 8 - 8; shift >= 0; shift -= 8)
    bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::uint64_t from_big_endian(View bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::optional<std::string> xxhash64_bytes(View bytes) {
  return big_endian(xxhash64(bytes));
}

// Each half with its last byte first.
std::optional<std::string> murmur3(View bytes) {
  const Murmur3 hash = murmur3_128(bytes);
  std::string result = big_endian(hash.first) + big_endian(hash.second);
  std::reverse(result.begin(), result.begin() + 8);
  std::reverse(result.begin() + 8, result.end());
  return result;
}

std::optional<std::string> spooky_hash_32(View bytes) {
  return big_endian(static_cast<std::uint32_t>(spooky_hash(bytes)));
}
std::optional<std::string> spooky_hash_64(View bytes) {
  return big_endian(spooky_hash(bytes));
}

template <const auto& algorithm>
std::optional<std::string> hmac(View bytes, View key) {
  if (key.empty()) raise(base::refusal("GENERIC_INTERNAL_ERROR", 400, "GENERIC_INTERNAL_ERROR: Empty key"));
  return base::hmac(algorithm, key, bytes);
}
constexpr char kMd5[] = "MD5", kSha1[] = "SHA-1", kSha256[] = "SHA-256", kSha512[] = "SHA-512";

constexpr View kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// RFC 4648, with padding.
std::optional<std::string> to_base32(View bytes) {
  std::string text;
  unsigned bits = 0, count = 0;
  const auto put = [&] { text += kBase32[bits >> (count - 5) & 31], count -= 5; };
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
    for (count += 8; count >= 5;) put();
  }
  if (count > 0) {
    bits <<= 5 - count;
    count = 5;
    put();
  }
  while (text.size() % 8 != 0) text += '=';
  return text;
}

std::optional<std::string> from_base32(View text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  const std::size_t left = text.size() % 8;
  if (left == 1 || left == 3 || left == 6)
    refuse_argument("Invalid input length " + std::to_string(text.size()));
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const std::size_t value = kBase32.find(c);
    if (value == View::npos) refuse_argument(std::string("Unrecognized character: ") + c);
    bits = (bits << 5 | static_cast<unsigned>(value)) & 0xffff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::optional<std::string> to_ieee754_64(double value) {
  return big_endian(std::bit_cast<std::uint64_t>(value));
}
std::optional<std::string> to_ieee754_32(float value) {
  return big_endian(std::bit_cast<std::uint32_t>(value));
}
std::optional<double> from_ieee754_64(View bytes) {
  if (bytes.size() != 8) refuse_argument("Input floating-point value must be exactly 8 bytes long");
  return std::bit_cast<double>(from_big_endian(bytes));
}
std::optional<float> from_ieee754_32(View bytes) {
  if (bytes.size() != 4) refuse_argument("Input floating-point value must be exactly 4 bytes long");
  return std::bit_cast<float>(static_cast<std::uint32_t>(from_big_endian(bytes)));
}

}  // namespace

std::vector<TrinoKernel> hash_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB;
  return {
      {"trino.xxhash64", {bytes}, bytes, row_kernel<View>(xxhash64_bytes)},
      {"trino.murmur3", {bytes}, bytes, row_kernel<View>(murmur3)},
      {"trino.spooky_hash_v2_32", {bytes}, bytes, row_kernel<View>(spooky_hash_32)},
      {"trino.spooky_hash_v2_64", {bytes}, bytes, row_kernel<View>(spooky_hash_64)},
      {"trino.hmac_md5", {bytes, bytes}, bytes, row_kernel<View, View>(hmac<kMd5>)},
      {"trino.hmac_sha1", {bytes, bytes}, bytes, row_kernel<View, View>(hmac<kSha1>)},
      {"trino.hmac_sha256", {bytes, bytes}, bytes, row_kernel<View, View>(hmac<kSha256>)},
      {"trino.hmac_sha512", {bytes, bytes}, bytes, row_kernel<View, View>(hmac<kSha512>)},
      {"trino.to_base32", {bytes}, text, row_kernel<View>(to_base32)},
      {"trino.from_base32", {text}, bytes, row_kernel<View>(from_base32)},
      {"trino.to_ieee754_64", {Type::DOUBLE}, bytes, row_kernel<double>(to_ieee754_64)},
      {"trino.to_ieee754_32", {Type::FLOAT}, bytes, row_kernel<float>(to_ieee754_32)},
      {"trino.from_ieee754_64", {bytes}, Type::DOUBLE, row_kernel<View>(from_ieee754_64)},
      {"trino.from_ieee754_32", {bytes}, Type::FLOAT, row_kernel<View>(from_ieee754_32)},
  };
}

}  // namespace engine
