#include "engine/functions/set_digest.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>

namespace engine {
namespace {

constexpr int kBits = 11;  // of a register's place
constexpr std::size_t kRegisters = std::size_t{1} << kBits;
constexpr std::size_t kNode = 64;  // of a map, about

template <typename T>
void append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
T take(std::string_view& bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

}  // namespace

void SetDigest::add(std::int64_t hash) {
  if (!all_.empty()) all_.set(static_cast<std::uint64_t>(hash));
  count(hash, 1);
}

void SetDigest::merge(const SetDigest& other) {
  if (all_.empty() && !other.all_.empty()) all_ = all_known();
  if (!other.all_.empty()) all_.merge(other.all_);
  for (const auto& [hash, times] : other.counts_) {
    if (!all_.empty()) all_.set(static_cast<std::uint64_t>(hash));
    count(hash, times);
  }
}

void SetDigest::count(std::int64_t hash, int times) {
  constexpr int kMostTimes = std::numeric_limits<std::int16_t>::max();
  std::int16_t& known = counts_[hash];
  known = static_cast<std::int16_t>(std::min(kMostTimes, known + times));
  if (counts_.size() <= kMost) return;
  if (all_.empty()) all_ = all_known();
  counts_.erase(std::prev(counts_.end()));
}

HyperLogLog SetDigest::all_known() const {
  HyperLogLog all(kBits);
  for (const auto& [hash, times] : counts_) all.set(static_cast<std::uint64_t>(hash));
  return all;
}

std::int64_t SetDigest::cardinality() const {
  if (is_exact()) return static_cast<std::int64_t>(counts_.size());
  return all_.empty() ? all_known().estimate() : all_.estimate();
}

// Of the least hashes of both together, as many as the smaller has: the part that both have.
double SetDigest::jaccard_index(const SetDigest& a, const SetDigest& b) {
  const std::size_t looked_at = std::min(a.counts_.size(), b.counts_.size());
  std::size_t shared = 0;
  auto one = a.counts_.begin();
  auto other = b.counts_.begin();
  for (std::size_t i = 0; i < looked_at; ++i) {
    const bool both = one != a.counts_.end() && other != b.counts_.end() && one->first == other->first;
    const bool first = other == b.counts_.end() || (one != a.counts_.end() && one->first < other->first);
    shared += both ? 1 : 0;
    if (both || first) ++one;
    if (both || !first) ++other;
  }
  return static_cast<double>(shared) / static_cast<double>(looked_at);
}

std::int64_t SetDigest::intersection_cardinality(const SetDigest& a, const SetDigest& b) {
  if (a.is_exact() && b.is_exact())
    return std::ranges::count_if(a.counts_, [&](const auto& each) { return b.counts_.contains(each.first); });
  SetDigest both = a;
  both.merge(b);
  const auto shared = std::llround(jaccard_index(a, b) * static_cast<double>(both.cardinality()));
  return std::min({static_cast<std::int64_t>(shared), a.cardinality(), b.cardinality()});
}

std::string SetDigest::bytes() const {
  std::string bytes(1, static_cast<char>(all_.empty() ? 0 : 1));
  bytes += all_.bytes();
  for (const auto& [hash, times] : counts_) {
    append(bytes, hash);
    append(bytes, times);
  }
  return bytes;
}

SetDigest SetDigest::of(std::string_view bytes) {
  SetDigest digest;
  if (take<char>(bytes) != 0) {
    digest.all_ = HyperLogLog(kBits, bytes.substr(0, kRegisters));
    bytes.remove_prefix(kRegisters);
  }
  while (!bytes.empty()) {
    const auto hash = take<std::int64_t>(bytes);
    digest.counts_.emplace_hint(digest.counts_.end(), hash, take<std::int16_t>(bytes));
  }
  return digest;
}

std::size_t SetDigest::memory() const {
  return sizeof(*this) + counts_.size() * kNode + all_.memory();
}

}  // namespace engine
