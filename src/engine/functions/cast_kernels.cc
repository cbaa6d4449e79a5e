#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "duckdb/common/types/blob.hpp"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/cast_failure.h"
#include "engine/functions/characters.h"
#include "engine/functions/java_zone.h"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::string_t;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

template <typename T>
std::string shown(T value, int scale = 0) {
  if constexpr (std::is_same_v<T, float>)
    return float_to_text(value);
  else if constexpr (std::is_same_v<T, double>)
    return double_to_text(value);
  else
    return decimal_to_text(to_int128(value), scale);
}

template <typename T>
bool fits(std::int64_t value) {
  return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

// [+-]y...-m[m]-d[d], as Trino reads a date; months and days are checked elsewhere.
bool is_whole_date(std::string_view text) {
  if (!base::take(text, '-')) base::take(text, '+');
  while (!text.empty() && base::is_digit(text[0])) text.remove_prefix(1);
  return base::take(text, '-') && base::take_number(text, 1, 2) && base::take(text, '-') &&
         base::take_number(text, 1, 2) && text.empty();
}

// What Spark reads and Trino does not: parts of a date, blanks around numbers and truths, other words for
// true and false, and for numbers without end.
bool trino_reads(std::string_view text, const Type& to) {
  const std::string_view trimmed = base::trim(text);
  if (to.id() == Id::DATE) return is_whole_date(trimmed);
  if (!is_fractional(to)) {
    const bool word = to.id() == Id::BOOLEAN && !trimmed.empty() &&
                      std::string_view("yYnN").find(trimmed[0]) != std::string_view::npos;
    return trimmed.size() == text.size() && !word;
  }
  const std::size_t first = trimmed.find_first_not_of("+-");
  const std::string_view number = first == std::string_view::npos ? trimmed : trimmed.substr(first);
  const bool letters = !number.empty() && std::isalpha(static_cast<unsigned char>(number[0]));
  return !letters || number == "NaN" || number == "Infinity";
}

template <typename Out, typename Read>
duckdb::scalar_function_t text_kernel(const Type& to, CastFailure failure, Read read) {
  const bool checked = failure.is_trinos();
  return unary_kernel<string_t, Out>(
      [to, failure, read, checked](string_t text, Vector&) -> std::optional<Out> {
        const auto value = checked && !trino_reads(view(text), to) ? std::nullopt : read(view(text));
        if (!value) return failure.malformed(view(text));
        return static_cast<Out>(*value);
      });
}

duckdb::scalar_function_t text_cast(const Type& to, CastFailure failure) {
  if (is_integral(to))
    return with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
      using Out = decltype(zero);
      if constexpr (std::is_integral_v<Out> && !std::is_same_v<Out, bool>)
        return text_kernel<Out>(to, failure, [failure](std::string_view text) -> std::optional<std::int64_t> {
          const auto value = text_to_integer(text, failure.keeps_going() ? Fraction::Cut : Fraction::Refuse);
          return value && fits<Out>(*value) ? value : std::nullopt;
        });
      else
        throw duckdb::InternalException("no integral type");
    });
  if (is_decimal(to))
    return with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
      using Out = decltype(zero);
      return text_kernel<Out>(
          to, failure,
          [precision = precision_of(to), scale = scale_of(to)](std::string_view text) -> std::optional<Out> {
            const auto value = text_to_decimal(text, precision, scale);
            return value ? std::optional(from_int128<Out>(*value)) : std::nullopt;
          });
    });
  switch (to.id()) {
    case Id::DOUBLE:
      return text_kernel<double>(to, failure, text_to_double);
    case Id::FLOAT:
      return text_kernel<float>(to, failure, text_to_double);
    case Id::BOOLEAN:
      return text_kernel<bool>(to, failure, text_to_boolean);
    case Id::DATE:
      return text_kernel<int32_t>(to, failure, text_to_days);
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
      return unary_kernel<string_t, int64_t>(
          [failure, instant = to.id() == Id::TIMESTAMP_TZ](string_t text, Vector&) -> std::optional<int64_t> {
            const auto value = text_to_timestamp(view(text));
            if (!value) return failure.malformed(view(text));
            if (!instant) return value->local_micros;  // the zone was checked, and counts for nothing
            if (!value->region.empty()) return java_zone(value->region).to_utc(value->local_micros);
            std::int64_t micros = 0;
            if (__builtin_sub_overflow(value->local_micros,
                                       value->offset_seconds.value_or(0) * kMicrosPerSecond, &micros))
              return failure.malformed(view(text));
            return micros;
          });
    default:  // BLOB: the bytes of the text
      return unary_kernel<string_t, string_t>([](string_t text, Vector& result) -> std::optional<string_t> {
        return duckdb::StringVector::AddStringOrBlob(result, text);
      });
  }
}

// Toward zero. Java's rule when it does not fit: a floating number stops at the end of int (or long), then
// wraps around; an integral one, and a decimal, wraps around.
template <typename In, typename Out>
std::optional<Out> number_to_integral(In value, int scale, const CastFailure& failure) {
  if constexpr (std::is_floating_point_v<In>) {
    using Java = std::conditional_t<sizeof(Out) == 8, int64_t, int32_t>;
    const double whole = std::trunc(static_cast<double>(value));
    const bool inside = whole >= static_cast<double>(std::numeric_limits<Out>::min()) &&
                        whole < -static_cast<double>(std::numeric_limits<Out>::min());
    if (inside) return static_cast<Out>(whole);
    // Trino's real stops at the ends of bigint, as Java's float does; its double fails there.
    const bool stops = failure.is_trinos() && sizeof(In) == sizeof(float) && sizeof(Out) == sizeof(int64_t);
    if (!failure.keeps_going() && (!stops || std::isnan(whole))) return failure.overflow(shown(value));
    if (std::isnan(whole)) return Out(0);
    const bool saturates = !(whole >= static_cast<double>(std::numeric_limits<Java>::min()) &&
                             whole < -static_cast<double>(std::numeric_limits<Java>::min()));
    if (!saturates) return static_cast<Out>(static_cast<Java>(whole));
    return static_cast<Out>(whole < 0 ? std::numeric_limits<Java>::min() : std::numeric_limits<Java>::max());
  } else {
    const Int128 exact = to_int128(value), whole = scale == 0 ? exact : exact / power_of_ten(scale);
    const bool inside = whole >= std::numeric_limits<Out>::min() && whole <= std::numeric_limits<Out>::max();
    if (!inside && !failure.keeps_going())
      return failure.overflow(failure.is_trinos() ? decimal_to_text(whole, 0)
                                                  : decimal_to_text(exact, scale));
    return static_cast<Out>(whole);
  }
}

template <typename In>
duckdb::scalar_function_t integral_cast(const Type& from, const Type& to, CastFailure failure) {
  return with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
    using Out = decltype(zero);
    if constexpr (std::is_integral_v<Out> && !std::is_same_v<Out, bool>) {
      return unary_kernel<In, Out>(
          [failure, scale = is_decimal(from) ? scale_of(from) : 0](In value, Vector&) {
            return number_to_integral<In, Out>(value, scale, failure);
          });
    } else {
      throw duckdb::InternalException("no integral type");
    }
  });
}

template <typename In>
duckdb::scalar_function_t decimal_cast(const Type& from, const Type& to, CastFailure failure) {
  return with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
    using Out = decltype(zero);
    const int from_scale = is_decimal(from) ? scale_of(from) : 0;
    return unary_kernel<In, Out>([failure, from_scale, precision = precision_of(to), scale = scale_of(to)](
                                     In value, Vector&) -> std::optional<Out> {
      std::optional<Int128> result;
      if constexpr (std::is_floating_point_v<In>) {
        // A float counts as the double that it is, not as what its text says.
        result = text_to_decimal(double_to_text(static_cast<double>(value)), precision, scale);
      } else {
        const Int128 unscaled = to_int128(value);
        Int128 moved = 0;
        const bool lost = scale >= from_scale
                              ? __builtin_mul_overflow(unscaled, power_of_ten(scale - from_scale), &moved)
                              : (moved = divide_half_up(unscaled, power_of_ten(from_scale - scale)), false);
        const Int128 limit = power_of_ten(precision);
        if (!lost && moved < limit && moved > -limit) result = moved;
      }
      if (!result) return failure.overflow(shown(value, from_scale));
      return from_int128<Out>(*result);
    });
  });
}

// Java's rules when it does not fit: floating and integral numbers stop at the ends of the range, decimals
// wrap around.
template <typename In>
duckdb::scalar_function_t instant_cast(const Type& from) {
  constexpr auto kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();
  const bool is_decimal_value = is_decimal(from);
  const Int128 divisor = is_decimal_value ? power_of_ten(scale_of(from)) : 1;
  return unary_kernel<In, int64_t>([divisor, is_decimal_value](In value, Vector&) -> std::optional<int64_t> {
    if constexpr (std::is_floating_point_v<In>) {
      if (!std::isfinite(value)) return std::nullopt;
      const double micros = static_cast<double>(value) * kMicrosPerSecond;
      if (micros >= -static_cast<double>(kLeast)) return kMost;
      return micros <= static_cast<double>(kLeast) ? kLeast : static_cast<int64_t>(micros);
    } else {
      // A decimal of 38 digits times a million does not fit; it is far out of range either way.
      Int128 micros = 0;
      const bool lost = __builtin_mul_overflow(to_int128(value), kMicrosPerSecond, &micros);
      if (!lost) micros /= divisor;
      if (lost) return std::nullopt;
      if (is_decimal_value) return static_cast<int64_t>(micros);
      return static_cast<int64_t>(std::clamp<Int128>(micros, kLeast, kMost));
    }
  });
}

template <typename In>
duckdb::scalar_function_t number_to_text(const Type& from, bool java) {
  const int scale = is_decimal(from) ? scale_of(from) : 0;
  return unary_kernel<In, string_t>([scale, java](In value, Vector& result) -> std::optional<string_t> {
    if constexpr (std::is_same_v<In, double>)
      return duckdb::StringVector::AddString(result, double_to_text(value));
    else if constexpr (std::is_same_v<In, float>)
      return duckdb::StringVector::AddString(result, float_to_text(value));
    else
      return duckdb::StringVector::AddString(result, java ? decimal_to_java_text(to_int128(value), scale)
                                                          : decimal_to_text(to_int128(value), scale));
  });
}

duckdb::scalar_function_t number_cast(const Type& from, const Type& to, CastFailure failure) {
  return with_native(from, [&](auto zero) -> duckdb::scalar_function_t {
    using In = decltype(zero);
    if (is_string(to)) return number_to_text<In>(from, failure.keeps_going());
    if (is_integral(to)) return integral_cast<In>(from, to, failure);
    if (is_decimal(to)) return decimal_cast<In>(from, to, failure);
    if (to.id() == Id::TIMESTAMP_TZ) return instant_cast<In>(from);
    // The one that is left: a double becomes a float, infinite where DuckDB would fail.
    return unary_kernel<In, float>([](In value, Vector&) -> std::optional<float> {
      if constexpr (std::is_floating_point_v<In>)
        return static_cast<float>(value);
      else
        return static_cast<float>(to_int128(value));
    });
  });
}

duckdb::scalar_function_t instant_to_number(const Type& to, CastFailure failure) {
  if (to.id() == Id::DOUBLE || to.id() == Id::FLOAT)
    return with_native(to, [](auto zero) -> duckdb::scalar_function_t {
      using Out = decltype(zero);
      return unary_kernel<int64_t, Out>([](int64_t micros, Vector&) -> std::optional<Out> {
        if constexpr (std::is_same_v<Out, duckdb::hugeint_t>)
          return std::nullopt;
        else
          return static_cast<Out>(static_cast<double>(micros) / kMicrosPerSecond);
      });
    });
  return with_native(to, [&](auto zero) -> duckdb::scalar_function_t {
    using Out = decltype(zero);
    if constexpr (std::is_integral_v<Out> && !std::is_same_v<Out, bool>)
      return unary_kernel<int64_t, Out>([failure](int64_t micros, Vector&) -> std::optional<Out> {
        const int64_t seconds = micros / kMicrosPerSecond - (micros % kMicrosPerSecond < 0);
        if (fits<Out>(seconds)) return static_cast<Out>(seconds);
        if (failure.keeps_going()) return std::nullopt;
        return failure.overflow("TIMESTAMP '" + micros_to_text(micros) +
                                "Z'");  // whatever the session's zone
      });
    else
      throw duckdb::InternalException("a timestamp does not become a decimal by this kernel");
  });
}

// Invalid bytes become U+FFFD, as Java shows them.
duckdb::scalar_function_t binary_to_text() {
  return unary_kernel<string_t, string_t>([](string_t bytes, Vector& result) -> std::optional<string_t> {
    if (duckdb::Value::StringIsValid(bytes.GetData(), bytes.GetSize()))
      return duckdb::StringVector::AddString(result, bytes);
    return duckdb::StringVector::AddString(result, repaired_utf8(view(bytes)));
  });
}

duckdb::scalar_function_t day_to_text(const Type& from, CastMode mode) {
  if (from.id() == Id::DATE)
    return unary_kernel<int32_t, string_t>([](int32_t days, Vector& result) -> std::optional<string_t> {
      return duckdb::StringVector::AddString(result, days_to_text(days));
    });
  const auto to_text = mode == CastMode::Trino ? micros_to_millis_text : micros_to_text;
  return unary_kernel<int64_t, string_t>(
      [to_text](int64_t micros, Vector& result) -> std::optional<string_t> {
        return duckdb::StringVector::AddString(result, to_text(micros));
      });
}

// DuckDB folds what holds a constant NULL to a NULL without a type, also behind a cast that was planned.
void run_null_cast(duckdb::DataChunk&, duckdb::ExpressionState&, Vector& result) {
  result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  duckdb::ConstantVector::SetNull(result, true);
}

duckdb::scalar_function_t kernel_for(const Type& from, const Type& to, CastMode mode) {
  const CastFailure failure(mode, from, to);
  if (is_string(from)) return text_cast(to, failure);
  if (is_numeric(from)) return number_cast(from, to, failure);
  if (is_datetime(from) && is_string(to)) return day_to_text(from, mode);
  if (from.id() == Id::TIMESTAMP_TZ) return instant_to_number(to, failure);
  if (from.id() == Id::BLOB) return binary_to_text();
  if (from.id() == Id::SQLNULL) return run_null_cast;
  throw duckdb::InternalException("no kernel casts %s to %s", from.ToString(), to.ToString());
}

template <CastMode mode>
duckdb::unique_ptr<duckdb::FunctionData> bind(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type from = arguments[0]->return_type, to = arguments[1]->return_type;
  function.arguments = {from, to};
  function.SetReturnType(to);
  function.SetFunctionCallback(kernel_for(from, to, mode));
  duckdb::Function::EraseArgument(function, arguments, 1);
  return nullptr;
}

template <CastMode mode>
void register_mode(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(cast_kernel(mode), {Type::ANY, Type::ANY}, Type::ANY, nullptr, bind<mode>);
  // A text whose zone is a region is refused, in every mode.
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace

void register_cast_kernels(duckdb::ExtensionLoader& loader) {
  register_mode<CastMode::Legacy>(loader);
  register_mode<CastMode::Try>(loader);
  register_mode<CastMode::Ansi>(loader);
  register_mode<CastMode::Trino>(loader);
  register_mode<CastMode::TrinoTry>(loader);

  duckdb::ScalarFunction has_zone(
      "dovetail_has_zone", {Type::VARCHAR}, Type::BOOLEAN,
      unary_kernel<string_t, bool>([](string_t text, Vector&) -> std::optional<bool> {
        const auto value = text_to_timestamp(view(text));
        return value && (value->offset_seconds || !value->region.empty());
      }));
  register_kernel(loader, std::move(has_zone));

  // DuckDB's cast, but one that is known not to fail: conditions on it reach the files
  // (sources/time_bounds.h).
  register_kernel(
      loader, duckdb::ScalarFunction("dovetail_day", {Type::TIMESTAMP}, Type::DATE,
                                     [](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
                                       duckdb::UnaryExecutor::Execute<duckdb::timestamp_t, duckdb::date_t>(
                                           input.data[0], result, input.size(), duckdb::Timestamp::GetDate);
                                     }));

  // In UTC, local time and instant are the same number.
  const auto same = [](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
    result.Reinterpret(input.data[0]);
  };
  duckdb::ScalarFunctionSet utc("dovetail_utc");
  utc.AddFunction(duckdb::ScalarFunction({Type::TIMESTAMP_TZ}, Type::TIMESTAMP, same));
  utc.AddFunction(duckdb::ScalarFunction({Type::TIMESTAMP}, Type::TIMESTAMP_TZ, same));
  loader.RegisterFunction(std::move(utc));
}

}  // namespace engine
