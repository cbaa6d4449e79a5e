#include <algorithm>
#include <cmath>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/spark_aggregates.h"

namespace engine {
namespace {

using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;

// As Spark orders doubles: NaN above all, -0.0 and 0.0 one.
bool below(double a, double b) {
  return std::isnan(b) ? !std::isnan(a) : a < b;
}

void put_list(Vector& result, idx_t row, idx_t count) {
  const auto begin = ListVector::GetListSize(result);
  ListVector::Reserve(result, begin + count);
  ListVector::SetListSize(result, begin + count);
  duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
}

// (value, how often it counts, parts from 0 to 1): what lies at these parts of the way through the values in
// their order, between two of them in proportion. The parts are the same in each row.
template <bool descending>
class Percentiles {
 public:
  void add(const AggregateRows& rows, idx_t row) {
    if (parts_.empty())
      for (const auto& part : rows.list(2, row)) parts_.push_back(part.GetValue<double>());
    const auto weight = rows.get<std::int64_t>(1, row);
    if (weight < 0)
      raise(base::refusal("_LEGACY_ERROR_TEMP_2013", 400,
                          "Negative values found in " + std::to_string(weight)));
    if (weight > 0) values_.push_back({rows.get<double>(0, row), weight});
  }

  void merge(const Percentiles& other) {
    if (parts_.empty()) parts_ = other.parts_;
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  }

  std::size_t memory() const {
    return sizeof(*this) + values_.capacity() * sizeof(Weighted) + parts_.capacity() * sizeof(double);
  }

  static void give(Percentiles* state, Vector& result, idx_t row) {
    if (state == nullptr || state->values_.empty()) return duckdb::FlatVector::SetNull(result, row, true);
    state->accumulate();
    const auto begin = ListVector::GetListSize(result);
    put_list(result, row, state->parts_.size());
    auto* items = duckdb::FlatVector::GetData<double>(ListVector::GetEntry(result)) + begin;
    for (std::size_t i = 0; i < state->parts_.size(); ++i) items[i] = state->at(state->parts_[i]);
  }

 private:
  struct Weighted {
    double value;
    std::int64_t weight;  // with those before it, once they are accumulated
  };

  void accumulate() {
    if (std::exchange(accumulated_, true)) return;
    std::ranges::sort(values_, below, &Weighted::value);
    if (descending) std::ranges::reverse(values_);
    for (std::size_t i = 1; i < values_.size(); ++i) values_[i].weight += values_[i - 1].weight;
  }

  // The value at a place, from 0.
  double value_at(std::int64_t place) const {
    return std::ranges::upper_bound(values_, place, {}, &Weighted::weight)->value;
  }
  double at(double part) const {
    const double place = static_cast<double>(values_.back().weight - 1) * part;
    const double lower = std::floor(place), higher = std::ceil(place);
    const double a = value_at(static_cast<std::int64_t>(lower));
    if (higher == lower) return a;
    const double b = value_at(static_cast<std::int64_t>(higher));
    return a == b ? a : (higher - place) * a + (place - lower) * b;
  }

  std::vector<Weighted> values_;
  std::vector<double> parts_;
  bool accumulated_ = false;
};

// Of pairs (y, x): how they spread around their means, alone and together, updated and merged by the formulas
// of https://doi.org/10.2172/1028931 as Spark does.
struct PairMoments {
  double count = 0, mean_y = 0, mean_x = 0, common = 0, spread_y = 0, spread_x = 0;

  void add(double y, double x) {
    count += 1;
    const double dy = y - mean_y, dx = x - mean_x, step_y = dy / count, step_x = dx / count;
    mean_y += step_y;
    mean_x += step_x;
    common += dy * (x - mean_x);
    spread_y += dy * (y - mean_y);
    spread_x += dx * (x - mean_x);
  }

  void merge(const PairMoments& other) {
    if (other.count == 0) return;
    const double a = count, b = other.count, all = a + b;
    const double dy = other.mean_y - mean_y, dx = other.mean_x - mean_x;
    const double step_y = dy / all, step_x = dx / all;
    mean_y += step_y * b;
    mean_x += step_x * b;
    common += other.common + dy * step_x * a * b;
    spread_y += other.spread_y + dy * step_y * a * b;
    spread_x += other.spread_x + dx * step_x * a * b;
    count = all;
  }
};

template <typename Answer>
class OfPairs {
 public:
  void add(const AggregateRows& rows, idx_t row) {
    moments_.add(rows.get<double>(0, row), rows.get<double>(1, row));
  }
  void merge(const OfPairs& other) { moments_.merge(other.moments_); }
  std::size_t memory() const { return sizeof(*this); }
  static void give(OfPairs* state, Vector& result, idx_t row) {
    const auto answer = state == nullptr ? std::nullopt : Answer::of(state->moments_);
    if (answer)
      duckdb::FlatVector::GetData<double>(result)[row] = *answer;
    else
      duckdb::FlatVector::SetNull(result, row, true);
  }

 private:
  PairMoments moments_;
};

struct CommonSpread {
  static std::optional<double> of(const PairMoments& moments) { return moments.common; }
};
// NULL where x does not vary, 1 where only y does not.
struct Determination {
  static std::optional<double> of(const PairMoments& moments) {
    if (moments.spread_x == 0) return std::nullopt;
    if (moments.spread_y == 0) return 1;
    const double correlation = moments.common / std::sqrt(moments.spread_y * moments.spread_x);
    return correlation * correlation;
  }
};

// (value, most buckets): Hive's histogram (https://jmlr.org/papers/v11/ben-haim10a.html). A value that is no
// bucket's becomes one; when they are too many, the two that are nearest become one.
class Histogram {
 public:
  void add(const AggregateRows& rows, idx_t row) {
    most_ = static_cast<std::size_t>(rows.get<std::int64_t>(1, row));
    insert({rows.get<double>(0, row), 1});
    if (buckets_.size() > most_) join_nearest();
  }

  void merge(const Histogram& other) {
    if (other.most_ == 0) return;
    most_ = other.most_;
    for (const Bucket& bucket : other.buckets_) insert(bucket);
    while (buckets_.size() > most_) join_nearest();
  }

  std::size_t memory() const { return sizeof(*this) + buckets_.capacity() * sizeof(Bucket); }

  static void give(Histogram* state, Vector& result, idx_t row) {
    if (state == nullptr) return duckdb::FlatVector::SetNull(result, row, true);
    const auto begin = ListVector::GetListSize(result);
    put_list(result, row, state->buckets_.size());
    auto& fields = duckdb::StructVector::GetEntries(ListVector::GetEntry(result));
    auto* values = duckdb::FlatVector::GetData<double>(*fields[0]) + begin;
    auto* weights = duckdb::FlatVector::GetData<double>(*fields[1]) + begin;
    for (std::size_t i = 0; i < state->buckets_.size(); ++i) {
      values[i] = state->buckets_[i].value;
      weights[i] = state->buckets_[i].weight;
    }
  }

 private:
  struct Bucket {
    double value, weight;
  };

  void insert(const Bucket& bucket) {
    const auto place = std::ranges::lower_bound(buckets_, bucket.value, below, &Bucket::value);
    if (place != buckets_.end() && place->value == bucket.value)
      place->weight += bucket.weight;
    else
      buckets_.insert(place, bucket);
  }

  // java.util.Random, by which Hive chooses between pairs that are as near.
  double next_random() {
    const auto next = [&](int bits) {
      constexpr std::uint64_t kMask = (std::uint64_t{1} << 48) - 1;
      seed_ = (seed_ * 0x5DEECE66D + 0xB) & kMask;
      return seed_ >> (48 - bits);
    };
    const std::uint64_t high = next(26) << 27;
    return static_cast<double>(high + next(27)) * 0x1.0p-53;
  }

  void join_nearest() {
    std::size_t least = 0, as_near = 1;
    double distance = buckets_[1].value - buckets_[0].value;
    for (std::size_t i = 1; i + 1 < buckets_.size(); ++i) {
      const double next = buckets_[i + 1].value - buckets_[i].value;
      if (next < distance) {
        distance = next, least = i, as_near = 1;
      } else if (next == distance && next_random() <= 1.0 / static_cast<double>(++as_near)) {
        least = i;
      }
    }
    Bucket& into = buckets_[least];
    const Bucket& other = buckets_[least + 1];
    const double weight = into.weight + other.weight;
    into.value = into.value * (into.weight / weight) + other.value / weight * other.weight;
    into.weight = weight;
    buckets_.erase(buckets_.begin() + static_cast<std::ptrdiff_t>(least) + 1);
  }

  static constexpr std::uint64_t kHivesSeed = 31183;
  std::size_t most_ = 0;
  std::vector<Bucket> buckets_;
  std::uint64_t seed_ = kHivesSeed ^ 0x5DEECE66D;
};

}  // namespace

void register_spark_aggregates(duckdb::ExtensionLoader& loader) {
  register_spark_bitmaps(loader);
  const Type number = Type::DOUBLE, numbers = Type::LIST(Type::DOUBLE);
  loader.RegisterFunction(HeapAggregate<Percentiles<false>>::function(
      "dovetail_percentiles", {number, Type::BIGINT, numbers}, numbers));
  loader.RegisterFunction(HeapAggregate<Percentiles<true>>::function(
      "dovetail_percentiles_from_top", {number, Type::BIGINT, numbers}, numbers));
  loader.RegisterFunction(
      HeapAggregate<OfPairs<CommonSpread>>::function("dovetail_common_spread", {number, number}, number));
  loader.RegisterFunction(
      HeapAggregate<OfPairs<Determination>>::function("dovetail_determination", {number, number}, number));
  loader.RegisterFunction(
      HeapAggregate<Histogram>::function("dovetail_spark_histogram", {number, Type::BIGINT},
                                         Type::LIST(Type::STRUCT({{"x", number}, {"y", number}}))));
}

}  // namespace engine
