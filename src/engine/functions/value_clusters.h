#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// Numbers, each with its weight, sorted into clusters that are known by their greatest one. Of few numbers
// all are kept, and answers are exact. Of many, neighbours become one cluster while it has no more than the
// share of the weight: the rank of an answer is off by about that, and the memory is bounded. One thread.
template <typename T>
class ValueClusters {
 public:
  // The share that a cluster may have; the least one that was asked for counts.
  void bound(double share) {
    constexpr double kLeastShare = 1e-5;  // up to 6 MiB then
    share_ = std::max(std::min(share_, share), kLeastShare);
  }

  void add(T value, double weight) {
    least_ = empty() ? value : std::min(least_, value);
    clusters_.push_back({value, weight});
    total_ += weight;
    compress_when_many();
  }

  void merge(const ValueClusters& other) {
    if (other.empty()) return;
    bound(other.share_);
    least_ = empty() ? other.least_ : std::min(least_, other.least_);
    clusters_.insert(clusters_.end(), other.clusters_.begin(), other.clusters_.end());
    total_ += other.total_;
    compress_when_many();
  }

  bool empty() const { return clusters_.empty(); }
  std::size_t memory() const { return clusters_.capacity() * sizeof(Cluster); }

  // Before questions, and before bytes().
  void sort() { std::ranges::sort(clusters_, {}, &Cluster::greatest); }

  // The number below which that part of the weight lies, from 0 to 1.
  T at(double part) const {
    double below = 0;
    for (const Cluster& cluster : clusters_) {
      below += cluster.weight;
      if (below > part * total_) return cluster.greatest;
    }
    return clusters_.back().greatest;
  }

  // The part of the weight that lies below a number; nothing: it is beyond all.
  std::optional<double> part_below(T value) const {
    if (value < least_ || value > clusters_.back().greatest) return std::nullopt;
    double below = 0;
    for (const Cluster& cluster : clusters_)
      if (cluster.greatest < value) below += cluster.weight;
    return below / total_;
  }

  // Of this process's own: another may lay it out in another way.
  std::string bytes() const {
    std::string bytes(kHead + clusters_.size() * sizeof(Cluster), '\0');
    char* to = bytes.data();
    std::memcpy(to, &share_, sizeof(double));
    std::memcpy(to + sizeof(double), &total_, sizeof(double));
    std::memcpy(to + 2 * sizeof(double), &least_, sizeof(T));
    if (!empty()) std::memcpy(to + kHead, clusters_.data(), clusters_.size() * sizeof(Cluster));
    return bytes;
  }
  static ValueClusters of(std::string_view bytes) {
    ValueClusters clusters;
    const char* from = bytes.data();
    std::memcpy(&clusters.share_, from, sizeof(double));
    std::memcpy(&clusters.total_, from + sizeof(double), sizeof(double));
    std::memcpy(&clusters.least_, from + 2 * sizeof(double), sizeof(T));
    clusters.clusters_.resize((bytes.size() - kHead) / sizeof(Cluster));
    if (!clusters.empty())
      std::memcpy(clusters.clusters_.data(), from + kHead, clusters.clusters_.size() * sizeof(Cluster));
    return clusters;
  }

 private:
  struct Cluster {
    T greatest;
    double weight;
  };
  static constexpr std::size_t kHead = 3 * sizeof(double);

  void compress_when_many() {
    if (static_cast<double>(clusters_.size()) * share_ > 4) compress();
  }

  void compress() {
    sort();
    const double most = total_ * share_;
    std::size_t last = 0;
    for (std::size_t i = 1; i < clusters_.size(); ++i) {
      Cluster& into = clusters_[last];
      const Cluster& next = clusters_[i];
      if (into.greatest == next.greatest || into.weight + next.weight <= most)
        into = {next.greatest, into.weight + next.weight};
      else
        clusters_[++last] = next;
    }
    clusters_.resize(last + 1);
  }

  std::vector<Cluster> clusters_;
  double total_ = 0;
  double share_ = 1.0 / 2000;
  T least_ = T();
};

}  // namespace engine
