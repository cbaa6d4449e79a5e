#pragma once

#include <string>
#include <string_view>

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/cast.h"

namespace engine {

// What the kernels of integers and floats (arithmetic_kernels.cc) and those of decimals (decimal_kernels.cc)
// share.
enum class Operation { Add, Subtract, Multiply, Divide, Modulus };
// Trino's fail where Spark's wrap around or give NULL, and so do Spark's in its ANSI mode.
enum class Rules { Spark, Trino, Ansi };

// Of Spark's functions.
inline Rules rules_of(const Session& session) {
  return session.ansi ? Rules::Ansi : Rules::Spark;
}

// "add_trino": behind "dovetail_", or "dovetail_decimal_".
std::string kernel_suffix(Operation operation, Rules rules);
std::string_view rules_suffix(Rules rules);       // "trino"
std::string_view symbol_of(Operation operation);  // "+"

std::string trino_type(const Type& number);  // as Trino's messages spell it: integer, real

[[noreturn]] void raise_division_by_zero();
[[noreturn]] void raise_out_of_range(const std::string& what);

// In Spark's ANSI mode.
[[noreturn]] void raise_zero_divisor(Operation operation);
[[noreturn]] void raise_integral_overflow(const Type& type, Operation operation, std::int64_t a,
                                          std::int64_t b);
// `alternative`: the function that tolerates it; "": there is none.
[[noreturn]] void raise_overflow(std::string_view what, std::string_view alternative);
[[noreturn]] void raise_decimal_overflow(const std::string& value, int precision, int scale);

// Runs register_operation<operation, rules>() for each of both.
template <typename Register>
void for_each_operation(Register register_operation) {
  const auto with_rules = [&]<Rules rules>() {
    register_operation.template operator()<Operation::Add, rules>();
    register_operation.template operator()<Operation::Subtract, rules>();
    register_operation.template operator()<Operation::Multiply, rules>();
    register_operation.template operator()<Operation::Divide, rules>();
    register_operation.template operator()<Operation::Modulus, rules>();
  };
  with_rules.template operator()<Rules::Spark>();
  with_rules.template operator()<Rules::Trino>();
  with_rules.template operator()<Rules::Ansi>();
}

}  // namespace engine
