#pragma once

#include <optional>
#include <string>
#include <utility>

#include "duckdb/common/vector_operations/binary_executor.hpp"
#include "duckdb/common/vector_operations/unary_executor.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/conversions.h"
#include "engine/functions/types.h"
#include "engine/storage/raise.h"

namespace engine {

// Our own scalar functions in DuckDB, named "dovetail_...", for what DuckDB's do otherwise than Spark.
// Lowering names them only in trees that it builds; nothing else can call them. Many take a last argument
// that is never evaluated: a NULL whose type says which type to give (a "witness").
void register_cast_kernels(duckdb::ExtensionLoader& loader);
void register_arithmetic_kernels(duckdb::ExtensionLoader& loader);
void register_decimal_kernels(duckdb::ExtensionLoader& loader);
void register_math_kernels(duckdb::ExtensionLoader& loader);
void register_moments_kernels(duckdb::ExtensionLoader& loader);
void register_percentile_kernels(duckdb::ExtensionLoader& loader);
void register_distinct_count_kernels(duckdb::ExtensionLoader& loader);
void register_numeric_histogram_kernels(duckdb::ExtensionLoader& loader);
void register_checksum_kernels(duckdb::ExtensionLoader& loader);
void register_trino_aggregate_kernels(duckdb::ExtensionLoader& loader);
void register_entries_kernels(duckdb::ExtensionLoader& loader);
void register_string_kernels(duckdb::ExtensionLoader& loader);
void register_table_text(duckdb::ExtensionLoader& loader);
void register_collection_kernels(duckdb::ExtensionLoader& loader);

// A kernel's work on one value: no value gives NULL. It may raise().
template <typename In, typename Out, typename Work>
duckdb::scalar_function_t unary_kernel(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
    duckdb::UnaryExecutor::ExecuteWithNulls<In, Out>(
        input.data[0], result, input.size(), [&](In value, duckdb::ValidityMask& valid, duckdb::idx_t row) {
          const std::optional<Out> out = work(value, result);
          if (out) return *out;
          valid.SetInvalid(row);
          return Out();
        });
  };
}

template <typename A, typename B, typename Out, typename Work>
duckdb::scalar_function_t binary_kernel(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
    duckdb::BinaryExecutor::ExecuteWithNulls<A, B, Out>(
        input.data[0], input.data[1], result, input.size(),
        [&](A a, B b, duckdb::ValidityMask& valid, duckdb::idx_t row) {
          const std::optional<Out> out = work(a, b, result);
          if (out) return *out;
          valid.SetInvalid(row);
          return Out();
        });
  };
}

// Registers a kernel that may take a witness. DuckDB folds a call with a NULL constant among its arguments to
// NULL before it binds, unless the function says that it treats NULLs itself; kernels give NULL for NULL all
// the same.
inline void register_kernel(duckdb::ExtensionLoader& loader, duckdb::ScalarFunction function) {
  function.SetNullHandling(duckdb::FunctionNullHandling::SPECIAL_HANDLING);
  loader.RegisterFunction(std::move(function));
}

inline std::string_view view(const duckdb::string_t& text) {
  return {text.GetData(), text.GetSize()};
}

// Calls `use` with a value of the C++ type that stands for the DuckDB type; for numbers, dates and
// timestamps.
template <typename Use>
auto with_native(const Type& type, Use use) {
  switch (type.InternalType()) {
    case duckdb::PhysicalType::BOOL:
      return use(bool());
    case duckdb::PhysicalType::INT8:
      return use(int8_t());
    case duckdb::PhysicalType::INT16:
      return use(int16_t());
    case duckdb::PhysicalType::INT32:
      return use(int32_t());
    case duckdb::PhysicalType::INT64:
      return use(int64_t());
    case duckdb::PhysicalType::INT128:
      return use(duckdb::hugeint_t());
    case duckdb::PhysicalType::FLOAT:
      return use(float());
    case duckdb::PhysicalType::DOUBLE:
      return use(double());
    default:
      throw duckdb::InternalException("no native value stands for %s", type.ToString());
  }
}

template <typename T>
Int128 to_int128(T value) {
  if constexpr (std::is_same_v<T, duckdb::hugeint_t>)
    return (static_cast<Int128>(value.upper) << 64) | static_cast<Int128>(value.lower);
  else
    return static_cast<Int128>(value);
}

template <typename T>
T from_int128(Int128 value) {
  if constexpr (std::is_same_v<T, duckdb::hugeint_t>) {
    duckdb::hugeint_t result;
    result.lower = static_cast<uint64_t>(value);
    result.upper = static_cast<int64_t>(value >> 64);
    return result;
  } else {
    return static_cast<T>(value);
  }
}

}  // namespace engine
