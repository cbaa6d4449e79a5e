#include "engine/sinks/partition_batch.h"

#include <algorithm>

#include "duckdb/common/types/hash.hpp"
#include "duckdb/main/client_context.hpp"

namespace engine {
namespace {

using duckdb::ClientContext;
using duckdb::DataChunk;
using duckdb::idx_t;
using duckdb::TupleDataCollection;
using Types = duckdb::vector<duckdb::LogicalType>;

// What a partition takes beside its rows and its key, about: its place in the index.
constexpr idx_t kPartitionBytes = 256;
// Where a row lies, in a list that grows by doubling.
constexpr idx_t kPointerBytes = 2 * sizeof(duckdb::data_ptr_t);

constexpr std::uint32_t kNull = ~0u;

// The partition columns of a chunk, row by row. No text and an empty one are the same partition.
class KeyReader {
 public:
  KeyReader(DataChunk& chunk, std::size_t keys) {
    for (auto i = chunk.ColumnCount() - keys; i < chunk.ColumnCount(); ++i)
      chunk.data[i].ToUnifiedFormat(chunk.size(), formats_.emplace_back());
  }
  // A key that no other values have: lengths stand before the texts.
  void read(idx_t row, std::string& key) const {
    key.clear();
    for (const auto& format : formats_) {
      const auto index = format.sel->get_index(row);
      const auto& text = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format)[index];
      const bool is_null = !format.validity.RowIsValid(index) || text.GetSize() == 0;
      const std::uint32_t length = is_null ? kNull : static_cast<std::uint32_t>(text.GetSize());
      key.append(reinterpret_cast<const char*>(&length), sizeof(length));
      if (!is_null) key.append(text.GetData(), length);
    }
  }

 private:
  std::vector<duckdb::UnifiedVectorFormat> formats_;
};

PartitionTexts values_of(std::string_view key) {
  PartitionTexts values;
  while (!key.empty()) {
    std::uint32_t length = 0;
    key.copy(reinterpret_cast<char*>(&length), sizeof(length));
    key.remove_prefix(sizeof(length));
    auto& value = values.emplace_back();
    if (length == kNull) continue;
    value = key.substr(0, length);
    key.remove_prefix(length);
  }
  return values;
}

duckdb::shared_ptr<duckdb::TupleDataLayout> layout_of(const Types& types) {
  auto layout = duckdb::make_shared_ptr<duckdb::TupleDataLayout>();
  layout->Initialize(types, duckdb::TupleDataValidityType::CAN_HAVE_NULL_VALUES);
  return layout;
}

}  // namespace

PartitionBatch::PartitionBatch(ClientContext& context, const Types& types, std::size_t keys)
    : keys_(keys),
      rows_(
          duckdb::make_uniq<TupleDataCollection>(context, layout_of(types), duckdb::MemoryTag::COLUMN_DATA)) {
  rows_->InitializeAppend(append_, duckdb::TupleDataPinProperties::KEEP_EVERYTHING_PINNED);
}

std::size_t PartitionBatch::KeyHash::operator()(const std::string& key) const {
  return duckdb::Hash(key.data(), key.size());
}

PartitionBatch::Partition& PartitionBatch::partition_of(const std::string& key) {
  const auto [place, is_new] = by_key_.try_emplace(key, partitions_.size());
  if (is_new) {
    partitions_.push_back({.values = values_of(key), .hash = KeyHash()(key), .rows = {}});
    partition_bytes_ += kPartitionBytes + 2 * key.size();
  }
  return partitions_[place->second];
}

void PartitionBatch::add(DataChunk& chunk) {
  rows_->Append(append_, chunk);
  const auto* places = duckdb::FlatVector::GetData<duckdb::data_ptr_t>(append_.chunk_state.row_locations);
  const KeyReader keys(chunk, keys_);
  std::string key, last_key;
  Partition* last = nullptr;
  for (idx_t row = 0; row < chunk.size(); ++row) {
    keys.read(row, key);
    if (!last || key != last_key) {
      last = &partition_of(key);
      last_key = key;
    }
    last->rows.push_back(places[row]);
  }
}

idx_t PartitionBatch::bytes() const {
  return rows_->SizeInBytes() + rows_->Count() * kPointerBytes + partition_bytes_;
}

// As if all rows were equally wide.
idx_t PartitionBatch::bytes_of(const Partition& partition) const {
  return rows_->SizeInBytes() / std::max<idx_t>(1, rows_->Count()) * partition.rows.size();
}

PartitionReader::PartitionReader(ClientContext& context, const PartitionBatch& batch, const Types& types)
    : rows_(*batch.rows_) {
  duckdb::vector<duckdb::column_t> columns(types.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = i;
  TupleDataCollection::InitializeChunkState(state_, rows_.GetLayout().GetTypes(), std::move(columns));
  chunk_.Initialize(context, types);
}

DataChunk& PartitionReader::read(std::span<const duckdb::data_ptr_t>& rows) {
  const auto count = std::min<idx_t>(rows.size(), STANDARD_VECTOR_SIZE);
  std::copy_n(rows.begin(), count, duckdb::FlatVector::GetData<duckdb::data_ptr_t>(state_.row_locations));
  rows = rows.subspan(count);
  chunk_.Reset();
  TupleDataCollection::ResetCachedCastVectors(state_, state_.column_ids);
  const auto& all = *duckdb::FlatVector::IncrementalSelectionVector();
  rows_.Gather(state_.row_locations, all, count, state_.column_ids, chunk_, all, state_.cached_cast_vectors);
  chunk_.SetCardinality(count);
  return chunk_;
}

}  // namespace engine
