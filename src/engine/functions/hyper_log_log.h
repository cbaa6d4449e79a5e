#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace engine {

// About how many hashes unlike each other it has seen. By the estimator of https://arxiv.org/abs/1702.01284
// (O. Ertl, 2017), which needs no table of corrections. A value.
class HyperLogLog {
 public:
  HyperLogLog() = default;  // without registers: nothing is to be asked of it
  explicit HyperLogLog(int bits) : bits_(bits), registers_(std::size_t{1} << bits) {}
  HyperLogLog(int bits, std::string_view bytes) : bits_(bits), registers_(bytes.begin(), bytes.end()) {}

  bool empty() const { return registers_.empty(); }
  void set(std::uint64_t hash);
  void merge(const HyperLogLog& other);  // of as many bits
  std::int64_t estimate() const;

  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(registers_.data()), registers_.size()};
  }
  std::size_t memory() const { return registers_.capacity(); }

 private:
  int bits_ = 0;  // of a register's place
  std::vector<std::uint8_t> registers_;
};

}  // namespace engine
