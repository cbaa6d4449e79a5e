#include "engine/functions/dice_kernels.h"

#include <cmath>

#include "engine/functions/kernel.h"
#include "engine/functions/trino_kernels.h"

// Dice whose throws are known: by a seed and the number of the throw.
namespace engine {
namespace {

// SplitMix64 (https://prng.di.unimi.it/splitmix64.c), whose n-th number is had without those before it.
std::uint64_t mixed(std::uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
  return state ^ (state >> 31);
}

// From 0 up to 1, and not 1.
double dice(std::int64_t seed, std::int64_t place) {
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  const std::uint64_t start = mixed(static_cast<std::uint64_t>(seed) + kStep);
  const std::uint64_t number = mixed(start + static_cast<std::uint64_t>(place) * kStep);
  return static_cast<double>(number >> 11) * 0x1p-53;
}

// How often a Poisson distribution of that mean has it: by as many dice as it takes (Knuth), a part of the
// mean at a time, of which the exponential function does not vanish.
std::int64_t copies(std::int64_t seed, std::int64_t place, double mean) {
  constexpr double kPart = 16;
  std::int64_t count = 0, throws = 0;
  for (double left = mean; left > 0; left -= kPart) {
    const double end = std::exp(-std::min(left, kPart));
    double product = dice(seed + place, throws++);
    while (product > end) {
      ++count;
      product *= dice(seed + place, throws++);
    }
  }
  return count;
}

}  // namespace

void register_dice_kernels(duckdb::ExtensionLoader& loader) {
  const Type number = Type::BIGINT, real = Type::DOUBLE;
  register_kernel(loader, duckdb::ScalarFunction("dovetail_dice", {number, number}, real,
                                                 row_kernel<std::int64_t, std::int64_t>(
                                                     [](std::int64_t seed, std::int64_t place) {
                                                       return std::optional(dice(seed, place));
                                                     })));
  register_kernel(loader, duckdb::ScalarFunction("dovetail_copies", {number, number, real}, number,
                                                 row_kernel<std::int64_t, std::int64_t, double>(
                                                     [](std::int64_t seed, std::int64_t place, double mean) {
                                                       return std::optional(copies(seed, place, mean));
                                                     })));
}

}  // namespace engine
