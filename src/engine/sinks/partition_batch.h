#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "duckdb/common/types/row/tuple_data_collection.hpp"
#include "engine/sinks/row_groups.h"

namespace engine {

// Rows of many partitions, in memory, mixed as they came: row by row, so that a row costs the same whether
// its neighbour is of its partition or not. (As columns, of each partition by itself, a row that comes alone
// would take several times its bytes, uncounted.) One thread adds; when it is done, any number may read.
class PartitionBatch {
 public:
  using Rows = std::vector<duckdb::data_ptr_t>;  // in the order that they came
  struct Partition {
    PartitionTexts values;
    std::uint64_t hash = 0;
    Rows rows;
  };

  // `types`: of the data columns, then of the `keys` partition columns, which are texts.
  PartitionBatch(duckdb::ClientContext& context, const duckdb::vector<duckdb::LogicalType>& types,
                 std::size_t keys);

  void add(duckdb::DataChunk& chunk);
  duckdb::idx_t bytes() const;
  // In the order of their first rows.
  const std::vector<Partition>& partitions() const { return partitions_; }
  duckdb::idx_t bytes_of(const Partition& partition) const;

 private:
  friend class PartitionReader;
  struct KeyHash {
    std::size_t operator()(const std::string& key) const;
  };
  Partition& partition_of(const std::string& key);

  const std::size_t keys_;
  duckdb::unique_ptr<duckdb::TupleDataCollection> rows_;
  duckdb::TupleDataAppendState append_;
  std::vector<Partition> partitions_;
  duckdb::idx_t partition_bytes_ = 0;  // of these, beside their rows
  std::unordered_map<std::string, std::size_t, KeyHash> by_key_;
};

// Turns rows of a batch into columns again: the first ones, of these types.
class PartitionReader {
 public:
  PartitionReader(duckdb::ClientContext& context, const PartitionBatch& batch,
                  const duckdb::vector<duckdb::LogicalType>& types);
  // As many as a chunk takes, from the front of `rows`. Good until the next call.
  duckdb::DataChunk& read(std::span<const duckdb::data_ptr_t>& rows);

 private:
  const duckdb::TupleDataCollection& rows_;
  duckdb::TupleDataChunkState state_;
  duckdb::DataChunk chunk_;
};

}  // namespace engine
