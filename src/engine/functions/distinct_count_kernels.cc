#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

// How many values unlike each other, of their hashes. Of few the count is exact; of many it is HyperLogLog's,
// by the estimator of https://arxiv.org/abs/1702.01284 (O. Ertl, 2017), which needs no table of corrections.
// DuckDB's own has 64 registers, and so an error of 13 % where Trino promises 2.3.
class DistinctCount {
 public:
  // (hash, greatest standard error); the latter is that of a group's first row.
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    if (bits_ == 0) begin(rows.get<double>(1, row));
    add(rows.get<uint64_t>(0, row));
  }

  void merge(const DistinctCount& other) {
    if (other.bits_ == 0) return;
    if (bits_ != 0 && bits_ != other.bits_)
      refuse_argument("The greatest standard error of a distinct count must be the same in all rows");
    bits_ = other.bits_;
    for (const uint64_t hash : other.few_) add(hash);
    if (other.registers_.empty()) return;
    ensure_registers();
    for (std::size_t i = 0; i < registers_.size(); ++i)
      registers_[i] = std::max(registers_[i], other.registers_[i]);
  }

  std::size_t memory() const {
    return sizeof(*this) + few_.capacity() * sizeof(uint64_t) + registers_.capacity();
  }

  static void give(DistinctCount* state, duckdb::Vector& result, duckdb::idx_t row) {
    duckdb::FlatVector::GetData<int64_t>(result)[row] = state == nullptr ? 0 : state->count();
  }

  void begin(double error) {
    if (!(error > 0 && error <= 0.39))
      refuse_argument("HLL++ requires at least 4 bits for addressing. Use a lower error, at most 39%.");
    const double bits = std::ceil(2 * std::log2(1.04 / error));
    bits_ = bits >= 4 ? static_cast<int>(std::min(bits, 16.0)) : 4;
  }

  // The bits, and the hashes or the registers. Of this process's own: another may lay it out in another way.
  std::string bytes() {
    keep_different();
    std::string bytes = {static_cast<char>(bits_), static_cast<char>(registers_.empty() ? 0 : 1)};
    if (registers_.empty())
      bytes.append(reinterpret_cast<const char*>(few_.data()), few_.size() * sizeof(uint64_t));
    else
      bytes.append(reinterpret_cast<const char*>(registers_.data()), registers_.size());
    return bytes;
  }
  static DistinctCount of(std::string_view bytes) {
    DistinctCount count;
    count.bits_ = bytes[0];
    const std::string_view rest = bytes.substr(2);
    if (bytes[1] != 0) {
      count.registers_.assign(rest.begin(), rest.end());
    } else {
      count.few_.resize(rest.size() / sizeof(uint64_t));
      if (!rest.empty()) std::memcpy(count.few_.data(), rest.data(), rest.size());
    }
    return count;
  }

  // Exact up to kFew / 2, however the rows fell to threads.
  int64_t count() {
    keep_different();
    if (few_.size() > kFew / 2) ensure_registers();
    return registers_.empty() ? static_cast<int64_t>(few_.size()) : estimate();
  }

 private:
  static constexpr std::size_t kFew = 1024;

  void add(uint64_t hash) {
    if (!registers_.empty()) return set(hash);
    few_.push_back(hash);
    if (few_.size() < kFew) return;
    keep_different();
    if (few_.size() > kFew / 2) ensure_registers();
  }

  void keep_different() {
    std::ranges::sort(few_);
    few_.erase(std::ranges::unique(few_).begin(), few_.end());
  }

  void ensure_registers() {
    if (!registers_.empty()) return;
    registers_.resize(std::size_t{1} << bits_);
    for (const uint64_t hash : few_) set(hash);
    few_ = {};
  }

  // The first bits choose the register, which keeps the most zeros in a row that the others began with.
  void set(uint64_t hash) {
    auto& known = registers_[hash >> (64 - bits_)];
    const auto zeros = std::min(std::countl_zero(hash << bits_), 64 - bits_);
    known = std::max(known, static_cast<uint8_t>(zeros + 1));
  }

  int64_t estimate() const {
    const int most = 64 - bits_ + 1;
    std::vector<double> holding(static_cast<std::size_t>(most) + 1);
    for (const uint8_t value : registers_) holding[value] += 1;
    const auto size = static_cast<double>(registers_.size());
    double sum = size * tau(1 - holding.back() / size);
    for (int value = most - 1; value >= 1; --value)
      sum = (sum + holding[static_cast<std::size_t>(value)]) / 2;
    sum += size * sigma(holding[0] / size);
    return std::llround(size * size / (2 * std::log(2.0) * sum));
  }

  // The sums of that paper over the registers that are full, and over those that are empty.
  static double tau(double x) {
    if (x <= 0 || x >= 1) return 0;
    double y = 1, sum = 1 - x;
    for (double before = -1; before != sum;) {
      before = sum;
      x = std::sqrt(x);
      y /= 2;
      sum -= (1 - x) * (1 - x) * y;
    }
    return sum / 3;
  }
  static double sigma(double x) {
    if (x >= 1) return INFINITY;
    double y = 1, sum = x;
    for (double before = -1; before != sum;) {
      before = sum;
      x *= x;
      sum += x * y;
      y *= 2;
    }
    return sum;
  }

  int bits_ = 0;  // of a register's place; 0: there was no row
  std::vector<uint64_t> few_;
  std::vector<uint8_t> registers_;  // empty while there are few
};

// approx_set: the count itself, as bytes. (hash, greatest standard error)
class DistinctSet : public DistinctCount {
 public:
  static void give(DistinctSet* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr) return duckdb::FlatVector::SetNull(result, row, true);
    detail::put(result, row, std::string_view(state->bytes()));
  }
};

// merge(set)
class MergedSet : public DistinctSet {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    merge(DistinctCount::of(view(rows.get<duckdb::string_t>(0, row))));
  }
};

std::optional<int64_t> set_cardinality(std::string_view set) {
  return DistinctCount::of(set).count();
}

std::optional<std::string> empty_set(double error) {
  DistinctCount count;
  count.begin(error);
  return count.bytes();
}

}  // namespace

void register_distinct_count_kernels(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(HeapAggregate<DistinctCount>::function(
      "dovetail_distinct_count", {Type::UBIGINT, Type::DOUBLE}, Type::BIGINT));
  loader.RegisterFunction(HeapAggregate<DistinctSet>::function("dovetail_distinct_set",
                                                               {Type::UBIGINT, Type::DOUBLE}, Type::BLOB));
  loader.RegisterFunction(
      HeapAggregate<MergedSet>::function("dovetail_merge_sets", {Type::BLOB}, Type::BLOB));
}

std::vector<TrinoKernel> distinct_set_kernels() {
  return {
      {"trino.set_cardinality", {Type::BLOB}, Type::BIGINT, row_kernel<std::string_view>(set_cardinality)},
      {"trino.empty_set", {Type::DOUBLE}, Type::BLOB, row_kernel<double>(empty_set)},
  };
}

}  // namespace engine
