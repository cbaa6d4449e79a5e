#include <bit>
#include <cmath>

#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/xxhash.h"

// Trino's checksum, which knows no order of the rows: the sum of their hashes, each by the type of the value
// (https://trino.io/docs/435/functions/aggregate.html#checksum), times a prime. The bits that overflow are
// dropped.
namespace engine {
namespace {

constexpr std::uint64_t kPrime = 0x9E3779B185EBCA87;
constexpr std::uint64_t kOfNull = 1;  // a NULL within another value counts for nothing

std::uint64_t hash_of_bits(std::uint64_t bits) {
  std::string bytes(sizeof(bits), '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(bits);
    bits >>= 8;
  }
  return xxhash64(bytes);
}

// One NaN and one zero.
std::uint64_t bits_of(double value) {
  if (std::isnan(value)) return 0x7ff8000000000000;
  return std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
}
std::uint64_t bits_of(float value) {
  const float one = std::isnan(value) ? std::bit_cast<float>(0x7fc00000) : value == 0 ? 0.0F : value;
  return static_cast<std::uint64_t>(std::int64_t{std::bit_cast<std::int32_t>(one)});
}

// What a number of 64 bits is hashed by: XXH64, and within a row, but for booleans, the other hash
// that Trino has for it.
using HashOfBits = std::uint64_t (*)(std::uint64_t bits);

std::uint64_t short_hash_of_bits(std::uint64_t bits) {
  return std::rotl(bits * 0xC2B2AE3D27D4EB4F, 31) * 0x9E3779B185EBCA87;
}

template <typename T>
std::uint64_t hash_of_atom(const T& value, HashOfBits hash) {
  if constexpr (std::is_same_v<T, std::string_view>)
    return xxhash64(value);
  else if constexpr (std::is_same_v<T, duckdb::hugeint_t>)
    return hash_of_bits(value.lower) ^ hash_of_bits(static_cast<std::uint64_t>(value.upper));
  else if constexpr (std::is_same_v<T, bool>)
    return hash_of_bits(value);
  else if constexpr (std::is_floating_point_v<T>)
    return hash(bits_of(value));
  else
    return hash(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
}

std::uint64_t hash_of_value(const Values& values, idx_t row, HashOfBits of_bits) {
  if (is_null(values, row)) return 0;
  std::uint64_t hash = 0;
  if (is_map(values)) {
    const auto map = list_at(values, row);
    const Values& entries = values.children[0];
    for (idx_t k = map.offset; k < map.offset + map.length; ++k)
      hash += hash_of_value(entries.children[0], k, of_bits) ^ hash_of_value(entries.children[1], k, of_bits);
    return hash;
  }
  if (is_list(values)) {
    const auto list = list_at(values, row);
    for (idx_t k = list.offset; k < list.offset + list.length; ++k)
      hash = 31 * hash + hash_of_value(values.children[0], k, of_bits);
    return hash;
  }
  if (!is_struct(values))
    return with_atom(values, row, [&](const auto& value) { return hash_of_atom(value, of_bits); });
  hash = 1;
  for (const Values& field : values.children)
    hash = 31 * hash + hash_of_value(field, index_of(values, row), short_hash_of_bits);
  return hash;
}

void row_hash(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values values = values_of(input.data[0], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  auto* hashes = duckdb::FlatVector::GetData<duckdb::hugeint_t>(result);
  for (idx_t row = 0; row < input.size(); ++row)
    hashes[row] =
        duckdb::hugeint_t(0, is_null(values, row) ? kOfNull : hash_of_value(values, row, hash_of_bits));
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

std::optional<std::string> checksum_bytes(duckdb::hugeint_t sum) {
  std::string bytes;
  std::uint64_t bits = sum.lower * kPrime;
  for (std::size_t i = 0; i < sizeof(bits); ++i, bits >>= 8) bytes += static_cast<char>(bits);
  return bytes;
}

}  // namespace

void register_checksum_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_row_hash", {Type::ANY}, Type::HUGEINT, row_hash);
  function.SetNullHandling(duckdb::FunctionNullHandling::SPECIAL_HANDLING);
  loader.RegisterFunction(std::move(function));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_checksum", {Type::HUGEINT}, Type::BLOB,
                                                 row_kernel<duckdb::hugeint_t>(checksum_bytes)));
}

}  // namespace engine
