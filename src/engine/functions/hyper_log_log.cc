#include "engine/functions/hyper_log_log.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace engine {
namespace {

// The sums of the paper over the registers that are full, and over those that are empty.
double tau(double x) {
  if (x <= 0 || x >= 1) return 0;
  double y = 1, sum = 1 - x;
  for (double before = -1; before != sum;) {
    before = sum;
    x = std::sqrt(x);
    y /= 2;
    sum -= (1 - x) * (1 - x) * y;
  }
  return sum / 3;
}
double sigma(double x) {
  if (x >= 1) return INFINITY;
  double y = 1, sum = x;
  for (double before = -1; before != sum;) {
    before = sum;
    x *= x;
    sum += x * y;
    y *= 2;
  }
  return sum;
}

}  // namespace

// The first bits choose the register, which keeps the most zeros in a row that the others began with.
void HyperLogLog::set(std::uint64_t hash) {
  auto& known = registers_[hash >> (64 - bits_)];
  const auto zeros = std::min(std::countl_zero(hash << bits_), 64 - bits_);
  known = std::max(known, static_cast<std::uint8_t>(zeros + 1));
}

void HyperLogLog::merge(const HyperLogLog& other) {
  for (std::size_t i = 0; i < registers_.size(); ++i)
    registers_[i] = std::max(registers_[i], other.registers_[i]);
}

std::int64_t HyperLogLog::estimate() const {
  const int most = 64 - bits_ + 1;
  std::vector<double> holding(static_cast<std::size_t>(most) + 1);
  for (const std::uint8_t value : registers_) holding[value] += 1;
  const auto size = static_cast<double>(registers_.size());
  double sum = size * tau(1 - holding.back() / size);
  for (int value = most - 1; value >= 1; --value) sum = (sum + holding[static_cast<std::size_t>(value)]) / 2;
  sum += size * sigma(holding[0] / size);
  return std::llround(size * size / (2 * std::log(2.0) * sum));
}

}  // namespace engine
