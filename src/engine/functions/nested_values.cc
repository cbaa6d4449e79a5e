#include "engine/functions/nested_values.h"

#include <cmath>
#include <cstring>

namespace engine {
namespace {

using duckdb::PhysicalType;
using duckdb::UnifiedVectorFormat;

// Of two values of one type. (The types have names: g++ 12 takes decltype of a captured `auto` for another.)
template <typename Compare>
auto with_atoms(const Values& a, idx_t i, const Values& b, idx_t j, Compare compare) {
  return with_atom(a, i, [&]<typename Left>(Left left) {
    return with_atom(b, j, [&]<typename Right>(Right right) {
      if constexpr (std::is_same_v<Left, Right>)
        return compare(left, right);
      else
        return decltype(compare(left, left))();
    });
  });
}

template <typename T>
bool is_nan(const T& value) {
  if constexpr (std::is_floating_point_v<T>)
    return std::isnan(value);
  else
    return false;
}

Equality equal_parts(const Values& a, idx_t i, const Values& b, idx_t j) {
  return is_null(a, i) || is_null(b, j) ? Equality::Unknown : equal(a, i, b, j);
}

// The row of an entry with the same key; nothing: there is none.
std::optional<idx_t> entry_of(const Values& keys, duckdb::list_entry_t map, const Values& wanted, idx_t row) {
  for (idx_t k = map.offset; k < map.offset + map.length; ++k) {
    if (same(keys, k, wanted, row)) return k;
  }
  return std::nullopt;
}

Equality equal_maps(const Values& a, idx_t i, const Values& b, idx_t j) {
  const auto left = list_at(a, i), right = list_at(b, j);
  if (left.length != right.length) return Equality::No;
  const auto& left_entries = a.children[0].children;
  const auto& right_entries = b.children[0].children;
  Equality result = Equality::Yes;
  for (idx_t k = left.offset; k < left.offset + left.length; ++k) {
    const auto entry = entry_of(right_entries[0], right, left_entries[0], k);
    const Equality values = entry ? equal_parts(left_entries[1], k, right_entries[1], *entry) : Equality::No;
    if (values == Equality::No) return values;
    if (values == Equality::Unknown) result = values;
  }
  return result;
}

Equality equal_lists(const Values& a, idx_t i, const Values& b, idx_t j) {
  const auto left = list_at(a, i), right = list_at(b, j);
  if (left.length != right.length) return Equality::No;
  Equality result = Equality::Yes;
  for (idx_t k = 0; k < left.length; ++k) {
    const Equality items = equal_parts(a.children[0], left.offset + k, b.children[0], right.offset + k);
    if (items == Equality::No) return items;
    if (items == Equality::Unknown) result = items;
  }
  return result;
}

Equality equal_structs(const Values& a, idx_t i, const Values& b, idx_t j) {
  Equality result = Equality::Yes;
  for (std::size_t k = 0; k < a.children.size(); ++k) {
    const Equality fields = equal_parts(a.children[k], index_of(a, i), b.children[k], index_of(b, j));
    if (fields == Equality::No) return fields;
    if (fields == Equality::Unknown) result = fields;
  }
  return result;
}

bool same_maps(const Values& a, idx_t i, const Values& b, idx_t j) {
  const auto left = list_at(a, i), right = list_at(b, j);
  const auto& left_entries = a.children[0].children;
  const auto& right_entries = b.children[0].children;
  bool all = left.length == right.length;
  for (idx_t k = left.offset; all && k < left.offset + left.length; ++k) {
    const auto entry = entry_of(right_entries[0], right, left_entries[0], k);
    all = entry && same(left_entries[1], k, right_entries[1], *entry);
  }
  return all;
}

bool same_lists(const Values& a, idx_t i, const Values& b, idx_t j) {
  const auto left = list_at(a, i), right = list_at(b, j);
  bool all = left.length == right.length;
  for (idx_t k = 0; all && k < left.length; ++k)
    all = same(a.children[0], left.offset + k, b.children[0], right.offset + k);
  return all;
}

bool same_structs(const Values& a, idx_t i, const Values& b, idx_t j) {
  bool all = true;
  for (std::size_t k = 0; all && k < a.children.size(); ++k)
    all = same(a.children[k], index_of(a, i), b.children[k], index_of(b, j));
  return all;
}

[[noreturn]] void unordered(const char* what) {
  raise(base::refusal("NOT_SUPPORTED", 400, std::string("NOT_SUPPORTED: ") + what));
}

int order_parts(const Values& a, idx_t i, const Values& b, idx_t j, InnerNulls nulls, const char* refused) {
  const bool left = is_null(a, i), right = is_null(b, j);
  if (!left && !right) return order(a, i, b, j, nulls);
  if (nulls == InnerNulls::Refuse) unordered(refused);
  return static_cast<int>(right) - static_cast<int>(left);
}

int order_lists(const Values& a, idx_t i, const Values& b, idx_t j, InnerNulls nulls) {
  const auto left = list_at(a, i), right = list_at(b, j);
  for (idx_t k = 0; k < std::min(left.length, right.length); ++k) {
    const int items = order_parts(a.children[0], left.offset + k, b.children[0], right.offset + k, nulls,
                                  "ARRAY comparison not supported for arrays with null elements");
    if (items != 0) return items;
  }
  return (left.length > right.length) - (left.length < right.length);
}

int order_structs(const Values& a, idx_t i, const Values& b, idx_t j, InnerNulls nulls) {
  const idx_t x = index_of(a, i), y = index_of(b, j);
  for (std::size_t k = 0; k < a.children.size(); ++k) {
    const int fields = order_parts(a.children[k], x, b.children[k], y, nulls,
                                   "ROW comparison not supported for fields with null elements");
    if (fields != 0) return fields;
  }
  return 0;
}

duckdb::hash_t hash_of_number(double value) {
  if (std::isnan(value)) return 1;
  return duckdb::Hash(value == 0 ? 0.0 : value);  // -0.0 is 0.0
}

template <typename T>
duckdb::hash_t hash_of_atom(const T& value) {
  if constexpr (std::is_same_v<T, std::string_view>)
    return duckdb::Hash(value.data(), value.size());
  else if constexpr (std::is_floating_point_v<T>)
    return hash_of_number(static_cast<double>(value));
  else
    return duckdb::Hash(value);
}

}  // namespace

Values values_of(duckdb::Vector& vector, idx_t count) {
  Values values;
  duckdb::Vector::RecursiveToUnifiedFormat(vector, count, values);
  return values;
}

bool is_null(const Values& values, idx_t row) {
  return !values.unified.validity.RowIsValid(index_of(values, row));
}

duckdb::list_entry_t list_at(const Values& lists, idx_t row) {
  return UnifiedVectorFormat::GetData<duckdb::list_entry_t>(lists.unified)[index_of(lists, row)];
}

Equality equal(const Values& a, idx_t i, const Values& b, idx_t j) {
  if (is_map(a)) return equal_maps(a, i, b, j);
  if (is_list(a)) return equal_lists(a, i, b, j);
  if (is_struct(a)) return equal_structs(a, i, b, j);
  return with_atoms(a, i, b, j, [](const auto& x, const auto& y) { return x == y; }) ? Equality::Yes
                                                                                     : Equality::No;
}

bool same(const Values& a, idx_t i, const Values& b, idx_t j) {
  if (is_null(a, i) || is_null(b, j)) return is_null(a, i) && is_null(b, j);
  if (is_map(a)) return same_maps(a, i, b, j);
  if (is_list(a)) return same_lists(a, i, b, j);
  if (is_struct(a)) return same_structs(a, i, b, j);
  return with_atoms(a, i, b, j,
                    [](const auto& x, const auto& y) { return x == y || (is_nan(x) && is_nan(y)); });
}

duckdb::hash_t hash_of(const Values& values, idx_t row) {
  if (is_null(values, row)) return 0;
  duckdb::hash_t hash = 17;
  if (is_map(values)) {  // in any order
    const auto map = list_at(values, row);
    for (idx_t k = map.offset; k < map.offset + map.length; ++k)
      hash += duckdb::CombineHash(hash_of(values.children[0].children[0], k),
                                  hash_of(values.children[0].children[1], k));
    return hash;
  }
  if (is_list(values)) {
    const auto list = list_at(values, row);
    for (idx_t k = list.offset; k < list.offset + list.length; ++k)
      hash = duckdb::CombineHash(hash, hash_of(values.children[0], k));
    return hash;
  }
  if (!is_struct(values))
    return with_atom(values, row, [](const auto& value) { return hash_of_atom(value); });
  for (const Values& field : values.children)
    hash = duckdb::CombineHash(hash, hash_of(field, index_of(values, row)));
  return hash;
}

int order(const Values& a, idx_t i, const Values& b, idx_t j, InnerNulls nulls) {
  if (is_list(a)) return order_lists(a, i, b, j, nulls);
  if (is_struct(a)) return order_structs(a, i, b, j, nulls);
  return with_atoms(a, i, b, j, [](const auto& x, const auto& y) {
    if (is_nan(x) || is_nan(y)) return static_cast<int>(is_nan(x)) - static_cast<int>(is_nan(y));
    return static_cast<int>(y < x) - static_cast<int>(x < y);
  });
}

}  // namespace engine
