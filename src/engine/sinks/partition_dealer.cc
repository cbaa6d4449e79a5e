#include "engine/sinks/partition_dealer.h"

#include <algorithm>
#include <unordered_map>

#include "duckdb/common/types/hash.hpp"

namespace engine {
namespace {

using duckdb::ClientContext;
using duckdb::ColumnDataCollection;
using duckdb::DataChunk;
using duckdb::idx_t;
using Buckets = std::vector<std::vector<RowCollection>>;

// More partitions are never held at once, files and all.
constexpr std::size_t kMaxPartitions = 200;
constexpr std::size_t kMaxBuckets = 32;

// A key that no other values have: lengths stand before the texts.
void add_to_key(std::string& key, const duckdb::string_t* text) {
  const std::uint32_t length = text ? static_cast<std::uint32_t>(text->GetSize()) : ~0u;
  key.append(reinterpret_cast<const char*>(&length), sizeof(length));
  if (text) key.append(text->GetData(), text->GetSize());
}

// The partition columns of a chunk, row by row.
class KeyReader {
 public:
  KeyReader(DataChunk& chunk, std::size_t first) {
    for (auto i = first; i < chunk.ColumnCount(); ++i)
      chunk.data[i].ToUnifiedFormat(chunk.size(), formats_.emplace_back());
  }
  void read(idx_t row, std::string& key) const {
    key.clear();
    for (const auto& format : formats_) add_to_key(key, text(format, row));
  }
  PartitionTexts values(idx_t row) const {
    PartitionTexts result;
    for (const auto& format : formats_) {
      const auto* value = text(format, row);
      result.push_back(value && value->GetSize() > 0 ? std::optional(value->GetString()) : std::nullopt);
    }
    return result;
  }

 private:
  static const duckdb::string_t* text(const duckdb::UnifiedVectorFormat& format, idx_t row) {
    const auto index = format.sel->get_index(row);
    if (!format.validity.RowIsValid(index)) return nullptr;
    return duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format) + index;
  }
  std::vector<duckdb::UnifiedVectorFormat> formats_;
};

// The rows of a chunk that are of one partition.
struct Share {
  std::string key;
  duckdb::SelectionVector rows{STANDARD_VECTOR_SIZE};
  idx_t count = 0;
};

// In the order of their first rows.
std::vector<std::unique_ptr<Share>> shares_of(const KeyReader& reader, idx_t rows) {
  std::vector<std::unique_ptr<Share>> shares;
  std::unordered_map<std::string, Share*> by_key;
  std::string key;
  Share* last = nullptr;
  for (idx_t row = 0; row < rows; ++row) {
    reader.read(row, key);
    if (!last || last->key != key) {
      auto& share = by_key[key];
      if (!share) {
        share = shares.emplace_back(std::make_unique<Share>()).get();
        share->key = key;
      }
      last = share;
    }
    last->rows.set_index(last->count++, row);
  }
  return shares;
}

// Null: there is no room for one more.
RowBuffer* buffer_for(ClientContext& context, const FileBinding& binding, ThreadBuffers& own,
                      const Share& share, const KeyReader& reader) {
  const auto found = own.partitions.find(share.key);
  if (found != own.partitions.end()) return &found->second;
  if (own.partitions.size() >= own.most_partitions) return nullptr;
  auto& buffer = own.partitions[share.key];
  buffer.values = reader.values(share.rows.get_index(0));
  start_buffer(context, binding, buffer);
  return &buffer;
}

void set_aside(ClientContext& context, const FileBinding& binding, ThreadBuffers& own, const std::string& key,
               DataChunk& rows) {
  if (own.buckets.empty())
    own.buckets.resize(std::clamp<std::size_t>(own.most_partitions / 2, 2, kMaxBuckets));
  const auto hash =
      duckdb::CombineHash(duckdb::Hash(key.data(), key.size()), duckdb::Hash<std::uint64_t>(own.level));
  auto& bucket = own.buckets[hash % own.buckets.size()];
  if (!bucket.rows) {
    bucket.rows = duckdb::make_uniq<ColumnDataCollection>(context, binding.all_types);
    bucket.rows->InitializeAppend(bucket.append);
  }
  bucket.rows->Append(bucket.append, rows);
}

void deal_share(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
                DataChunk& chunk, const Share& share, const KeyReader& reader) {
  DataChunk rows;
  rows.InitializeEmpty(binding.all_types);
  rows.Slice(chunk, share.rows, share.count);
  auto* buffer = buffer_for(context, binding, own, share, reader);
  if (!buffer) return set_aside(context, binding, own, share.key, rows);
  DataChunk data;
  data.InitializeEmpty(binding.types);
  for (idx_t i = 0; i < binding.types.size(); ++i) data.data[i].Reference(rows.data[i]);
  data.SetCardinality(rows.size());
  append(context, binding, shared, own, *buffer, data);
}

Buckets take_buckets(ThreadBuffers& own) {
  Buckets buckets(own.buckets.size());
  for (std::size_t i = 0; i < buckets.size(); ++i)
    if (own.buckets[i].rows) buckets[i].push_back(std::move(own.buckets[i].rows));
  own.buckets.clear();
  return buckets;
}

// All of a partition is there: its file is closed.
void end_buffer(ClientContext& context, FileBinding& binding, SharedFiles& shared, RowBuffer& buffer) {
  buffer.append = duckdb::ColumnDataAppendState();
  if (const auto rest = shared.rest.extract(buffer.values))
    write_rows(context, binding, shared, buffer.values, std::move(rest.mapped()));
  end_partition(context, binding, shared, buffer.values, std::move(buffer.rows));
}

void write_buckets(ClientContext& context, FileBinding& binding, SharedFiles& shared, Buckets buckets,
                   std::size_t level) {
  for (auto& bucket : buckets) {
    ThreadBuffers own;
    set_bounds(context, own, level);
    for (auto& rows : bucket) {
      for (auto& chunk : rows->Chunks()) deal(context, binding, shared, own, chunk);
      rows.reset();
    }
    for (auto& [key, buffer] : own.partitions) end_buffer(context, binding, shared, buffer);
    own.partitions.clear();
    if (!own.buckets.empty()) write_buckets(context, binding, shared, take_buckets(own), level + 1);
  }
}

}  // namespace

void deal(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
          DataChunk& chunk) {
  const KeyReader reader(chunk, binding.types.size());
  for (const auto& share : shares_of(reader, chunk.size()))
    deal_share(context, binding, shared, own, chunk, *share, reader);
}

void set_bounds(ClientContext& context, ThreadBuffers& own, std::size_t level) {
  own.most_bytes = buffer_budget(context);
  own.most_partitions = std::clamp<std::size_t>(own.most_bytes / kLeastBufferBytes, 1, kMaxPartitions);
  own.level = level;
}

void combine_spooled(SharedFiles& shared, ThreadBuffers& own) {
  auto buckets = take_buckets(own);
  std::lock_guard lock(shared.mutex);
  if (shared.spooled.size() < buckets.size()) shared.spooled.resize(buckets.size());
  for (std::size_t i = 0; i < buckets.size(); ++i)
    for (auto& rows : buckets[i]) shared.spooled[i].push_back(std::move(rows));
}

void write_spooled(ClientContext& context, FileBinding& binding, SharedFiles& shared) {
  write_buckets(context, binding, shared, std::exchange(shared.spooled, {}), 1);
}

}  // namespace engine
