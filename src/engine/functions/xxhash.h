#pragma once

#include <cstdint>
#include <string_view>

namespace engine {

// XXH64: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
std::uint64_t xxhash64(std::string_view bytes, std::uint64_t seed = 0);

// Eight bytes, or fewer, the least significant first.
std::uint64_t little_endian(std::string_view bytes);

}  // namespace engine
