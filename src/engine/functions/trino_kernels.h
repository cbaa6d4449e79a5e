#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/kernel.h"
#include "engine/functions/registry.h"

namespace engine {

// A function of Trino's that is one kernel. The SQL front-end gives it arguments of exactly these types.
struct TrinoKernel {
  std::string_view name;  // trino.split_part; DuckDB knows it as dovetail_split_part
  duckdb::vector<Type> takes;
  Type gives;
  duckdb::scalar_function_t work;
  bool fails = true;  // for some values: DuckDB asks it of no rows that a condition shuts out, then
};

// The tables, one for each file.
std::vector<TrinoKernel> text_kernels();
std::vector<TrinoKernel> regexp_kernels();
std::vector<TrinoKernel> binary_kernels();
std::vector<TrinoKernel> url_kernels();
std::vector<TrinoKernel> number_kernels();
std::vector<TrinoKernel> time_kernels();
std::vector<TrinoKernel> date_parse_kernels();
std::vector<TrinoKernel> zoned_kernels();
std::vector<TrinoKernel> json_kernels();
std::vector<TrinoKernel> sql_json_kernels();
std::vector<TrinoKernel> hash_kernels();
std::vector<TrinoKernel> statistics_kernels();
std::vector<TrinoKernel> unit_kernels();
std::vector<TrinoKernel> word_kernels();
std::vector<TrinoKernel> stem_kernels();
std::vector<TrinoKernel> uuid_kernels();
std::vector<TrinoKernel> interval_kernels();
std::vector<TrinoKernel> time_of_day_kernels();
std::vector<TrinoKernel> digest_kernels();
std::vector<TrinoKernel> distinct_set_kernels();
std::vector<TrinoKernel> sequence_kernels();

std::span<const FunctionRow> trino_kernel_functions();
void register_trino_kernels(duckdb::ExtensionLoader& loader);

// A kernel that may refuse its arguments: DuckDB is told, so that it asks it for no row but those that need
// it.
void register_fallible(duckdb::ExtensionLoader& loader, const std::string& name,
                       const duckdb::vector<Type>& takes, const Type& gives, duckdb::scalar_function_t work);

// Gives what its first argument is, of whatever type.
duckdb::unique_ptr<duckdb::FunctionData> bind_as_first(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments);

// Fails the query as Trino does: INVALID_FUNCTION_ARGUMENT: message.
[[noreturn]] void refuse_argument(const std::string& message);

std::string upper_hex(std::string_view bytes);
std::string trino_double_text(double value);  // as CAST writes it: 1.5E0

using Texts = std::vector<std::optional<std::string>>;

namespace detail {

template <typename T>
concept FixedWidth =
    std::is_arithmetic_v<T> || std::is_same_v<T, duckdb::date_t> || std::is_same_v<T, duckdb::timestamp_t>;

inline duckdb::string_t stored(duckdb::Vector& vector, std::string_view text) {
  return duckdb::StringVector::AddStringOrBlob(vector, text.data(), text.size());
}

inline void put(duckdb::Vector& result, duckdb::idx_t row, std::string_view text) {
  duckdb::FlatVector::GetData<duckdb::string_t>(result)[row] = stored(result, text);
}

inline void put(duckdb::Vector& result, duckdb::idx_t row, const Texts& texts) {
  const auto begin = duckdb::ListVector::GetListSize(result);
  duckdb::ListVector::Reserve(result, begin + texts.size());
  auto& items = duckdb::ListVector::GetEntry(result);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i])
      put(items, begin + i, std::string_view(*texts[i]));
    else
      duckdb::FlatVector::SetNull(items, begin + i, true);
  }
  duckdb::ListVector::SetListSize(result, begin + texts.size());
  duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, texts.size()};
}

template <FixedWidth T>
void put(duckdb::Vector& result, duckdb::idx_t row, T value) {
  duckdb::FlatVector::GetData<T>(result)[row] = value;
}

template <FixedWidth T>
void put(duckdb::Vector& result, duckdb::idx_t row, const std::vector<T>& values) {
  const auto begin = duckdb::ListVector::GetListSize(result);
  duckdb::ListVector::Reserve(result, begin + values.size());
  std::ranges::copy(values, duckdb::FlatVector::GetData<T>(duckdb::ListVector::GetEntry(result)) + begin);
  duckdb::ListVector::SetListSize(result, begin + values.size());
  duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, values.size()};
}

template <typename T>
T get(const duckdb::UnifiedVectorFormat& format, duckdb::idx_t index) {
  if constexpr (std::is_same_v<T, std::string_view>)
    return view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format)[index]);
  else
    return duckdb::UnifiedVectorFormat::GetData<T>(format)[index];
}

}  // namespace detail

// Work on the values of one row, texts as string_view; it gives an optional of what the function gives, and
// is not asked where an argument is NULL.
template <typename... In, typename Work>
duckdb::scalar_function_t row_kernel(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
    std::array<duckdb::UnifiedVectorFormat, sizeof...(In)> columns;
    bool constant = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      constant = constant && input.data[i].GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
      input.data[i].ToUnifiedFormat(input.size(), columns[i]);
    }
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (duckdb::idx_t row = 0; row < (constant ? 1 : input.size()); ++row) {
      std::array<duckdb::idx_t, sizeof...(In)> at;
      bool valid = true;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        at[i] = columns[i].sel->get_index(row);
        valid = valid && columns[i].validity.RowIsValid(at[i]);
      }
      const auto value = [&]<std::size_t... i>(std::index_sequence<i...>) {
        using Out = decltype(work(std::declval<In>()...));
        return valid ? work(detail::get<In>(columns[i], at[i])...) : Out();
      }
      (std::index_sequence_for<In...>());
      if (value)
        detail::put(result, row, *value);
      else
        duckdb::FlatVector::SetNull(result, row, true);
    }
    if (constant) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

}  // namespace engine
