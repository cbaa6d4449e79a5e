#include <cmath>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/value_clusters.h"

namespace engine {
namespace {

double checked_accuracy(double accuracy) {
  if (!(accuracy > 0 && accuracy < 1))
    refuse_argument("Percentile accuracy must be exclusively between 0 and 1, was " +
                    double_to_text(accuracy));
  return accuracy;
}

template <typename T>
T checked_value(T value, const char* function) {
  if constexpr (std::is_floating_point_v<T>)
    if (std::isnan(value)) refuse_argument(std::string(function) + " of NaN");
  return value;
}

double checked_weight(double weight) {
  if (!(weight >= 1)) refuse_argument("weight must be >= 1, was " + double_to_text(weight));
  return weight;
}

// Trino's approx_percentile, which promises the rank of an answer to one in a hundred.
template <typename T>
class Percentiles {
 public:
  // (value, weight, percentages, accuracy); the last two are the same in each row.
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    if (clusters_.empty()) begin(rows, row);
    const T value = checked_value(rows.get<T>(0, row), "approx_percentile");
    clusters_.add(value, checked_weight(rows.get<double>(1, row)));
  }

  void merge(const Percentiles& other) {
    if (clusters_.empty()) percentages_ = other.percentages_;
    clusters_.merge(other.clusters_);
  }

  std::size_t memory() const {
    return sizeof(*this) + clusters_.memory() + percentages_.capacity() * sizeof(double);
  }

  static void give(Percentiles* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr || state->clusters_.empty()) return duckdb::FlatVector::SetNull(result, row, true);
    const auto begin = duckdb::ListVector::GetListSize(result);
    const auto count = state->percentages_.size();
    duckdb::ListVector::Reserve(result, begin + count);
    auto* items = duckdb::FlatVector::GetData<T>(duckdb::ListVector::GetEntry(result));
    state->clusters_.sort();
    for (std::size_t i = 0; i < count; ++i) items[begin + i] = state->clusters_.at(state->percentages_[i]);
    duckdb::ListVector::SetListSize(result, begin + count);
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
  }

 private:
  void begin(const AggregateRows& rows, duckdb::idx_t row) {
    clusters_.bound(checked_accuracy(rows.get<double>(3, row)) / 2);
    for (const auto& percentage : rows.list(2, row)) {
      if (percentage.IsNull()) refuse_argument("Percentile cannot be null");
      percentages_.push_back(percentage.GetValue<double>());
      if (!(percentages_.back() >= 0 && percentages_.back() <= 1))
        refuse_argument("Percentile must be between 0 and 1");
    }
  }

  ValueClusters<T> clusters_;
  std::vector<double> percentages_;
};

// Of tdigest_agg and qdigest_agg: the clusters themselves, as bytes. (value, weight, accuracy)
template <typename T>
class Digest {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    clusters_.bound(checked_accuracy(rows.get<double>(2, row)) / 2);
    clusters_.add(checked_value(rows.get<T>(0, row), "a digest"), checked_weight(rows.get<double>(1, row)));
  }
  void merge(const Digest& other) { clusters_.merge(other.clusters_); }
  std::size_t memory() const { return sizeof(*this) + clusters_.memory(); }
  static void give(Digest* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr || state->clusters_.empty()) return duckdb::FlatVector::SetNull(result, row, true);
    state->clusters_.sort();
    detail::put(result, row, std::string_view(state->clusters_.bytes()));
  }

 protected:
  ValueClusters<T> clusters_;
};

// merge(digest)
template <typename T>
class MergedDigest : public Digest<T> {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    this->clusters_.merge(ValueClusters<T>::of(view(rows.get<duckdb::string_t>(0, row))));
  }
  static void give(MergedDigest* state, duckdb::Vector& result, duckdb::idx_t row) {
    Digest<T>::give(state, result, row);
  }
};

double checked_quantile(double quantile) {
  if (!(quantile >= 0 && quantile <= 1)) refuse_argument("quantiles should be in [0, 1] range");
  return quantile;
}

template <typename T>
std::optional<T> value_at(std::string_view digest, double quantile) {
  return ValueClusters<T>::of(digest).at(checked_quantile(quantile));
}

template <typename T>
std::optional<double> part_below(std::string_view digest, T value) {
  return ValueClusters<T>::of(digest).part_below(value);
}

template <typename T>
void add(duckdb::ExtensionLoader& loader, const std::string& name, const Type& type) {
  loader.RegisterFunction(HeapAggregate<Percentiles<T>>::function(
      "dovetail_percentiles_of_" + name, {type, Type::DOUBLE, Type::LIST(Type::DOUBLE), Type::DOUBLE},
      Type::LIST(type)));
  loader.RegisterFunction(HeapAggregate<Digest<T>>::function("dovetail_digest_of_" + name,
                                                             {type, Type::DOUBLE, Type::DOUBLE}, Type::BLOB));
  loader.RegisterFunction(HeapAggregate<MergedDigest<T>>::function("dovetail_merged_digest_of_" + name,
                                                                   {Type::BLOB}, Type::BLOB));
}

}  // namespace

void register_percentile_kernels(duckdb::ExtensionLoader& loader) {
  add<int64_t>(loader, "bigint", Type::BIGINT);
  add<float>(loader, "real", Type::FLOAT);
  add<double>(loader, "double", Type::DOUBLE);
}

std::vector<TrinoKernel> digest_kernels() {
  using View = std::string_view;
  const Type digest = Type::BLOB, quantile = Type::DOUBLE;
  return {
      {"trino.bigint_at_quantile",
       {digest, quantile},
       Type::BIGINT,
       row_kernel<View, double>(value_at<int64_t>)},
      {"trino.real_at_quantile", {digest, quantile}, Type::FLOAT, row_kernel<View, double>(value_at<float>)},
      {"trino.double_at_quantile",
       {digest, quantile},
       Type::DOUBLE,
       row_kernel<View, double>(value_at<double>)},
      {"trino.quantile_at_bigint",
       {digest, Type::BIGINT},
       quantile,
       row_kernel<View, int64_t>(part_below<int64_t>)},
      {"trino.quantile_at_real", {digest, Type::FLOAT}, quantile, row_kernel<View, float>(part_below<float>)},
      {"trino.quantile_at_double",
       {digest, Type::DOUBLE},
       quantile,
       row_kernel<View, double>(part_below<double>)},
  };
}

}  // namespace engine
