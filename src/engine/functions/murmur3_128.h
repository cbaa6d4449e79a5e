#pragma once

#include <cstdint>
#include <string_view>

namespace engine {

// MurmurHash3 for x64, 128 bits, with the seed 0: https://github.com/aappleby/smhasher/wiki/MurmurHash3
struct Murmur3 {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};
Murmur3 murmur3_128(std::string_view bytes);

}  // namespace engine
