#pragma once

#include <unordered_map>
#include <unordered_set>

#include "engine/sinks/partition_batch.h"

namespace engine {

// Rows that memory had no room for, with their partition columns, which DuckDB spills where it must: in
// buckets by the hash of their keys.
struct SpooledRows {
  std::vector<std::vector<RowCollection>> buckets;
  // Hashes of the partitions that these rows are of. What else comes of them goes there too, lest a
  // partition's rows change places.
  std::unordered_set<std::uint64_t> partitions;
};

// Deals the rows of a partitioned write out to their partitions' files. A thread gathers a batch of rows, as
// many as it may hold. When there is room for no more, the partitions with many rows in it are written, and
// those with few are set aside. At the end what is left of the batches is written one partition after the
// other, then each bucket is dealt out by itself, in the same way. So memory stays bounded, whatever the
// number of partitions, the width of rows, and however they are mixed; and rows of one thread stay in their
// order.
class PartitionDealer {
 public:
  // `level`: how often these rows were set aside before.
  PartitionDealer(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files, std::size_t level);

  // The data columns, then the partition columns as texts.
  void add(duckdb::DataChunk& chunk);
  // Takes over what another of the same level has left.
  void combine(PartitionDealer& other);
  // Writes all that is left. No partition of these rows has any elsewhere.
  void finish();

 private:
  using Partition = PartitionBatch::Partition;
  struct Share {
    const PartitionBatch* batch;
    const Partition* partition;
  };

  void empty_batch();
  bool is_for_now(const Partition& partition) const;
  void write(const Share& share) const;
  void set_aside(const PartitionBatch& batch, const std::vector<const Partition*>& partitions);
  void spool(PartitionReader& reader, std::span<const duckdb::data_ptr_t> rows, std::size_t bucket);
  std::map<PartitionTexts, std::vector<Share>> shares_left();
  void finish_batches();
  void finish_buckets();
  void deal_bucket(std::vector<RowCollection> bucket) const;

  duckdb::ClientContext& context_;
  FileBinding& binding_;
  OpenFiles& files_;
  const std::size_t level_;
  const duckdb::idx_t most_bytes_;
  std::unique_ptr<PartitionBatch> batch_;
  std::vector<std::unique_ptr<PartitionBatch>> batches_;       // that are full, or were taken over
  std::unordered_map<std::uint64_t, PartitionTexts> written_;  // partitions with files, by their hashes
  SpooledRows spooled_;
};

}  // namespace engine
