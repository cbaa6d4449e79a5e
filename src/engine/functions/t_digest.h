#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// The merging t-digest of Dunning and Ertl (https://arxiv.org/abs/1902.04023): weighted numbers, sorted into
// clusters that are known by their means and are the smaller the nearer they lie to either end. Of few
// numbers all are kept; of many some hundreds of clusters. Numbers are finite. One thread.
class TDigest {
 public:
  void add(double value, double weight);
  void merge(const TDigest& other);

  bool empty() const { return clusters_.empty(); }
  std::size_t memory() const { return clusters_.capacity() * sizeof(Cluster); }

  // The number below which a share of the weight lies, from 0 to 1, in between the means of two neighbours.
  // Not of an empty digest.
  double at(double share) const;

  // Of this process's own: another may lay it out in another way. Clusters are sorted there.
  std::string bytes();
  static TDigest of(std::string_view bytes);

 private:
  struct Cluster {
    double mean;
    double weight;
  };

  void compress_when_many();
  void compress();
  void sort();

  std::vector<Cluster> clusters_;
  double total_ = 0;
  double least_ = 0;
  double greatest_ = 0;
};

}  // namespace engine
