#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/hyper_log_log.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

// How many values unlike each other, of their hashes. Of few the count is exact; of many it is HyperLogLog's.
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
    registers_.merge(other.registers_);
  }

  std::size_t memory() const {
    return sizeof(*this) + few_.capacity() * sizeof(uint64_t) + registers_.memory();
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
      bytes.append(registers_.bytes());
    return bytes;
  }
  static DistinctCount of(std::string_view bytes) {
    DistinctCount count;
    count.bits_ = bytes[0];
    const std::string_view rest = bytes.substr(2);
    if (bytes[1] != 0) {
      count.registers_ = HyperLogLog(count.bits_, rest);
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
    return registers_.empty() ? static_cast<int64_t>(few_.size()) : registers_.estimate();
  }

 private:
  static constexpr std::size_t kFew = 1024;

  void add(uint64_t hash) {
    if (!registers_.empty()) return registers_.set(hash);
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
    registers_ = HyperLogLog(bits_);
    for (const uint64_t hash : few_) registers_.set(hash);
    few_ = {};
  }

  int bits_ = 0;  // of a register's place; 0: there was no row
  std::vector<uint64_t> few_;
  HyperLogLog registers_;  // none while there are few
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
