#include <cmath>
#include <limits>
#include <utility>

#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_kernels.h"

// What Spark's intervals are computed by: counts of microseconds, and of months.
namespace engine {
namespace {

using View = std::string_view;

[[noreturn]] void refuse_overflow() {
  refuse_value("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION",
               "Integer overflow while operating with intervals.");
}
[[noreturn]] void refuse_overflow(View function) {
  refuse_value(
      "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION",
      fmt::format("Integer overflow while operating with intervals. Use `{}` to tolerate overflow and "
                  "return NULL instead.",
                  function));
}

IntervalUnits units_of(std::int32_t first, std::int32_t last) {
  return {IntervalUnit{first}, IntervalUnit{last}};
}

template <typename Count>
std::optional<std::string> text_of(Count count, std::int32_t first, std::int32_t last) {
  return interval_text(count, units_of(first, last));
}

template <typename Count>
std::optional<Count> parsed(View text, std::int32_t first, std::int32_t last) {
  const auto count = parse_interval(text, units_of(first, last));
  if (!count)
    refuse_value("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE",
                 fmt::format("Error parsing '{}' to interval. Please ensure that the value provided is in a "
                             "valid format for defining an interval. You can reference the documentation for "
                             "the correct format.",
                             text));
  return static_cast<Count>(*count);
}

template <typename Count>
std::optional<Count> sum(Count a, Count b) {
  Count result = 0;
  if (__builtin_add_overflow(a, b, &result)) refuse_overflow("try_add");
  return result;
}
template <typename Count>
std::optional<Count> difference(Count a, Count b) {
  Count result = 0;
  if (__builtin_sub_overflow(a, b, &result)) refuse_overflow("try_subtract");
  return result;
}

template <typename Count>
std::optional<Count> times_whole(Count count, std::int64_t factor) {
  Count result = 0;
  if (__builtin_mul_overflow(count, factor, &result)) refuse_overflow();
  return result;
}

// Half of a unit is rounded away from zero.
template <typename Count>
std::optional<Count> rounded(double value) {
  const double whole = std::round(value);
  if (!(whole >= static_cast<double>(std::numeric_limits<Count>::min())) ||
      !(whole < -static_cast<double>(std::numeric_limits<Count>::min())))
    refuse_overflow();
  return static_cast<Count>(whole);
}

template <typename Count>
std::optional<Count> times_real(Count count, double factor) {
  return rounded<Count>(static_cast<double>(count) * factor);
}

[[noreturn]] void refuse_zero() {
  refuse_value("INTERVAL_DIVIDED_BY_ZERO",
               "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.");
}

template <typename Count>
std::optional<Count> over_whole(Count count, std::int64_t divisor) {
  if (divisor == 0) refuse_zero();
  if (divisor == -1 && count == std::numeric_limits<Count>::min()) refuse_overflow();
  const std::int64_t quotient = count / divisor, rest = count % divisor;
  const auto size = [](std::int64_t value) {
    return value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  };
  const bool up = size(rest) >= size(divisor) - size(rest);
  const int sign = (count < 0) == (divisor < 0) ? 1 : -1;
  return static_cast<Count>(quotient + (rest != 0 && up ? sign : 0));
}

template <typename Count>
std::optional<Count> over_real(Count count, double divisor) {
  if (divisor == 0) refuse_zero();
  return rounded<Count>(static_cast<double>(count) / divisor);
}

// The seconds are a DECIMAL(18,6), so micros.
std::optional<std::int64_t> make_day_time(std::int32_t days, std::int32_t hours, std::int32_t minutes,
                                          std::int64_t micros) {
  const __int128 whole = (static_cast<__int128>(days) * 24 + hours) * 60 + minutes;
  const __int128 sum = whole * 60'000'000 + micros;
  if (sum > std::numeric_limits<std::int64_t>::max() || sum < std::numeric_limits<std::int64_t>::min())
    refuse_overflow();
  return static_cast<std::int64_t>(sum);
}

std::optional<std::int32_t> make_year_month(std::int32_t years, std::int32_t months) {
  const std::int64_t sum = std::int64_t{years} * 12 + months;
  if (!std::in_range<std::int32_t>(sum)) refuse_overflow();
  return static_cast<std::int32_t>(sum);
}

template <std::int64_t unit, std::int64_t of>
std::optional<std::int8_t> part(std::int64_t micros) {
  return static_cast<std::int8_t>(micros / unit % of);
}
std::optional<std::int32_t> days(std::int64_t micros) {
  return static_cast<std::int32_t>(micros / 86'400'000'000);
}
std::optional<std::int32_t> seconds(std::int64_t micros) {  // of a DECIMAL(8,6)
  return static_cast<std::int32_t>(micros % 60'000'000);
}
std::optional<std::int32_t> years(std::int32_t months) {
  return months / 12;
}
std::optional<std::int8_t> months(std::int32_t months) {
  return static_cast<std::int8_t>(months % 12);
}

template <typename Count>
void add_arithmetic(const std::string_view (&names)[8], const Type& type, std::vector<SparkKernel>& kernels) {
  const Type text = Type::VARCHAR, whole = Type::BIGINT, real = Type::DOUBLE, unit = Type::INTEGER;
  const auto add = [&](std::size_t name, duckdb::vector<Type> takes, const Type& gives,
                       duckdb::scalar_function_t work) {
    kernels.push_back({names[name], std::move(takes), gives, std::move(work), {}, true});
  };
  add(0, {type, unit, unit}, text, row_kernel<Count, std::int32_t, std::int32_t>(text_of<Count>));
  add(1, {text, unit, unit}, type, row_kernel<View, std::int32_t, std::int32_t>(parsed<Count>));
  add(2, {type, type}, type, row_kernel<Count, Count>(sum<Count>));
  add(3, {type, type}, type, row_kernel<Count, Count>(difference<Count>));
  add(4, {type, whole}, type, row_kernel<Count, std::int64_t>(times_whole<Count>));
  add(5, {type, real}, type, row_kernel<Count, double>(times_real<Count>));
  add(6, {type, whole}, type, row_kernel<Count, std::int64_t>(over_whole<Count>));
  add(7, {type, real}, type, row_kernel<Count, double>(over_real<Count>));
}

}  // namespace

std::vector<SparkKernel> spark_interval_kernels() {
  const Type whole = Type::BIGINT, month = Type::INTEGER, tiny = Type::TINYINT;
  const Type fraction = Type::DECIMAL(18, 6);
  std::vector<SparkKernel> kernels = {
      {"inner.make_micros",
       {month, month, month, fraction},
       whole,
       row_kernel<std::int32_t, std::int32_t, std::int32_t, std::int64_t>(make_day_time),
       {},
       true},
      {"inner.make_months",
       {month, month},
       month,
       row_kernel<std::int32_t, std::int32_t>(make_year_month),
       {},
       true},
      {"inner.micros_of",
       {whole, whole},
       whole,
       row_kernel<std::int64_t, std::int64_t>(times_whole<std::int64_t>),
       {},
       true},
      {"inner.months_of",
       {whole, whole},
       month,
       row_kernel<std::int64_t, std::int64_t>([](std::int64_t count, std::int64_t size) {
         const std::int64_t months = *times_whole<std::int64_t>(count, size);
         if (!std::in_range<std::int32_t>(months)) refuse_overflow();
         return std::optional(static_cast<std::int32_t>(months));
       }),
       {},
       true},
      {"inner.interval_days", {whole}, month, row_kernel<std::int64_t>(days)},
      {"inner.interval_hours", {whole}, tiny, row_kernel<std::int64_t>(part<3'600'000'000, 24>)},
      {"inner.interval_minutes", {whole}, tiny, row_kernel<std::int64_t>(part<60'000'000, 60>)},
      {"inner.interval_seconds", {whole}, Type::DECIMAL(8, 6), row_kernel<std::int64_t>(seconds)},
      {"inner.interval_years", {month}, month, row_kernel<std::int32_t>(years)},
      {"inner.interval_months", {month}, tiny, row_kernel<std::int32_t>(months)},
  };
  add_arithmetic<std::int64_t>(
      {"inner.micros_text", "inner.parse_micros", "inner.micros_sum", "inner.micros_difference",
       "inner.micros_times_whole", "inner.micros_times_real", "inner.micros_over_whole",
       "inner.micros_over_real"},
      whole, kernels);
  add_arithmetic<std::int32_t>(
      {"inner.months_text", "inner.parse_months", "inner.months_sum", "inner.months_difference",
       "inner.months_times_whole", "inner.months_times_real", "inner.months_over_whole",
       "inner.months_over_real"},
      month, kernels);
  return kernels;
}

}  // namespace engine
