#include <algorithm>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

// Trino's numeric_histogram: values become buckets; while there are too many, the two neighbours become one
// that add the least to the spread inside buckets (https://jmlr.org/papers/v11/ben-haim10a.html, with that
// measure).
class NumericHistogram {
 public:
  // (buckets, value, weight), the first the same in each row.
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    if (most_ == 0) begin(rows.get<int64_t>(0, row));
    buckets_.push_back({rows.get<double>(1, row), rows.get<double>(2, row)});
    if (buckets_.size() > most_ + kWaiting) compact();
  }

  void merge(const NumericHistogram& other) {
    if (other.most_ == 0) return;
    most_ = other.most_;
    buckets_.insert(buckets_.end(), other.buckets_.begin(), other.buckets_.end());
    compact();
  }

  std::size_t memory() const { return sizeof(*this) + buckets_.capacity() * sizeof(Bucket); }

  static void give(NumericHistogram* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr) return duckdb::FlatVector::SetNull(result, row, true);
    state->compact();
    const auto begin = duckdb::ListVector::GetListSize(result);
    const auto count = state->buckets_.size();
    duckdb::ListVector::Reserve(result, begin + count);
    auto* values = duckdb::FlatVector::GetData<double>(duckdb::MapVector::GetKeys(result));
    auto* weights = duckdb::FlatVector::GetData<double>(duckdb::MapVector::GetValues(result));
    for (std::size_t i = 0; i < count; ++i) {
      values[begin + i] = state->buckets_[i].value;
      weights[begin + i] = state->buckets_[i].weight;
    }
    duckdb::ListVector::SetListSize(result, begin + count);
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
  }

 private:
  static constexpr std::size_t kWaiting = 256;

  struct Bucket {
    double value, weight;
  };

  void begin(int64_t buckets) {
    if (buckets < 2) refuse_argument("numeric_histogram bucket count must be greater than one");
    if (buckets > 10'000)
      raise(
          base::refusal("NOT_SUPPORTED", 400,
                        "NOT_SUPPORTED: numeric_histogram of more than 10000 buckets is not supported yet"));
    most_ = static_cast<std::size_t>(buckets);
  }

  static Bucket joined(const Bucket& a, const Bucket& b) {
    const double weight = a.weight + b.weight;
    return {(a.value * a.weight + b.value * b.weight) / weight, weight};
  }
  static double penalty(const Bucket& a, const Bucket& b) {
    const double distance = a.value - b.value;
    return distance * distance * (a.weight * b.weight) / (a.weight + b.weight);
  }

  void join_next(std::size_t i) {
    buckets_[i] = joined(buckets_[i], buckets_[i + 1]);
    buckets_.erase(buckets_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }

  void join_equal() {
    std::ranges::stable_sort(buckets_, {}, &Bucket::value);
    std::size_t last = 0;
    for (std::size_t i = 1; i < buckets_.size(); ++i) {
      if (buckets_[last].value == buckets_[i].value)
        buckets_[last].weight += buckets_[i].weight;
      else
        buckets_[++last] = buckets_[i];
    }
    buckets_.resize(last + 1);
  }

  void compact() {
    join_equal();
    while (buckets_.size() > most_) {
      std::size_t least = 0;
      for (std::size_t i = 1; i + 1 < buckets_.size(); ++i)
        if (penalty(buckets_[i], buckets_[i + 1]) < penalty(buckets_[least], buckets_[least + 1])) least = i;
      join_next(least);
    }
  }

  std::size_t most_ = 0;  // 0: there was no row
  std::vector<Bucket> buckets_;
};

}  // namespace

void register_numeric_histogram_kernels(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(HeapAggregate<NumericHistogram>::function(
      "dovetail_numeric_histogram", {Type::BIGINT, Type::DOUBLE, Type::DOUBLE},
      Type::MAP(Type::DOUBLE, Type::DOUBLE)));
}

}  // namespace engine
