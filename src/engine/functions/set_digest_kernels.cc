#include "engine/functions/set_digest_kernels.h"

#include "engine/functions/heap_aggregate.h"
#include "engine/functions/murmur3_128.h"
#include "engine/functions/set_digest.h"

namespace engine {
namespace {

using View = std::string_view;

std::int64_t hash_of(View bytes) {
  return static_cast<std::int64_t>(murmur3_128(bytes).first);
}
std::int64_t hash_of(std::int64_t value) {
  return hash_of(View(reinterpret_cast<const char*>(&value), sizeof value));
}

// Of make_set_digest: (value)
template <typename T>
class DigestOf {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    if constexpr (std::is_same_v<T, View>)
      digest_.add(hash_of(view(rows.get<duckdb::string_t>(0, row))));
    else
      digest_.add(hash_of(rows.get<T>(0, row)));
  }
  void merge(const DigestOf& other) { digest_.merge(other.digest_); }
  std::size_t memory() const { return digest_.memory(); }
  static void give(DigestOf* state, duckdb::Vector& result, duckdb::idx_t row) {
    if (state == nullptr) return duckdb::FlatVector::SetNull(result, row, true);
    detail::put(result, row, View(state->digest_.bytes()));
  }

 protected:
  SetDigest digest_;
};

// merge_set_digest(digest)
class MergedDigests : public DigestOf<View> {
 public:
  void add(const AggregateRows& rows, duckdb::idx_t row) {
    digest_.merge(SetDigest::of(view(rows.get<duckdb::string_t>(0, row))));
  }
};

std::optional<std::int64_t> cardinality(View digest) {
  return SetDigest::of(digest).cardinality();
}
std::optional<std::int64_t> intersection_cardinality(View a, View b) {
  return SetDigest::intersection_cardinality(SetDigest::of(a), SetDigest::of(b));
}
std::optional<double> jaccard_index(View a, View b) {
  return SetDigest::jaccard_index(SetDigest::of(a), SetDigest::of(b));
}

void put_counts(duckdb::Vector& result, duckdb::idx_t row, const SetDigest& digest) {
  const auto begin = duckdb::ListVector::GetListSize(result);
  const auto count = digest.counts().size();
  duckdb::ListVector::Reserve(result, begin + count);
  auto* hashes = duckdb::FlatVector::GetData<std::int64_t>(duckdb::MapVector::GetKeys(result)) + begin;
  auto* times = duckdb::FlatVector::GetData<std::int16_t>(duckdb::MapVector::GetValues(result)) + begin;
  for (const auto& [hash, came] : digest.counts()) *hashes++ = hash, *times++ = came;
  duckdb::ListVector::SetListSize(result, begin + count);
  duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, count};
}

void hash_counts(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat digests;
  input.data[0].ToUnifiedFormat(input.size(), digests);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    const auto at = digests.sel->get_index(row);
    if (digests.validity.RowIsValid(at))
      put_counts(result, row, SetDigest::of(detail::get<View>(digests, at)));
    else
      duckdb::FlatVector::SetNull(result, row, true);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

}  // namespace

void register_set_digest_aggregates(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(HeapAggregate<DigestOf<std::int64_t>>::function("dovetail_set_digest_of_numbers",
                                                                          {Type::BIGINT}, Type::BLOB));
  loader.RegisterFunction(
      HeapAggregate<DigestOf<View>>::function("dovetail_set_digest_of_bytes", {Type::BLOB}, Type::BLOB));
  loader.RegisterFunction(
      HeapAggregate<MergedDigests>::function("dovetail_merge_set_digests", {Type::BLOB}, Type::BLOB));
}

std::vector<TrinoKernel> set_digest_kernels() {
  const Type digest = Type::BLOB;
  return {
      {"trino.set_digest_cardinality", {digest}, Type::BIGINT, row_kernel<View>(cardinality)},
      {"trino.intersection_cardinality",
       {digest, digest},
       Type::BIGINT,
       row_kernel<View, View>(intersection_cardinality)},
      {"trino.jaccard_index", {digest, digest}, Type::DOUBLE, row_kernel<View, View>(jaccard_index)},
      {"trino.hash_counts", {digest}, Type::MAP(Type::BIGINT, Type::SMALLINT), hash_counts},
  };
}

}  // namespace engine
