#include "engine/sinks/partition_dealer.h"

#include <algorithm>
#include <functional>

#include "duckdb/common/types/hash.hpp"
#include "duckdb/parallel/task_executor.hpp"

namespace engine {
namespace {

using duckdb::ClientContext;
using duckdb::ColumnDataCollection;
using duckdb::idx_t;

constexpr std::size_t kBuckets = 64;
// A dealer begins files of no more partitions before all of their rows are there.
constexpr std::size_t kMaxBegun = 200;
// And only of partitions that have so much in a batch: at least a part in so many, and so many bytes.
constexpr idx_t kBatchShare = 256;
constexpr idx_t kLeastBytes = idx_t{256} << 10;

class FunctionTask final : public duckdb::BaseExecutorTask {
 public:
  FunctionTask(duckdb::TaskExecutor& executor, std::function<void()> function)
      : BaseExecutorTask(executor), function_(std::move(function)) {}
  void ExecuteTask() override { function_(); }

 private:
  const std::function<void()> function_;
};

void schedule(duckdb::TaskExecutor& executor, std::function<void()> function) {
  executor.ScheduleTask(duckdb::make_uniq<FunctionTask>(executor, std::move(function)));
}

// Partitions of one bucket are of different ones at the next level.
std::size_t bucket_of(std::uint64_t hash, std::size_t level) {
  return duckdb::Hash<std::uint64_t>(hash ^ duckdb::Hash<std::uint64_t>(level)) % kBuckets;
}

}  // namespace

PartitionDealer::PartitionDealer(ClientContext& context, FileBinding& binding, OpenFiles& files,
                                 std::size_t level)
    : context_(context),
      binding_(binding),
      files_(files),
      level_(level),
      most_bytes_(buffer_budget(context)) {}

void PartitionDealer::add(duckdb::DataChunk& chunk) {
  if (!batch_)
    batch_ = std::make_unique<PartitionBatch>(context_, binding_.all_types,
                                              binding_.all_types.size() - binding_.types.size());
  batch_->add(chunk);
  if (batch_->bytes() >= most_bytes_) empty_batch();
}

// Not the last batch: more rows of any partition may come.
void PartitionDealer::empty_batch() {
  std::vector<const Partition*> others;
  for (const auto& partition : batch_->partitions()) {
    if (is_for_now(partition)) {
      write({batch_.get(), &partition});
      written_.try_emplace(partition.hash, partition.values);
    } else {
      others.push_back(&partition);
    }
  }
  set_aside(*batch_, others);
  batch_.reset();
}

bool PartitionDealer::is_for_now(const Partition& partition) const {
  if (spooled_.partitions.contains(partition.hash)) return false;
  if (batch_->bytes_of(partition) < std::max(most_bytes_ / kBatchShare, kLeastBytes)) return false;
  return written_.size() < kMaxBegun || written_.contains(partition.hash);
}

void PartitionDealer::write(const Share& share) const {
  // The batch is still there while its rows are written, so fewer of them are copied at once.
  RowBuffer buffer{.values = share.partition->values,
                   .most_bytes = std::min(kRowGroupBytes, most_bytes_ / 2),
                   .rows = nullptr,
                   .append = {}};
  PartitionReader reader(context_, *share.batch, binding_.types);
  for (std::span rows(share.partition->rows); !rows.empty();)
    append(context_, binding_, files_, buffer, reader.read(rows));
  write_buffer(context_, binding_, files_, buffer);
}

void PartitionDealer::set_aside(const PartitionBatch& batch,
                                const std::vector<const Partition*>& partitions) {
  if (partitions.empty()) return;
  std::vector<PartitionBatch::Rows> rows(kBuckets);
  for (const auto* partition : partitions) {
    auto& bucket = rows[bucket_of(partition->hash, level_)];
    bucket.insert(bucket.end(), partition->rows.begin(), partition->rows.end());
    spooled_.partitions.insert(partition->hash);
  }
  spooled_.buckets.resize(kBuckets);
  PartitionReader reader(context_, batch, binding_.all_types);
  for (std::size_t i = 0; i < kBuckets; ++i) spool(reader, rows[i], i);
}

// What is added is no longer held in memory, if there is need of it.
void PartitionDealer::spool(PartitionReader& reader, std::span<const duckdb::data_ptr_t> rows,
                            std::size_t bucket) {
  if (rows.empty()) return;
  auto& collections = spooled_.buckets[bucket];
  if (collections.empty())
    collections.push_back(duckdb::make_uniq<ColumnDataCollection>(context_, binding_.all_types));
  duckdb::ColumnDataAppendState append;
  collections.back()->InitializeAppend(append);
  while (!rows.empty()) collections.back()->Append(append, reader.read(rows));
}

void PartitionDealer::combine(PartitionDealer& other) {
  if (other.batch_) batches_.push_back(std::move(other.batch_));
  written_.merge(other.written_);
  spooled_.partitions.merge(other.spooled_.partitions);
  spooled_.buckets.resize(std::max(spooled_.buckets.size(), other.spooled_.buckets.size()));
  for (std::size_t i = 0; i < other.spooled_.buckets.size(); ++i)
    for (auto& rows : other.spooled_.buckets[i]) spooled_.buckets[i].push_back(std::move(rows));
}

void PartitionDealer::finish() {
  if (batch_) batches_.push_back(std::move(batch_));
  finish_batches();
  finish_buckets();
}

// Of partitions all of whose rows are written, or in batches. The rows of others are set aside.
std::map<PartitionTexts, std::vector<PartitionDealer::Share>> PartitionDealer::shares_left() {
  std::map<PartitionTexts, std::vector<Share>> shares;
  for (const auto& [hash, values] : written_)
    if (!spooled_.partitions.contains(hash)) shares[values];
  for (const auto& batch : batches_) {
    std::vector<const Partition*> others;
    for (const auto& partition : batch->partitions()) {
      if (spooled_.partitions.contains(partition.hash))
        others.push_back(&partition);
      else
        shares[partition.values].push_back({batch.get(), &partition});
    }
    set_aside(*batch, others);
  }
  return shares;
}

// Each thread has one file open at a time, where they are many.
void PartitionDealer::finish_batches() {
  const auto shares = shares_left();
  duckdb::TaskExecutor executor(context_);
  for (const auto& [values, of_partition] : shares) {
    schedule(executor, [this, &values, &of_partition] {
      for (const auto& share : of_partition) write(share);
      end_partition(context_, binding_, files_, values);
    });
  }
  executor.WorkOnTasks();
  batches_.clear();
}

void PartitionDealer::finish_buckets() {
  duckdb::TaskExecutor executor(context_);
  for (auto& bucket : spooled_.buckets)
    if (!bucket.empty()) schedule(executor, [this, &bucket] { deal_bucket(std::move(bucket)); });
  executor.WorkOnTasks();
}

void PartitionDealer::deal_bucket(std::vector<RowCollection> bucket) const {
  PartitionDealer next(context_, binding_, files_, level_ + 1);
  for (auto& rows : bucket) {
    for (auto& chunk : rows->Chunks()) next.add(chunk);
    rows.reset();
  }
  next.finish();
}

}  // namespace engine
