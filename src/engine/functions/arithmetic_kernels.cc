#include "engine/functions/arithmetic_kernels.h"

#include <fmt/format.h>

#include <cmath>

#include "duckdb/planner/expression.hpp"
#include "engine/functions/ansi.h"
#include "engine/functions/kernel.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using duckdb::Vector;

constexpr const char* kNames[] = {"add", "subtract", "multiply", "divide", "modulus"};
constexpr const char* kNouns[] = {"addition", "subtraction", "multiplication", "division", "modulus"};
constexpr const char* kSymbols[] = {"+", "-", "*", "/", "%"};

// One operation on two integers, as wide as they are. Spark's wraps around, and gives NULL for x / 0; Trino's
// fails.
template <Operation operation, Rules rules, typename T>
std::optional<T> integral_operation(T a, T b, const Type& type) {
  T result = 0;
  bool overflow = false;
  if constexpr (operation == Operation::Add)
    overflow = __builtin_add_overflow(a, b, &result);
  else if constexpr (operation == Operation::Subtract)
    overflow = __builtin_sub_overflow(a, b, &result);
  else if constexpr (operation == Operation::Multiply)
    overflow = __builtin_mul_overflow(a, b, &result);
  else {
    if (b == 0) {
      if constexpr (rules == Rules::Trino) raise_division_by_zero();
      if constexpr (rules == Rules::Ansi) raise_zero_divisor(operation);
      return std::nullopt;
    }
    // The least number by -1 is the one quotient that does not fit.
    if (b == -1) {
      overflow = operation == Operation::Divide && __builtin_sub_overflow(T(0), a, &result);
    } else {
      result = static_cast<T>(operation == Operation::Divide ? a / b : a % b);
    }
  }
  if constexpr (rules == Rules::Trino)
    if (overflow) {
      const auto index = static_cast<std::size_t>(operation);
      raise_out_of_range(fmt::format("{} {} overflow: {} {} {}", trino_type(type), kNouns[index],
                                     static_cast<int64_t>(a), kSymbols[index], static_cast<int64_t>(b)));
    }
  if constexpr (rules == Rules::Ansi)
    if (overflow) raise_integral_overflow(type, operation, a, b);
  return result;
}

template <Operation operation, Rules rules, typename T>
std::optional<T> floating_operation(T a, T b) {
  if constexpr (operation == Operation::Add) return a + b;
  if constexpr (operation == Operation::Subtract) return a - b;
  if constexpr (operation == Operation::Multiply) return a * b;
  if (rules == Rules::Spark && b == 0) return std::nullopt;
  if (rules == Rules::Ansi && b == 0) raise_zero_divisor(operation);
  if constexpr (operation == Operation::Divide) return a / b;
  return std::fmod(a, b);
}

template <Operation operation, Rules rules>
duckdb::scalar_function_t native_kernel(const Type& type) {
  return with_native(type, [&](auto zero) -> duckdb::scalar_function_t {
    using T = decltype(zero);
    if constexpr (std::is_floating_point_v<T>)
      return binary_kernel<T, T, T>(
          [](T a, T b, Vector&) { return floating_operation<operation, rules>(a, b); });
    else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
      return binary_kernel<T, T, T>(
          [type](T a, T b, Vector&) { return integral_operation<operation, rules>(a, b, type); });
    else
      throw duckdb::InternalException("arithmetic on %s is for the decimal kernels", type.ToString());
  });
}

template <Operation operation, Rules rules>
duckdb::unique_ptr<duckdb::FunctionData> bind_native(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type type = arguments[0]->return_type;
  function.arguments = {type, type};
  function.SetReturnType(type);
  function.SetFunctionCallback(native_kernel<operation, rules>(type));
  return nullptr;
}

}  // namespace

std::string kernel_suffix(Operation operation, Rules rules) {
  return fmt::format("{}_{}", kNames[static_cast<std::size_t>(operation)], rules_suffix(rules));
}

std::string_view rules_suffix(Rules rules) {
  return rules == Rules::Spark ? "spark" : rules == Rules::Trino ? "trino" : "ansi";
}

std::string_view symbol_of(Operation operation) {
  return kSymbols[static_cast<std::size_t>(operation)];
}

std::string trino_type(const Type& number) {
  const auto name = hive_name(number);
  return name == "int" ? "integer" : name == "float" ? "real" : name;
}

void raise_division_by_zero() {
  raise(base::refusal("DIVISION_BY_ZERO", 400, "DIVISION_BY_ZERO: Division by zero"));
}

void raise_out_of_range(const std::string& what) {
  raise(base::refusal("NUMERIC_VALUE_OUT_OF_RANGE", 400, "NUMERIC_VALUE_OUT_OF_RANGE: " + what));
}

void raise_zero_divisor(Operation operation) {
  const bool rest = operation == Operation::Modulus;
  raise(
      plan::spark_error(rest ? "REMAINDER_BY_ZERO" : "DIVIDE_BY_ZERO",
                        rest ? "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL "
                               "instead. If necessary set <config> to \"false\" to bypass this error."
                             : "Division by zero. Use `try_divide` to tolerate divisor being 0 and return "
                               "NULL instead. If necessary set <config> to \"false\" to bypass this error.",
                        {{"config", kAnsiSetting}}));
}

void raise_overflow(std::string_view what, std::string_view alternative) {
  raise(plan::spark_error(
      "ARITHMETIC_OVERFLOW",
      "<message>.<alternative> If necessary set <config> to \"false\" to bypass this error.",
      {{"message", std::string(what)},
       {"alternative",
        alternative.empty()
            ? ""
            : fmt::format(" Use '{}' to tolerate overflow and return NULL instead.", alternative)},
       {"config", kAnsiSetting}}));
}

// The narrow types have words of their own.
void raise_integral_overflow(const Type& type, Operation operation, std::int64_t a, std::int64_t b) {
  if (operation == Operation::Divide) raise_overflow("Overflow in integral divide", "try_divide");
  const auto index = static_cast<std::size_t>(operation);
  const std::string tolerant = fmt::format("try_{}", kNames[index]);
  if (type == Type(Type::INTEGER) || type == Type(Type::BIGINT)) raise_overflow("overflow", tolerant);
  raise(plan::spark_error("BINARY_ARITHMETIC_OVERFLOW",
                          "<value1> <symbol> <value2> caused overflow. Use <functionName> to ignore overflow "
                          "problem and return NULL.",
                          {{"value1", fmt::format("{}S", a)},
                           {"symbol", kSymbols[index]},
                           {"value2", fmt::format("{}S", b)},
                           {"functionName", fmt::format("`{}`", tolerant)}}));
}

void raise_decimal_overflow(const std::string& value, int precision, int scale) {
  raise(plan::spark_error("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
                          "<value> cannot be represented as Decimal(<precision>, <scale>). If necessary set "
                          "<config> to \"false\" to bypass this error, and return NULL instead.",
                          {{"value", value},
                           {"precision", std::to_string(precision)},
                           {"scale", std::to_string(scale)},
                           {"config", kAnsiSetting}}));
}

void register_arithmetic_kernels(duckdb::ExtensionLoader& loader) {
  for_each_operation([&]<Operation operation, Rules rules>() {
    duckdb::ScalarFunction function("dovetail_" + kernel_suffix(operation, rules), {Type::ANY, Type::ANY},
                                    Type::ANY, nullptr, bind_native<operation, rules>);
    if constexpr (rules != Rules::Spark) function.SetFallible();
    register_kernel(loader, std::move(function));
  });
}

}  // namespace engine
