#include <algorithm>
#include <unordered_set>

#include "duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp"
#include "engine/functions/trino_kernels.h"

// What the trees of collections.cc check while the query runs.
namespace engine {
namespace {

std::optional<int64_t> checked_subscript(int64_t index, int64_t size) {
  if (index == 0) refuse_argument("SQL array indices start at 1");
  if (index < 0) refuse_argument("Array subscript is negative: " + std::to_string(index));
  if (index > size)
    refuse_argument("Array subscript must be less than or equal to array length: " + std::to_string(index) +
                    " > " + std::to_string(size));
  return index;
}

std::optional<int64_t> checked_element(int64_t index, int64_t) {
  if (index == 0) refuse_argument("SQL array indices start at 1");
  return index;
}

std::optional<bool> has_key(bool present, std::string_view key) {
  if (!present) refuse_argument("Key not present in map: " + std::string(key));
  return true;
}

std::optional<bool> as_many(int64_t keys, int64_t values) {
  if (keys != values) refuse_argument("Key and value arrays must be the same length");
  return true;
}

std::optional<int64_t> checked_count(int64_t count) {
  if (count > 10'000)
    refuse_argument("count argument of repeat function must be less than or equal to 10000");
  if (count < 0) refuse_argument("count argument of repeat function must be greater than or equal to 0");
  return count;
}

std::string key_text(const duckdb::Value& key) {
  if (key.type().id() == duckdb::LogicalTypeId::DOUBLE) return double_to_text(key.GetValue<double>());
  if (is_timestamp(key.type())) return micros_to_millis_text(key.GetValueUnsafe<int64_t>());
  return key.ToString();
}

// Names the key that there must not be.
[[noreturn]] void refuse_keys(const duckdb::Value& keys) {
  std::unordered_set<std::string> seen;
  for (const duckdb::Value& key : duckdb::ListValue::GetChildren(keys)) {
    if (key.IsNull()) refuse_argument("map key cannot be null");
    if (std::string text = key_text(key); !seen.insert(text).second)
      refuse_argument("Duplicate map keys (" + text + ") are not allowed");
  }
  refuse_argument("Duplicate map keys are not allowed");
}

// How many keys there are, how many of them differ, and the keys.
void keys_differ(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::BinaryExecutor::Execute<int64_t, int64_t, bool>(
      input.data[0], input.data[1], result, input.size(),
      [](int64_t keys, int64_t different) { return keys == different; });
  duckdb::UnifiedVectorFormat differ;
  result.ToUnifiedFormat(input.size(), differ);
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    const auto at = differ.sel->get_index(row);
    if (differ.validity.RowIsValid(at) && !duckdb::UnifiedVectorFormat::GetData<bool>(differ)[at])
      refuse_keys(input.data[2].GetValue(row));
  }
}

// The place of the first item of a slice; one that is beyond both ends where there is none.
std::optional<int64_t> slice_begin(int64_t start, int64_t size) {
  if (start == 0) refuse_argument("SQL array indices start at 1");
  if (start > 0) return start;
  return size + start >= 0 ? size + start + 1 : size + 1;
}

std::optional<int64_t> slice_end(int64_t begin, int64_t length, int64_t size) {
  if (length < 0) refuse_argument("length must be greater than or equal to 0");
  return length > size - begin ? size : begin + length - 1;
}

// What a lambda does may fail, and DuckDB does not look into one: it would call it with every value of a
// column's dictionary, also those that no row has.
void let_lambdas_fail(duckdb::ExtensionLoader& loader) {
  for (const char* name : {"list_transform", "list_filter", "list_reduce"})
    for (auto& function : loader.GetFunction(name).functions.functions) function.SetFallible();
}

}  // namespace

void register_collection_kernels(duckdb::ExtensionLoader& loader) {
  let_lambdas_fail(loader);
  const Type number = Type::BIGINT;
  const auto add = [&](const char* name, const duckdb::vector<Type>& takes, const Type& gives,
                       duckdb::scalar_function_t work) {
    register_fallible(loader, name, takes, gives, std::move(work));
  };
  add("dovetail_checked_subscript", {number, number}, number,
      row_kernel<int64_t, int64_t>(checked_subscript));
  add("dovetail_checked_element", {number, number}, number, row_kernel<int64_t, int64_t>(checked_element));
  add("dovetail_has_key", {Type::BOOLEAN, Type::VARCHAR}, Type::BOOLEAN,
      row_kernel<bool, std::string_view>(has_key));
  add("dovetail_as_many", {number, number}, Type::BOOLEAN, row_kernel<int64_t, int64_t>(as_many));
  add("dovetail_checked_count", {number}, number, row_kernel<int64_t>(checked_count));
  add("dovetail_keys_differ", {number, number, Type::LIST(Type::ANY)}, Type::BOOLEAN, keys_differ);
  add("dovetail_slice_begin", {number, number}, number, row_kernel<int64_t, int64_t>(slice_begin));
  add("dovetail_slice_end", {number, number, number}, number,
      row_kernel<int64_t, int64_t, int64_t>(slice_end));
}

}  // namespace engine
