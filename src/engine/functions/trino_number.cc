#include <bit>
#include <charconv>
#include <cmath>

#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/math.html and bitwise.html
namespace engine {
namespace {

using View = std::string_view;

std::optional<double> sign(double value) {
  return std::isnan(value) ? value : static_cast<double>((value > 0) - (value < 0));
}

std::optional<double> truncated(double value) {
  return std::trunc(value) + 0.0;
}

std::optional<bool> is_nan(double value) {
  return std::isnan(value);
}
std::optional<bool> is_finite(double value) {
  return std::isfinite(value);
}
std::optional<bool> is_infinite(double value) {
  return std::isinf(value);
}

std::optional<double> logarithm(double base, double value) {
  return std::log(value) / std::log(base);
}

std::optional<int64_t> width_bucket(double value, double low, double high, int64_t buckets) {
  if (buckets <= 0) refuse_argument("bucketCount must be greater than 0");
  if (std::isnan(value)) refuse_argument("operand must not be NaN");
  if (!std::isfinite(low)) refuse_argument("first bound must be finite");
  if (!std::isfinite(high)) refuse_argument("second bound must be finite");
  if (low == high) refuse_argument("bounds cannot equal each other");
  if (buckets > (int64_t{1} << 52) || !std::isfinite(high - low))
    refuse_argument("the bounds or the number of buckets are out of range");
  const double from = std::min(low, high), to = std::max(low, high);
  int64_t bucket = 0;
  if (value >= to)
    bucket = buckets + 1;
  else if (value >= from)
    bucket = static_cast<int64_t>(static_cast<double>(buckets) * ((value - from) / (to - from))) + 1;
  return low > high ? buckets + 1 - bucket : bucket;
}

// The bin, in order, that a value belongs to: so many of them begin at it or below. NULL counts as 0.
int64_t bin_of(double value, const Values& bins, duckdb::list_entry_t list) {
  if (list.length == 0) refuse_argument("Bins cannot be an empty array");
  if (std::isnan(value)) refuse_argument("Operand cannot be NaN");
  const auto bin_at = [&](idx_t place) {
    const idx_t row = list.offset + place;
    return is_null(bins, row)
               ? 0.0
               : duckdb::UnifiedVectorFormat::GetData<double>(bins.unified)[index_of(bins, row)];
  };
  idx_t lower = 0, upper = list.length;
  while (lower < upper) {
    if (bin_at(lower) > bin_at(upper - 1)) refuse_argument("Bin values are not sorted in ascending order");
    const idx_t middle = (lower + upper) / 2;
    const double bin = bin_at(middle);
    if (!std::isfinite(bin)) refuse_argument("Bin value must be finite, got " + double_to_text(bin));
    (value < bin ? upper : lower) = value < bin ? middle : middle + 1;
  }
  return static_cast<int64_t>(lower);
}

void width_bucket_of_bins(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values numbers = values_of(input.data[0], input.size()),
               lists = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(numbers, row) || is_null(lists, row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const double value =
        duckdb::UnifiedVectorFormat::GetData<double>(numbers.unified)[index_of(numbers, row)];
    duckdb::FlatVector::GetData<int64_t>(result)[row] = bin_of(value, lists.children[0], list_at(lists, row));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

int checked_radix(int64_t radix) {
  if (radix < 2 || radix > 36) refuse_argument("Radix must be between 2 and 36");
  return static_cast<int>(radix);
}

std::optional<std::string> to_base(int64_t value, int64_t radix) {
  char digits[66];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value, checked_radix(radix));
  return std::string(std::begin(digits), end);
}

std::optional<int64_t> from_base(View text, int64_t radix) {
  int64_t value = 0;
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  const View digits = plus ? text.substr(1) : text;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, checked_radix(radix));
  if (error != std::errc() || end != digits.data() + digits.size())
    refuse_argument("Not a valid base-" + std::to_string(radix) + " number: " + std::string(text));
  return value;
}

std::optional<int64_t> bit_count(int64_t value, int64_t bits) {
  if (bits < 2 || bits > 64)
    refuse_argument("Bits specified in bit_count must be between 2 and 64, got " + std::to_string(bits));
  const auto unsigned_value = static_cast<uint64_t>(value);
  if (bits == 64) return std::popcount(unsigned_value);
  const int64_t limit = int64_t{1} << (bits - 1);
  if (value >= limit || value < -limit)
    refuse_argument("Number must be representable with the bits specified. " + std::to_string(value) +
                    " can not be represented with " + std::to_string(bits) + " bits");
  return std::popcount(unsigned_value & ((uint64_t{1} << bits) - 1));
}

enum class Shift { Left, Right, Arithmetic };

// Trino shifts in 64 bits and keeps the type's own.
template <typename T, Shift direction>
std::optional<T> shifted(T value, int64_t by) {
  using Unsigned = std::make_unsigned_t<T>;
  constexpr int64_t kBits = sizeof(T) * 8;
  if (by < 0) by &= 63;
  if constexpr (direction == Shift::Arithmetic)
    return by >= kBits ? static_cast<T>(value < 0 ? -1 : 0) : static_cast<T>(value >> by);
  if (by >= kBits) return T{0};
  const auto bits = static_cast<Unsigned>(value);
  return static_cast<T>(direction == Shift::Left ? static_cast<Unsigned>(bits << by)
                                                 : static_cast<Unsigned>(bits >> by));
}

template <typename T>
void add_shifts(std::vector<TrinoKernel>& kernels, const Type& type, std::array<View, 3> names) {
  kernels.push_back({names[0], {type, Type::BIGINT}, type, row_kernel<T, int64_t>(shifted<T, Shift::Left>)});
  kernels.push_back({names[1], {type, Type::BIGINT}, type, row_kernel<T, int64_t>(shifted<T, Shift::Right>)});
  kernels.push_back(
      {names[2], {type, Type::BIGINT}, type, row_kernel<T, int64_t>(shifted<T, Shift::Arithmetic>)});
}

}  // namespace

std::vector<TrinoKernel> number_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT, floating = Type::DOUBLE;
  std::vector<TrinoKernel> kernels = {
      {"trino.sign", {floating}, floating, row_kernel<double>(sign)},
      {"trino.truncate", {floating}, floating, row_kernel<double>(truncated)},
      {"trino.is_nan", {floating}, Type::BOOLEAN, row_kernel<double>(is_nan)},
      {"trino.is_finite", {floating}, Type::BOOLEAN, row_kernel<double>(is_finite)},
      {"trino.is_infinite", {floating}, Type::BOOLEAN, row_kernel<double>(is_infinite)},
      {"trino.log", {floating, floating}, floating, row_kernel<double, double>(logarithm)},
      {"trino.width_bucket",
       {floating, floating, floating, number},
       number,
       row_kernel<double, double, double, int64_t>(width_bucket)},
      {"trino.width_bucket_of_bins", {floating, Type::LIST(floating)}, number, width_bucket_of_bins},
      {"trino.to_base", {number, number}, text, row_kernel<int64_t, int64_t>(to_base)},
      {"trino.from_base", {text, number}, number, row_kernel<View, int64_t>(from_base)},
      {"trino.bit_count", {number, number}, number, row_kernel<int64_t, int64_t>(bit_count)},
  };
  add_shifts<int64_t>(kernels, Type::BIGINT,
                      {"trino.shift_left_64", "trino.shift_right_64", "trino.shift_arithmetic_64"});
  add_shifts<int32_t>(kernels, Type::INTEGER,
                      {"trino.shift_left_32", "trino.shift_right_32", "trino.shift_arithmetic_32"});
  add_shifts<int16_t>(kernels, Type::SMALLINT,
                      {"trino.shift_left_16", "trino.shift_right_16", "trino.shift_arithmetic_16"});
  add_shifts<int8_t>(kernels, Type::TINYINT,
                     {"trino.shift_left_8", "trino.shift_right_8", "trino.shift_arithmetic_8"});
  return kernels;
}

}  // namespace engine
