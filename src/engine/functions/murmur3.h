#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

// The steps of MurmurHash3 for x86, 32 bits: https://github.com/aappleby/smhasher/wiki/MurmurHash3
namespace engine::murmur3 {

inline std::uint32_t mixed(std::uint32_t hash, std::uint32_t word) {
  hash ^= std::rotl(word * 0xcc9e2d51, 15) * 0x1b873593;
  return std::rotl(hash, 13) * 5 + 0xe6546b64;
}

inline std::uint32_t finished(std::uint32_t hash, std::size_t size) {
  hash ^= static_cast<std::uint32_t>(size);
  hash = (hash ^ hash >> 16) * 0x85ebca6b;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35;
  return hash ^ hash >> 16;
}

}  // namespace engine::murmur3
