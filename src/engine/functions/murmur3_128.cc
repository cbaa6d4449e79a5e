#include "engine/functions/murmur3_128.h"

#include <algorithm>
#include <bit>

#include "engine/functions/xxhash.h"

namespace engine {
namespace {

using View = std::string_view;

constexpr std::uint64_t kFactor1 = 0x87c37b91114253d5, kFactor2 = 0x4cf5ad432745937f;

std::uint64_t mixed(std::uint64_t input, std::uint64_t first, int turn, std::uint64_t second) {
  return std::rotl(input * first, turn) * second;
}

std::uint64_t finished(std::uint64_t value) {
  value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
  value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
  return value ^ value >> 33;
}

}  // namespace

Murmur3 murmur3_128(View bytes) {
  const std::size_t size = bytes.size();
  std::uint64_t first = 0, second = 0;
  for (; bytes.size() >= 16; bytes.remove_prefix(16)) {
    first ^= mixed(little_endian(bytes.substr(0, 8)), kFactor1, 31, kFactor2);
    first = (std::rotl(first, 27) + second) * 5 + 0x52dce729;
    second ^= mixed(little_endian(bytes.substr(8, 8)), kFactor2, 33, kFactor1);
    second = (std::rotl(second, 31) + first) * 5 + 0x38495ab5;
  }
  if (bytes.size() > 8) second ^= mixed(little_endian(bytes.substr(8)), kFactor2, 33, kFactor1);
  first ^=
      mixed(little_endian(bytes.substr(0, std::min<std::size_t>(8, bytes.size()))), kFactor1, 31, kFactor2);
  first ^= size, second ^= size;
  first += second, second += first;
  first = finished(first), second = finished(second);
  first += second, second += first;
  return {.first = first, .second = second};
}

}  // namespace engine
