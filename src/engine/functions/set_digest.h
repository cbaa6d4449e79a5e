#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "engine/functions/hyper_log_log.h"

namespace engine {

// What Trino's make_set_digest keeps of a set (https://trino.io/docs/435/functions/setdigest.html): the least
// hashes of its values, each with how often it came, and, once there are more than it keeps, a HyperLogLog of
// all. Of fewer than kMost values everything is exact, and Trino's; of more, what is told of likeness is
// still Trino's, and what is counted is so within the error of 2,048 registers. A value.
class SetDigest {
 public:
  static constexpr std::size_t kMost = 8192;

  void add(std::int64_t hash);
  void merge(const SetDigest& other);

  std::int64_t cardinality() const;
  static double jaccard_index(const SetDigest& a, const SetDigest& b);
  static std::int64_t intersection_cardinality(const SetDigest& a, const SetDigest& b);
  const std::map<std::int64_t, std::int16_t>& counts() const { return counts_; }

  // Of this process's own: another may lay it out in another way.
  std::string bytes() const;
  static SetDigest of(std::string_view bytes);

  std::size_t memory() const;

 private:
  bool is_exact() const { return counts_.size() < kMost; }
  void count(std::int64_t hash, int times);
  HyperLogLog all_known() const;  // of the hashes that are kept

  std::map<std::int64_t, std::int16_t> counts_;  // the least kMost
  HyperLogLog all_;                              // none while none was let go
};

}  // namespace engine
