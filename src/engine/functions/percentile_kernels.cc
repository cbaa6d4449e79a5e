#include <cmath>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/t_digest.h"
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

double checked_quantile(double quantile) {
  if (!(quantile >= 0 && quantile <= 1)) refuse_argument("quantiles should be in [0, 1] range");
  return quantile;
}

double checked_finite(double value) {
  if (!std::isfinite(value)) refuse_argument("value must be finite");
  return value;
}

// Of qdigest_agg: the clusters themselves, as bytes. (value, weight, accuracy)
template <typename T>
class QDigestState {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    clusters_.bound(checked_accuracy(rows.get<double>(2, row)) / 2);
    clusters_.add(checked_value(rows.get<T>(0, row), "a digest"), checked_weight(rows.get<double>(1, row)));
  }
  void merge(const QDigestState& other) { clusters_.merge(other.clusters_); }
  std::size_t memory() const { return sizeof(*this) + clusters_.memory(); }
  static void give(QDigestState* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr || state->clusters_.empty()) return duckdb::FlatVector::SetNull(result, row, true);
    state->clusters_.sort();
    detail::put(result, row, std::string_view(state->clusters_.bytes()));
  }

 protected:
  ValueClusters<T> clusters_;
};

// merge(digest)
template <typename T>
class MergedQDigest : public QDigestState<T> {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    this->clusters_.merge(ValueClusters<T>::of(view(rows.get<duckdb::string_t>(0, row))));
  }
};

// Of tdigest_agg: (value, weight)
class TDigestState {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    digest_.add(checked_finite(rows.get<double>(0, row)), checked_weight(rows.get<double>(1, row)));
  }
  void merge(const TDigestState& other) { digest_.merge(other.digest_); }
  std::size_t memory() const { return sizeof(*this) + digest_.memory(); }
  static void give(TDigestState* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr) return duckdb::FlatVector::SetNull(result, row, true);
    detail::put(result, row, std::string_view(state->digest_.bytes()));
  }

 protected:
  TDigest digest_;
};

class MergedTDigest : public TDigestState {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    digest_.merge(TDigest::of(view(rows.get<duckdb::string_t>(0, row))));
  }
};

// The numbers at several quantiles of a digest, which is read once.
template <typename Digest, typename T>
void values_at(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const duckdb::idx_t count = input.size();
  duckdb::UnifiedVectorFormat digests, lists, quantiles;
  auto& items = duckdb::ListVector::GetEntry(input.data[1]);
  input.data[0].ToUnifiedFormat(count, digests);
  input.data[1].ToUnifiedFormat(count, lists);
  items.ToUnifiedFormat(duckdb::ListVector::GetListSize(input.data[1]), quantiles);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (duckdb::idx_t row = 0; row < count; ++row) {
    const auto digest_at = digests.sel->get_index(row), list_at = lists.sel->get_index(row);
    if (!digests.validity.RowIsValid(digest_at) || !lists.validity.RowIsValid(list_at)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto digest = Digest::of(detail::get<std::string_view>(digests, digest_at));
    const auto list = detail::get<duckdb::list_entry_t>(lists, list_at);
    const auto begin = duckdb::ListVector::GetListSize(result);
    duckdb::ListVector::Reserve(result, begin + list.length);
    auto* found = duckdb::FlatVector::GetData<T>(duckdb::ListVector::GetEntry(result));
    double before = 0;
    for (duckdb::idx_t i = 0; i < list.length; ++i) {
      const auto at = quantiles.sel->get_index(list.offset + i);
      if (!quantiles.validity.RowIsValid(at)) refuse_argument("percentile is null");
      const double quantile = checked_quantile(detail::get<double>(quantiles, at));
      if (quantile < before) refuse_argument("percentiles must be sorted in increasing order");
      before = quantile;
      found[begin + i] = digest.at(quantile);
    }
    duckdb::ListVector::SetListSize(result, begin + list.length);
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, list.length};
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

template <typename Digest>
std::optional<decltype(Digest().at(0))> value_at(std::string_view digest, double quantile) {
  return Digest::of(digest).at(checked_quantile(quantile));
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
  loader.RegisterFunction(HeapAggregate<QDigestState<T>>::function(
      "dovetail_qdigest_of_" + name, {type, Type::DOUBLE, Type::DOUBLE}, Type::BLOB));
  loader.RegisterFunction(HeapAggregate<MergedQDigest<T>>::function("dovetail_merge_qdigests_of_" + name,
                                                                    {Type::BLOB}, Type::BLOB));
}

template <typename Digest, typename T>
void add_questions(std::vector<TrinoKernel>& kernels, std::string_view value_at_name,
                   std::string_view values_at_name, const Type& type) {
  kernels.push_back({value_at_name,
                     {Type::BLOB, Type::DOUBLE},
                     type,
                     row_kernel<std::string_view, double>(value_at<Digest>)});
  kernels.push_back(
      {values_at_name, {Type::BLOB, Type::LIST(Type::DOUBLE)}, Type::LIST(type), values_at<Digest, T>});
}

}  // namespace

void register_percentile_kernels(duckdb::ExtensionLoader& loader) {
  add<int64_t>(loader, "bigint", Type::BIGINT);
  add<float>(loader, "real", Type::FLOAT);
  add<double>(loader, "double", Type::DOUBLE);
  loader.RegisterFunction(
      HeapAggregate<TDigestState>::function("dovetail_tdigest", {Type::DOUBLE, Type::DOUBLE}, Type::BLOB));
  loader.RegisterFunction(
      HeapAggregate<MergedTDigest>::function("dovetail_merge_tdigests", {Type::BLOB}, Type::BLOB));
}

std::vector<TrinoKernel> digest_kernels() {
  using View = std::string_view;
  std::vector<TrinoKernel> kernels = {
      {"trino.quantile_at_bigint",
       {Type::BLOB, Type::BIGINT},
       Type::DOUBLE,
       row_kernel<View, int64_t>(part_below<int64_t>)},
      {"trino.quantile_at_real",
       {Type::BLOB, Type::FLOAT},
       Type::DOUBLE,
       row_kernel<View, float>(part_below<float>)},
      {"trino.quantile_at_double",
       {Type::BLOB, Type::DOUBLE},
       Type::DOUBLE,
       row_kernel<View, double>(part_below<double>)},
  };
  add_questions<TDigest, double>(kernels, "trino.tdigest_at", "trino.tdigest_at_each", Type::DOUBLE);
  add_questions<ValueClusters<int64_t>, int64_t>(kernels, "trino.qdigest_of_bigint_at",
                                                 "trino.qdigest_of_bigint_at_each", Type::BIGINT);
  add_questions<ValueClusters<float>, float>(kernels, "trino.qdigest_of_real_at",
                                             "trino.qdigest_of_real_at_each", Type::FLOAT);
  add_questions<ValueClusters<double>, double>(kernels, "trino.qdigest_of_double_at",
                                               "trino.qdigest_of_double_at_each", Type::DOUBLE);
  return kernels;
}

}  // namespace engine
