#pragma once

#include "duckdb/common/types/hash.hpp"
#include "duckdb/common/types/vector.hpp"
#include "engine/functions/kernel.h"
#include "engine/functions/zoned_timestamp.h"

namespace engine {

// Values inside vectors of any shape, compared by Trino's rules
// (https://trino.io/docs/435/functions/comparison.html): zoned timestamps by their instants, maps whatever
// the order of their entries.
using Values = duckdb::RecursiveUnifiedVectorFormat;
using duckdb::idx_t;

Values values_of(duckdb::Vector& vector, idx_t count);
bool is_null(const Values& values, idx_t row);
inline bool is_list(const Values& values) {
  return values.logical_type.InternalType() == duckdb::PhysicalType::LIST;
}
inline bool is_map(const Values& values) {
  return values.logical_type.id() == duckdb::LogicalTypeId::MAP;
}
inline bool is_struct(const Values& values) {
  return values.logical_type.InternalType() == duckdb::PhysicalType::STRUCT;
}
inline idx_t index_of(const Values& values, idx_t row) {
  return values.unified.sel->get_index(row);
}
duckdb::list_entry_t list_at(const Values& lists, idx_t row);  // its items are rows of lists.children[0]

// Calls use(value) with a number, a text or a point in time, as what compares in C++ as it does in SQL.
template <typename Use>
auto with_atom(const Values& values, idx_t row, Use use) {
  using duckdb::UnifiedVectorFormat;
  const idx_t index = index_of(values, row);
  if (is_zoned(values.logical_type))
    return use(UnifiedVectorFormat::GetData<std::int64_t>(values.unified)[index] >> TimeZone::kBits);
  if (values.logical_type.InternalType() == duckdb::PhysicalType::VARCHAR)
    return use(view(UnifiedVectorFormat::GetData<duckdb::string_t>(values.unified)[index]));
  return with_native(values.logical_type, [&](auto zero) {
    return use(UnifiedVectorFormat::GetData<decltype(zero)>(values.unified)[index]);
  });
}

// As = does it, of two that are not NULL: unknown where a NULL inside leaves it open. NaN is not NaN.
enum class Equality { No, Yes, Unknown };
Equality equal(const Values& a, idx_t i, const Values& b, idx_t j);

// As IS NOT DISTINCT FROM does it, and the hash that goes with it: NULL is NULL, NaN is NaN.
bool same(const Values& a, idx_t i, const Values& b, idx_t j);
duckdb::hash_t hash_of(const Values& values, idx_t row);

// As ORDER BY does it, of two that are not NULL: below, equal to or above 0; NaN above all numbers. A NULL
// inside that would decide raises NOT_SUPPORTED, or is below all, as Spark has it.
enum class InnerNulls { Refuse, First };
int order(const Values& a, idx_t i, const Values& b, idx_t j, InnerNulls nulls = InnerNulls::Refuse);

}  // namespace engine
