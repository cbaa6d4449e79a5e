#include <algorithm>
#include <cmath>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

// Trino's approx_percentile. The values of a group, each with its weight, sorted into clusters that are known
// by their greatest value. Of few values all are kept, and the answer is exact. Of many, neighbours become
// one cluster while it has no more than `share_` of the weight: the rank of an answer is off by about that,
// where Trino promises one in a hundred, and the memory of a group is bounded.
template <typename T>
class Percentiles {
 public:
  // (value, weight, percentages, accuracy); the last two are the same in each row.
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    if (total_ == 0) begin(rows, row);
    const auto value = rows.get<T>(0, row);
    const auto weight = rows.get<double>(1, row);
    if constexpr (std::is_floating_point_v<T>)
      if (std::isnan(value)) refuse_argument("approx_percentile of NaN");
    if (!(weight >= 1)) refuse_argument("weight must be >= 1, was " + double_to_text(weight));
    clusters_.push_back({value, weight});
    total_ += weight;
    if (static_cast<double>(clusters_.size()) * share_ > 4) compress();
  }

  void merge(const Percentiles& other) {
    if (total_ == 0) share_ = other.share_, percentages_ = other.percentages_;
    clusters_.insert(clusters_.end(), other.clusters_.begin(), other.clusters_.end());
    total_ += other.total_;
    if (static_cast<double>(clusters_.size()) * share_ > 4) compress();
  }

  std::size_t memory() const {
    return sizeof(*this) + clusters_.capacity() * sizeof(Cluster) + percentages_.capacity() * sizeof(double);
  }

  static void give(Percentiles* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr || state->total_ == 0) return duckdb::FlatVector::SetNull(result, row, true);
    const auto begin = duckdb::ListVector::GetListSize(result);
    const auto count = state->percentages_.size();
    duckdb::ListVector::Reserve(result, begin + count);
    auto* items = duckdb::FlatVector::GetData<T>(duckdb::ListVector::GetEntry(result));
    state->sort();
    for (std::size_t i = 0; i < count; ++i) items[begin + i] = state->at(state->percentages_[i]);
    duckdb::ListVector::SetListSize(result, begin + count);
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
  }

 private:
  struct Cluster {
    T greatest;
    double weight;
  };

  void begin(const AggregateRows& rows, duckdb::idx_t row) {
    const auto accuracy = rows.get<double>(3, row);
    if (!(accuracy > 0 && accuracy < 1))
      refuse_argument("Percentile accuracy must be exclusively between 0 and 1, was " +
                      double_to_text(accuracy));
    constexpr double kLeastShare = 1e-5;  // a group takes up to 6 MiB then
    share_ = std::max(std::min(share_, accuracy / 2), kLeastShare);
    for (const auto& percentage : rows.list(2, row)) {
      if (percentage.IsNull()) refuse_argument("Percentile cannot be null");
      percentages_.push_back(percentage.GetValue<double>());
      if (!(percentages_.back() >= 0 && percentages_.back() <= 1))
        refuse_argument("Percentile must be between 0 and 1");
    }
  }

  void sort() { std::ranges::sort(clusters_, {}, &Cluster::greatest); }

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

  T at(double percentage) const {
    double below = 0;
    for (const Cluster& cluster : clusters_) {
      below += cluster.weight;
      if (below > percentage * total_) return cluster.greatest;
    }
    return clusters_.back().greatest;
  }

  std::vector<Cluster> clusters_;
  double total_ = 0;
  double share_ = 1.0 / 2000;
  std::vector<double> percentages_;
};

template <typename T>
void add(duckdb::ExtensionLoader& loader, const char* name, const Type& type) {
  loader.RegisterFunction(HeapAggregate<Percentiles<T>>::function(
      name, {type, Type::DOUBLE, Type::LIST(Type::DOUBLE), Type::DOUBLE}, Type::LIST(type)));
}

}  // namespace

void register_percentile_kernels(duckdb::ExtensionLoader& loader) {
  add<int64_t>(loader, "dovetail_percentiles_of_bigint", Type::BIGINT);
  add<float>(loader, "dovetail_percentiles_of_real", Type::FLOAT);
  add<double>(loader, "dovetail_percentiles_of_double", Type::DOUBLE);
}

}  // namespace engine
