#include "engine/functions/t_digest.h"

#include <algorithm>
#include <cstring>

namespace engine {
namespace {

constexpr double kCompression = 100;     // about half as many clusters stay
constexpr std::size_t kMostKept = 1000;  // until they are made fewer
constexpr std::size_t kHead = 3 * sizeof(double);

double between(double from, double to, double part) {
  return from + (to - from) * std::clamp(part, 0.0, 1.0);
}

}  // namespace

void TDigest::add(double value, double weight) {
  least_ = empty() ? value : std::min(least_, value);
  greatest_ = empty() ? value : std::max(greatest_, value);
  clusters_.push_back({value, weight});
  total_ += weight;
  compress_when_many();
}

void TDigest::merge(const TDigest& other) {
  if (other.empty()) return;
  least_ = empty() ? other.least_ : std::min(least_, other.least_);
  greatest_ = empty() ? other.greatest_ : std::max(greatest_, other.greatest_);
  clusters_.insert(clusters_.end(), other.clusters_.begin(), other.clusters_.end());
  total_ += other.total_;
  compress_when_many();
}

void TDigest::sort() {
  std::ranges::sort(clusters_, {}, &Cluster::mean);
}

void TDigest::compress_when_many() {
  if (clusters_.size() >= kMostKept) compress();
}

// A cluster takes its neighbour in while it has no more weight than its place allows.
void TDigest::compress() {
  sort();
  double before = 0;  // the weight left of the last cluster
  std::size_t last = 0;
  for (std::size_t i = 1; i < clusters_.size(); ++i) {
    Cluster& into = clusters_[last];
    const Cluster& next = clusters_[i];
    const double weight = into.weight + next.weight;
    const double middle = (before + weight / 2) / total_;
    if (weight <= 4 * total_ * middle * (1 - middle) / kCompression) {
      into = {into.mean + (next.mean - into.mean) * next.weight / weight, weight};
    } else {
      before += into.weight;
      clusters_[++last] = next;
    }
  }
  clusters_.resize(last + 1);
}

// A cluster's weight lies half left and half right of its mean; one of weight 1 is just its number.
double TDigest::at(double share) const {
  const double place = share * total_;
  const Cluster& first = clusters_.front();
  const Cluster& last = clusters_.back();
  if (clusters_.size() == 1 && first.weight == 1) return first.mean;
  if (place < 1) return least_;
  if (place > total_ - 1) return greatest_;
  if (place < first.weight / 2) return between(least_, first.mean, (place - 1) / (first.weight / 2 - 1));
  if (total_ - place <= last.weight / 2)
    return between(greatest_, last.mean, (total_ - place - 1) / (last.weight / 2 - 1));

  double left = first.weight / 2;
  for (std::size_t i = 0; i + 1 < clusters_.size(); ++i) {
    const Cluster& a = clusters_[i];
    const Cluster& b = clusters_[i + 1];
    const double right = left + (a.weight + b.weight) / 2;
    if (place < right) {
      const double own_of_a = a.weight == 1 ? 0.5 : 0;
      const double own_of_b = b.weight == 1 ? 0.5 : 0;
      if (place - left < own_of_a) return a.mean;
      if (right - place <= own_of_b) return b.mean;
      const double from = left + own_of_a, to = right - own_of_b;
      return between(a.mean, b.mean, (place - from) / (to - from));
    }
    left = right;
  }
  return last.mean;
}

std::string TDigest::bytes() {
  sort();
  std::string bytes(kHead + clusters_.size() * sizeof(Cluster), '\0');
  const double head[] = {total_, least_, greatest_};
  std::memcpy(bytes.data(), head, kHead);
  if (!empty()) std::memcpy(bytes.data() + kHead, clusters_.data(), clusters_.size() * sizeof(Cluster));
  return bytes;
}

TDigest TDigest::of(std::string_view bytes) {
  TDigest digest;
  double head[3];
  std::memcpy(head, bytes.data(), kHead);
  digest.total_ = head[0];
  digest.least_ = head[1];
  digest.greatest_ = head[2];
  digest.clusters_.resize((bytes.size() - kHead) / sizeof(Cluster));
  if (!digest.empty())
    std::memcpy(digest.clusters_.data(), bytes.data() + kHead, digest.clusters_.size() * sizeof(Cluster));
  return digest;
}

}  // namespace engine
