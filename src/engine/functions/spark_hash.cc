#include <bit>
#include <cmath>
#include <limits>

#include "duckdb/common/type_visitor.hpp"
#include "engine/functions/murmur3.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/xxhash.h"

// hash (Murmur3, for x86, 32 bits) and xxhash64, as Spark computes them: the hash of one value is the seed of
// the next one, NULL leaves it as it is, and the parts of arrays and structs follow each other.
namespace engine {
namespace {

using View = std::string_view;
using Id = duckdb::LogicalTypeId;

// What is left behind the last word of bytes goes in byte by byte, with its sign, as a word of its own.
struct Murmur3 {
  using Hash = std::int32_t;
  static constexpr const char* kKernel = "dovetail_spark_hash";
  static Type type() { return Type::INTEGER; }

  static Hash of_int(std::int32_t value, Hash seed) {
    const auto hash = murmur3::mixed(static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(value));
    return static_cast<Hash>(murmur3::finished(hash, 4));
  }
  static Hash of_long(std::int64_t value, Hash seed) {
    const auto bits = static_cast<std::uint64_t>(value);
    const auto low = murmur3::mixed(static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(bits));
    return static_cast<Hash>(
        murmur3::finished(murmur3::mixed(low, static_cast<std::uint32_t>(bits >> 32)), 8));
  }
  static Hash of_bytes(View bytes, Hash seed) {
    const std::size_t size = bytes.size();
    auto hash = static_cast<std::uint32_t>(seed);
    for (; bytes.size() >= 4; bytes.remove_prefix(4))
      hash = murmur3::mixed(hash, static_cast<std::uint32_t>(little_endian(bytes.substr(0, 4))));
    for (const char byte : bytes)
      hash = murmur3::mixed(hash, static_cast<std::uint32_t>(static_cast<signed char>(byte)));
    return static_cast<Hash>(murmur3::finished(hash, size));
  }
};

struct XxHash {
  using Hash = std::int64_t;
  static constexpr const char* kKernel = "dovetail_spark_xxhash64";
  static Type type() { return Type::BIGINT; }

  static Hash of_int(std::int32_t value, Hash seed) {
    return of_bytes({reinterpret_cast<const char*>(&value), sizeof(value)}, seed);
  }
  static Hash of_long(std::int64_t value, Hash seed) {
    return of_bytes({reinterpret_cast<const char*>(&value), sizeof(value)}, seed);
  }
  static Hash of_bytes(View bytes, Hash seed) {
    return static_cast<Hash>(xxhash64(bytes, static_cast<std::uint64_t>(seed)));
  }
};

// The fewest bytes, the most significant one first, that hold the number and its sign.
std::string minimal_bytes(Int128 value) {
  std::string bytes(1, static_cast<char>(value));
  for (Int128 rest = value; rest >> 7 != 0 && rest >> 7 != -1;) {
    rest >>= 8;
    bytes.insert(bytes.begin(), static_cast<char>(rest));
  }
  return bytes;
}

template <typename H>
class Hasher {
 public:
  using Hash = typename H::Hash;

  static Hash of(const Values& values, idx_t row, Hash seed) {
    if (is_null(values, row)) return seed;
    switch (values.logical_type.InternalType()) {
      case duckdb::PhysicalType::LIST:
        return of_list(values, row, seed);
      case duckdb::PhysicalType::STRUCT:
        for (const Values& field : values.children) seed = of(field, index_of(values, row), seed);
        return seed;
      default:
        return with_atom(values, row, [&](auto value) { return of_atom(values.logical_type, value, seed); });
    }
  }

 private:
  static Hash of_list(const Values& values, idx_t row, Hash seed) {
    const auto list = list_at(values, row);
    for (idx_t i = 0; i < list.length; ++i) seed = of(values.children[0], list.offset + i, seed);
    return seed;
  }

  template <typename T>
  static Hash of_atom(const Type& type, const T& value, Hash seed) {
    if constexpr (std::is_same_v<T, View>) {
      return H::of_bytes(value, seed);
    } else if constexpr (std::is_same_v<T, duckdb::hugeint_t>) {
      return of_decimal(type, to_int128(value), seed);
    } else if constexpr (std::is_floating_point_v<T>) {
      using Bits = std::conditional_t<sizeof(T) == 8, std::int64_t, std::int32_t>;
      const T plain = std::isnan(value) ? std::numeric_limits<T>::quiet_NaN() : value == 0 ? T(0) : value;
      if constexpr (sizeof(T) == 8)
        return H::of_long(std::bit_cast<Bits>(plain), seed);
      else
        return H::of_int(std::bit_cast<Bits>(plain), seed);
    } else {
      if (is_decimal(type)) return of_decimal(type, Int128{value}, seed);
      return sizeof(T) == 8 ? H::of_long(static_cast<std::int64_t>(value), seed)
                            : H::of_int(static_cast<std::int32_t>(value), seed);
    }
  }

  static Hash of_decimal(const Type& type, Int128 unscaled, Hash seed) {
    if (precision_of(type) <= 18) return H::of_long(static_cast<std::int64_t>(unscaled), seed);
    return H::of_bytes(minimal_bytes(unscaled), seed);
  }
};

template <typename H>
void hash_rows(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  auto* hashes = duckdb::FlatVector::GetData<typename H::Hash>(result);
  std::fill_n(hashes, input.size(), 42);
  for (auto& column : input.data) {
    const Values values = values_of(column, input.size());
    for (idx_t row = 0; row < input.size(); ++row) hashes[row] = Hasher<H>::of(values, row, hashes[row]);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

bool has_map(const Type& type) {
  return duckdb::TypeVisitor::Contains(type, Id::MAP);
}

template <typename H>
base::Result<Typed> build(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.empty())
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `" + std::string(call.name) +
                             "` requires > 0 parameters but the actual number is 0.");
  Trees values;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Type type = call.arguments[i].type;
    if (has_map(type))
      return base::refusal("DATATYPE_MISMATCH.HASH_MAP_TYPE", 400,
                           "[DATATYPE_MISMATCH.HASH_MAP_TYPE] Input to the function `" +
                               std::string(call.name) + "` cannot contain elements of the \"MAP\" type.");
    values.push_back(is_null_type(type) ? null_tree(Type::INTEGER) : std::move(call.arguments[i].tree));
  }
  return Typed{call_tree(H::kKernel, std::move(values)), H::type(), std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"hash", 0, FunctionRow::kAnyNumber, build<Murmur3>},
    {"xxhash64", 0, FunctionRow::kAnyNumber, build<XxHash>},
};

template <typename H>
void add(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(H::kKernel, {}, H::type(), hash_rows<H>);
  function.varargs = Type::ANY;
  register_kernel(loader, std::move(function));
}

}  // namespace

std::span<const FunctionRow> spark_hash_functions() {
  return kRows;
}

void register_spark_hash_kernels(duckdb::ExtensionLoader& loader) {
  add<Murmur3>(loader);
  add<XxHash>(loader);
}

}  // namespace engine
