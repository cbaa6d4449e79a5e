#pragma once

#include <string>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/conversions.h"
#include "engine/sinks/time_forms.h"

namespace engine {

using VectorFormat = duckdb::RecursiveUnifiedVectorFormat;

// Appends a value that is not NULL in the text that Spark's writers of CSV and JSON give it by default:
// numbers as Java prints them, 2024-01-05, 2024-01-05T10:11:12.500Z (an instant, in UTC). `index`: its place
// behind the selection. Not for nested types and binary. `times` say otherwise of days and points in time.
void append_value(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                  const TimeForms* times = nullptr);

// The digits of a decimal that is not NULL, without its point.
Int128 unscaled_at(const VectorFormat& values, duckdb::idx_t index);

// [61 62], as Spark shows bytes.
std::string bytes_text(const duckdb::string_t& bytes);

// Whether a value is one, and where it stands.
inline bool is_valid(const VectorFormat& values, duckdb::idx_t row, duckdb::idx_t& index) {
  index = values.unified.sel->get_index(row);
  return values.unified.validity.RowIsValid(index);
}

template <typename T>
const T& value_at(const VectorFormat& values, duckdb::idx_t index) {
  return duckdb::UnifiedVectorFormat::GetData<T>(values.unified)[index];
}

}  // namespace engine
