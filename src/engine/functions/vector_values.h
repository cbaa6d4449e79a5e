#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/conversions.h"

namespace engine {

// Puts one value into a flat vector, for what makes rows of texts. False: there is none, or the vector's type
// cannot hold it; whether the row is NULL is left to the caller.
template <typename T>
bool put_value(duckdb::Vector& vector, duckdb::idx_t row, std::optional<T> value) {
  if (value) duckdb::FlatVector::GetData<T>(vector)[row] = *value;
  return value.has_value();
}

// Into a vector of whole numbers, of their size.
bool put_integer(duckdb::Vector& vector, duckdb::idx_t row, std::optional<std::int64_t> value);
// Into a vector of decimals, which the number has the scale of.
bool put_decimal(duckdb::Vector& vector, duckdb::idx_t row, std::optional<Int128> value);
// Into a vector of floats or doubles.
bool put_floating(duckdb::Vector& vector, duckdb::idx_t row, std::optional<double> value);
// Into a vector of texts or bytes.
bool put_bytes(duckdb::Vector& vector, duckdb::idx_t row, std::optional<std::string_view> value);

// What tells a value that is not NULL from others of its type.
std::string value_bytes(duckdb::Vector& vector, duckdb::idx_t row);

}  // namespace engine
