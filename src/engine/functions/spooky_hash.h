#pragma once

#include <cstdint>
#include <string_view>

namespace engine {

// SpookyHash V2, the first half of its 128 bits, with both seeds 0:
// https://burtleburtle.net/bob/hash/spooky.html
std::uint64_t spooky_hash(std::string_view bytes);

}  // namespace engine
