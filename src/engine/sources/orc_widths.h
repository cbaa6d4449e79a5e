#pragma once

#include <cstdint>

namespace engine {

// How many bits a packed value of ORC has, by the five bits that say it.
constexpr int orc_width(unsigned code) {
  constexpr int kWide[] = {26, 28, 30, 32, 40, 48, 56, 64};
  return code < 24 ? static_cast<int>(code) + 1 : kWide[code - 24];
}

// And back: the least code whose width holds so many bits, which are 64 at most.
constexpr unsigned orc_width_code(int bits) {
  unsigned code = 0;
  while (orc_width(code) < bits) ++code;
  return code;
}

}  // namespace engine
