#include <bit>
#include <cmath>

#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"

// https://spark.apache.org/docs/latest/api/sql/: functions of numbers, and of their bits.
namespace engine {
namespace {

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

std::optional<std::int64_t> factorial(std::int32_t number) {
  if (number < 0 || number > 20) return std::nullopt;
  std::int64_t product = 1;
  for (std::int64_t factor = 2; factor <= number; ++factor) product *= factor;
  return product;
}

std::optional<double> log1p(double value) {
  return value <= -1 ? std::nullopt : std::optional(std::log1p(value));
}
std::optional<double> log_to_base(double base, double value) {
  if (base <= 0 || value <= 0) return std::nullopt;
  return std::log(value) / std::log(base);
}

// The bucket of so many between two bounds that the value lies in, from 1; 0 and one more: outside of them.
std::optional<std::int64_t> width_bucket(double value, double from, double to, std::int64_t count) {
  const bool bad_count = count <= 0 || count == std::numeric_limits<std::int64_t>::max();
  if (bad_count || std::isnan(value) || from == to || !std::isfinite(from) || !std::isfinite(to))
    return std::nullopt;
  const double width = std::abs(to - from), distance = from < to ? value - from : from - value;
  if (distance < 0) return 0;
  if (distance >= width) return count + 1;
  return static_cast<std::int64_t>(static_cast<double>(count) * distance / width) + 1;
}

template <typename Integer>
std::optional<Integer> shift_left(Integer value, std::int32_t by) {
  using Bits = std::make_unsigned_t<Integer>;
  return static_cast<Integer>(static_cast<Bits>(value) << (by & (sizeof(Integer) * 8 - 1)));
}
template <typename Integer>
std::optional<Integer> shift_right(Integer value, std::int32_t by) {
  return value >> (by & (sizeof(Integer) * 8 - 1));
}
template <typename Integer>
std::optional<Integer> shift_right_unsigned(Integer value, std::int32_t by) {
  using Bits = std::make_unsigned_t<Integer>;
  return static_cast<Integer>(static_cast<Bits>(value) >> (by & (sizeof(Integer) * 8 - 1)));
}

template <typename Integer>
std::optional<std::int32_t> bit_count(Integer value) {
  return std::popcount(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
}

template <typename Integer>
std::optional<std::int8_t> bit_get(Integer value, std::int32_t place) {
  constexpr int kBits = sizeof(Integer) * 8;
  if (place < 0 || place >= kBits)
    refuse_value("INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE",
                 "The value of parameter(s) `pos` in `bit_get` is invalid: expects an integer value in [0, " +
                     std::to_string(kBits) + "), but got " + std::to_string(place) + ".");
  return static_cast<std::int8_t>(static_cast<std::int64_t>(value) >> place & 1);
}

// What is left of a division, with the sign of neither: pmod(-7, 3) is 2. Java computes with INTs at least.
template <typename Number>
std::optional<Number> positive_rest(Number value, Number by) {
  if (by == 0) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    const Number rest = std::fmod(value, by);
    return rest < 0 ? std::fmod(rest + by, by) : rest;
  } else if constexpr (sizeof(Number) < sizeof(std::int32_t)) {
    return static_cast<Number>(*positive_rest<std::int32_t>(value, by));
  } else {
    if (by == Number(-1)) return Number(0);  // the least number too
    const Number rest = static_cast<Number>(value % by);
    Number sum = rest;
    if (rest < 0) (void)__builtin_add_overflow(rest, by, &sum);  // wraps around, as Java's
    return rest < 0 ? static_cast<Number>(sum % by) : rest;
  }
}

template <typename Number>
std::optional<Number> try_add(Number a, Number b) {
  Number sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}
template <typename Number>
std::optional<Number> try_subtract(Number a, Number b) {
  Number difference = 0;
  return __builtin_sub_overflow(a, b, &difference) ? std::nullopt : std::optional(difference);
}
template <typename Number>
std::optional<Number> try_multiply(Number a, Number b) {
  Number product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
}

// A set of numbers in buckets of as many bits: from 1 in bucket 1 on, 0 and what is below it in those before.
constexpr std::int64_t kBucketBits = 32'768;
std::optional<std::int64_t> bit_position(std::int64_t value) {
  return value > 0 ? (value - 1) % kBucketBits : -(value % kBucketBits);
}
std::optional<std::int64_t> bucket_number(std::int64_t value) {
  return value > 0 ? 1 + (value - 1) / kBucketBits : value / kBucketBits;
}
std::optional<std::int64_t> count_bits(std::string_view bytes) {
  std::int64_t count = 0;
  for (const char byte : bytes) count += std::popcount(static_cast<unsigned char>(byte));
  return count;
}

// One overload for each type of whole numbers; texts become an INT.
template <typename Add>
void for_integers(Add add) {
  add(std::int32_t(), Type(Type::INTEGER));
  add(std::int8_t(), Type(Type::TINYINT));
  add(std::int16_t(), Type(Type::SMALLINT));
  add(std::int64_t(), Type(Type::BIGINT));
}

void add_of_integers(std::vector<SparkKernel>& kernels) {
  const Type whole = Type::INTEGER;
  for_integers([&](auto zero, const Type& type) {
    using T = decltype(zero);
    kernels.push_back({"bit_count", {type}, whole, row_kernel<T>(bit_count<T>)});
    for (const char* name : {"bit_get", "getbit"})
      kernels.push_back(
          {name, {type, whole}, Type::TINYINT, row_kernel<T, std::int32_t>(bit_get<T>), {}, true});
    if constexpr (sizeof(T) >= 4) {
      kernels.push_back({"shiftleft", {type, whole}, type, row_kernel<T, std::int32_t>(shift_left<T>)});
      kernels.push_back({"shiftright", {type, whole}, type, row_kernel<T, std::int32_t>(shift_right<T>)});
      kernels.push_back(
          {"shiftrightunsigned", {type, whole}, type, row_kernel<T, std::int32_t>(shift_right_unsigned<T>)});
    }
  });
  kernels.push_back({"bit_count", {Type::BOOLEAN}, whole, row_kernel<bool>(bit_count<bool>)});
  const Type number = Type::BIGINT;
  kernels.push_back({"bitmap_bit_position", {number}, number, row_kernel<std::int64_t>(bit_position)});
  kernels.push_back({"bitmap_bucket_number", {number}, number, row_kernel<std::int64_t>(bucket_number)});
  kernels.push_back({"bitmap_count", {Type::BLOB}, number, row_kernel<std::string_view>(count_bits)});
}

// Of two numbers of one type; decimals have one scale.
template <Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_positive_rest(duckdb::ClientContext&,
                                                            duckdb::ScalarFunction& function,
                                                            Arguments& arguments) {
  const Type type = arguments[0]->return_type;
  function.arguments = {type, type};
  function.SetReturnType(type);
  function.SetFunctionCallback(with_native(type, [](auto zero) -> duckdb::scalar_function_t {
    using T = decltype(zero);
    return binary_kernel<T, T, T>([](T value, T by, duckdb::Vector&) -> std::optional<T> {
      if constexpr (std::is_same_v<T, bool>) {
        return std::nullopt;
      } else {
        if (rules == Rules::Ansi && by == T(0)) raise_zero_divisor(Operation::Modulus);
        if constexpr (std::is_same_v<T, duckdb::hugeint_t>) {
          const auto rest = positive_rest<Int128>(to_int128(value), to_int128(by));
          return rest ? std::optional(from_int128<T>(*rest)) : std::nullopt;
        } else {
          return positive_rest(value, by);
        }
      }
    });
  }));
  return nullptr;
}

// The operator of that symbol, whose types it has, under the function's name.
base::Result<Typed> as_operator(Call& call, std::string_view symbol) {
  std::string name = call_name(call);
  call.name = symbol;
  auto result = TRY(call_function(std::move(call)));
  result.name = std::move(name);
  return result;
}

base::Result<Typed> pmod(Call& call) {
  std::string name = call_name(call);
  const Type a = call.arguments[0].type, b = call.arguments[1].type;
  const auto common = common_numeric_type(is_string(a) || is_null_type(a) ? Type(Type::DOUBLE) : a,
                                          is_string(b) || is_null_type(b) ? Type(Type::DOUBLE) : b);
  if (!common) return wrong_type(call, 0, "NUMERIC");
  Type type = *common;
  if (is_decimal(type)) {
    Call modulus{.name = "%", .arguments = {}, .session = call.session};
    for (const auto& argument : call.arguments)
      modulus.arguments.push_back(
          {null_tree(argument.type), argument.type, argument.name, false, argument.literal_digits});
    type = TRY(call_function(std::move(modulus))).type;
  }
  auto rest = call_tree("dovetail_positive_rest_" + std::string(rules_suffix(rules_of(call.session))),
                        TRY(argument_as(call, 0, *common)), TRY(argument_as(call, 1, *common)));
  if (type != *common) rest = cast_tree(std::move(rest), type);
  return Typed{std::move(rest), type, std::move(name)};
}

base::Result<Typed> try_operation(Call& call, std::string_view symbol) {
  const auto common = common_numeric_type(call.arguments[0].type, call.arguments[1].type);
  if (!common || !is_integral(*common)) return as_operator(call, symbol);
  std::string name = call_name(call);
  auto left = TRY(argument_as(call, 0, *common));
  auto right = TRY(argument_as(call, 1, *common));
  return Typed{call_tree("dovetail_" + std::string(call.name), std::move(left), std::move(right)), *common,
               std::move(name)};
}
base::Result<Typed> adding(Call& call) {
  return try_operation(call, "+");
}
base::Result<Typed> subtracting(Call& call) {
  return try_operation(call, "-");
}
base::Result<Typed> multiplying(Call& call) {
  return try_operation(call, "*");
}
// Outside of the ANSI mode the operators give NULL for a division by zero themselves.
base::Result<Typed> dividing(Call& call) {
  return as_operator(call, "/");
}
base::Result<Typed> resting(Call& call) {
  return as_operator(call, "%");
}

base::Result<Typed> positive(Call& call) {
  const std::string name = "(+ " + call.arguments[0].name + ")";
  auto& value = call.arguments[0];
  if (is_string(value.type) || is_null_type(value.type))
    value = TRY(coerce(std::move(value), Type::DOUBLE, call.session));
  if (!is_numeric(value.type)) return wrong_type(call, 0, "NUMERIC");
  return Typed{std::move(value.tree), value.type, name};
}

// b where a is NaN.
base::Result<Typed> nanvl(Call& call) {
  std::string name = call_name(call);
  const auto common = common_numeric_type(call.arguments[0].type, call.arguments[1].type);
  const Type type = common == Type(Type::FLOAT) ? Type::FLOAT : Type::DOUBLE;
  auto value = TRY(implicit_argument(call, 0, type));
  auto other = TRY(implicit_argument(call, 1, type));
  auto chosen = let_tree(std::move(value), [&](const Tree& number) {
    return if_tree(call_tree("isnan", number->Copy()), std::move(other), number->Copy());
  });
  return Typed{std::move(chosen), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"pmod", 2, 2, pmod},           {"positive", 1, 1, positive},        {"nanvl", 2, 2, nanvl},
    {"try_add", 2, 2, adding},      {"try_subtract", 2, 2, subtracting}, {"try_multiply", 2, 2, multiplying},
    {"try_divide", 2, 2, dividing}, {"try_mod", 2, 2, resting},
};

template <Rules rules>
void register_positive_rest(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_positive_rest_" + std::string(rules_suffix(rules)),
                                  {Type::ANY, Type::ANY}, Type::ANY, nullptr, bind_positive_rest<rules>);
  if (rules == Rules::Ansi) function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace

std::span<const FunctionRow> spark_number_functions() {
  return kRows;
}

std::vector<SparkKernel> spark_number_kernels() {
  const Type fraction = Type::DOUBLE, number = Type::BIGINT, whole = Type::INTEGER;
  const auto of_double = [&](std::string_view name, double (*compute)(double), std::string_view shown) {
    return SparkKernel{
        name,     {fraction},
        fraction, row_kernel<double>([compute](double value) { return std::optional(compute(value)); }),
        {},       false,
        shown};
  };
  std::vector<SparkKernel> kernels = {
      of_double(
          "acosh", [](double x) { return std::acosh(x); }, "ACOSH"),
      of_double(
          "asinh", [](double x) { return std::asinh(x); }, "ASINH"),
      of_double(
          "atanh", [](double x) { return 0.5 * (std::log1p(x) - std::log1p(-x)); }, "ATANH"),
      of_double(
          "cot", [](double x) { return 1 / std::tan(x); }, "COT"),
      of_double(
          "csc", [](double x) { return 1 / std::sin(x); }, "CSC"),
      of_double(
          "sec", [](double x) { return 1 / std::cos(x); }, "SEC"),
      of_double(
          "expm1", [](double x) { return std::expm1(x); }, "EXPM1"),
      of_double(
          "rint", [](double x) { return std::nearbyint(x); }, "rint"),
      {"log1p", {fraction}, fraction, row_kernel<double>(log1p), {}, false, "LOG1P"},
      {"inner.log",
       {fraction, fraction},
       fraction,
       row_kernel<double, double>(log_to_base),
       {},
       false,
       "LOG"},
      {"hypot",
       {fraction, fraction},
       fraction,
       row_kernel<double, double>([](double a, double b) { return std::optional(std::hypot(a, b)); }),
       {},
       false,
       "HYPOT"},
      {"factorial", {whole}, number, row_kernel<std::int32_t>(factorial)},
      {"width_bucket",
       {fraction, fraction, fraction, number},
       number,
       row_kernel<double, double, double, std::int64_t>(width_bucket)},
  };
  add_of_integers(kernels);
  return kernels;
}

void register_spark_number_kernels(duckdb::ExtensionLoader& loader) {
  register_positive_rest<Rules::Spark>(loader);
  register_positive_rest<Rules::Ansi>(loader);
  for_integers([&](auto zero, const Type& type) {
    using T = decltype(zero);
    const auto add = [&](const char* name, duckdb::scalar_function_t work) {
      loader.RegisterFunction(duckdb::ScalarFunction(name, {type, type}, type, std::move(work)));
    };
    add("dovetail_try_add", row_kernel<T, T>(try_add<T>));
    add("dovetail_try_subtract", row_kernel<T, T>(try_subtract<T>));
    add("dovetail_try_multiply", row_kernel<T, T>(try_multiply<T>));
  });
}

}  // namespace engine
