#pragma once

#include <cstdint>

#include "engine/functions/murmur3.h"

// What org.apache.spark.util.random.XORShiftRandom draws.
namespace engine::xor_shift {

// Of eight bytes, as Scala has it.
inline std::uint32_t hash_of(std::int64_t bytes, std::uint32_t seed) {
  const auto reversed = __builtin_bswap64(static_cast<std::uint64_t>(bytes));
  const std::uint32_t first = murmur3::mixed(seed, static_cast<std::uint32_t>(reversed));
  return murmur3::finished(murmur3::mixed(first, static_cast<std::uint32_t>(reversed >> 32)), sizeof(bytes));
}

inline std::uint64_t first_state(std::int64_t seed) {
  const std::uint32_t low = hash_of(seed, 0x3c074a61);
  return static_cast<std::uint64_t>(hash_of(seed, low)) << 32 | low;
}

inline std::uint64_t next_bits(std::uint64_t& state, int bits) {
  state ^= state << 21;
  state ^= state >> 35;
  state ^= state << 4;
  return state & ((std::uint64_t{1} << bits) - 1);
}

// java.util.Random's nextInt(bound): none of the numbers below the bound is likelier than another.
inline std::int64_t next_below(std::uint64_t& state, std::int64_t bound) {
  const auto draw = [&] { return static_cast<std::int64_t>(next_bits(state, 31)); };
  std::int64_t drawn = draw();
  if ((bound & (bound - 1)) == 0) return (bound * drawn) >> 31;
  while (drawn - drawn % bound + bound > (std::int64_t{1} << 31)) drawn = draw();
  return drawn % bound;
}

}  // namespace engine::xor_shift
