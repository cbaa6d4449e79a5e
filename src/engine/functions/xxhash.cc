#include "engine/functions/xxhash.h"

#include <array>
#include <bit>

namespace engine {
namespace {

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87, kPrime2 = 0xC2B2AE3D27D4EB4F,
                        kPrime3 = 0x165667B19E3779F9, kPrime4 = 0x85EBCA77C2B2AE63,
                        kPrime5 = 0x27D4EB2F165667C5;

std::uint64_t round(std::uint64_t lane, std::uint64_t input) {
  return std::rotl(lane + input * kPrime2, 31) * kPrime1;
}

// Step 2: stripes of 32 bytes, in four lanes that are merged.
std::uint64_t stripes(std::string_view& bytes, std::uint64_t seed) {
  std::array<std::uint64_t, 4> lanes = {seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1};
  for (; bytes.size() >= 32; bytes.remove_prefix(32)) {
    for (std::size_t i = 0; i < lanes.size(); ++i)
      lanes[i] = round(lanes[i], little_endian(bytes.substr(i * 8, 8)));
  }
  std::uint64_t sum =
      std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) sum = (sum ^ round(0, lane)) * kPrime1 + kPrime4;
  return sum;
}

}  // namespace

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::uint64_t xxhash64(std::string_view bytes, std::uint64_t seed) {
  const std::size_t size = bytes.size();
  std::uint64_t sum = size >= 32 ? stripes(bytes, seed) : seed + kPrime5;
  sum += size;
  for (; bytes.size() >= 8; bytes.remove_prefix(8))
    sum = std::rotl(sum ^ round(0, little_endian(bytes.substr(0, 8))), 27) * kPrime1 + kPrime4;
  if (bytes.size() >= 4) {
    sum = std::rotl(sum ^ little_endian(bytes.substr(0, 4)) * kPrime1, 23) * kPrime2 + kPrime3;
    bytes.remove_prefix(4);
  }
  for (const char byte : bytes)
    sum = std::rotl(sum ^ static_cast<unsigned char>(byte) * kPrime5, 11) * kPrime1;
  sum = (sum ^ sum >> 33) * kPrime2;
  sum = (sum ^ sum >> 29) * kPrime3;
  return sum ^ sum >> 32;
}

}  // namespace engine
