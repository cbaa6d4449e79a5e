#include "engine/functions/vector_values.h"

#include <limits>

#include "engine/functions/kernel.h"

namespace engine {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;

bool put_integer(Vector& vector, idx_t row, std::optional<std::int64_t> value) {
  if (!value) return false;
  return with_native(vector.GetType(), [&](auto zero) {
    using Native = decltype(zero);
    if constexpr (std::is_integral_v<Native>) {
      using Limits = std::numeric_limits<Native>;
      if (*value < static_cast<std::int64_t>(Limits::min()) ||
          *value > static_cast<std::int64_t>(Limits::max()))
        return false;
      FlatVector::GetData<Native>(vector)[row] = static_cast<Native>(*value);
      return true;
    } else {
      return false;
    }
  });
}

bool put_decimal(Vector& vector, idx_t row, std::optional<Int128> value) {
  if (!value) return false;
  with_native(vector.GetType(), [&](auto zero) {
    using Native = decltype(zero);
    FlatVector::GetData<Native>(vector)[row] = from_int128<Native>(*value);
  });
  return true;
}

bool put_floating(Vector& vector, idx_t row, std::optional<double> value) {
  if (!value) return false;
  if (vector.GetType().id() == duckdb::LogicalTypeId::FLOAT)
    FlatVector::GetData<float>(vector)[row] = static_cast<float>(*value);
  else
    FlatVector::GetData<double>(vector)[row] = *value;
  return true;
}

bool put_bytes(Vector& vector, idx_t row, std::optional<std::string_view> value) {
  if (!value) return false;
  FlatVector::GetData<duckdb::string_t>(vector)[row] =
      duckdb::StringVector::AddStringOrBlob(vector, value->data(), value->size());
  return true;
}

std::string value_bytes(Vector& vector, idx_t row) {
  if (vector.GetType().InternalType() == duckdb::PhysicalType::VARCHAR)
    return std::string(view(FlatVector::GetData<duckdb::string_t>(vector)[row]));
  if (vector.GetType().IsNested()) return vector.GetValue(row).ToString();
  const auto size = duckdb::GetTypeIdSize(vector.GetType().InternalType());
  const auto* data = FlatVector::GetData(vector) + row * size;
  return {duckdb::const_char_ptr_cast(data), size};
}

}  // namespace engine
