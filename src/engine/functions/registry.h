#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "duckdb/parser/result_modifier.hpp"
#include "engine/functions/cast.h"

namespace engine {

struct Window;

// One call of a function in a plan. Builders take the arguments apart.
struct Call {
  std::string_view name;  // as the plan spells it
  std::vector<Typed> arguments;
  bool distinct = false;  // only where the row allows it
  const Session& session;
  const Window* over = nullptr;  // of OVER (...); null: none
  // Of an aggregate: the order in which it takes its rows, and which of them; null: all.
  duckdb::vector<duckdb::OrderByNode> orders = {};
  Tree filter = nullptr;
};

// One function that plans may call: Spark's by their own names, Trino's as trino.*, Python's as python.*.
// There is no row, so no function, by accident: what stands in no table is refused by name, whatever DuckDB
// may know.
struct FunctionRow {
  static constexpr int kAnyNumber = -1;
  enum class Kind { Scalar, Aggregate, Window };

  std::string_view name;
  int least_arguments;
  int most_arguments;  // or kAnyNumber
  base::Result<Typed> (*build)(Call& call);
  Kind kind = Kind::Scalar;
};

// The tables, one for each file of functions.
std::span<const FunctionRow> arithmetic_functions();
std::span<const FunctionRow> comparison_functions();
std::span<const FunctionRow> conditional_functions();
std::span<const FunctionRow> math_functions();
std::span<const FunctionRow> string_functions();
std::span<const FunctionRow> struct_functions();
std::span<const FunctionRow> time_functions();
std::span<const FunctionRow> collection_functions();
std::span<const FunctionRow> lambda_functions();
std::span<const FunctionRow> aggregate_functions();
std::span<const FunctionRow> trino_aggregate_functions();
std::span<const FunctionRow> window_functions();

// Finds the row (names are equal but for case), checks the number of arguments, and builds the expression.
// Refuses, in Spark's words, unknown functions, wrong numbers and wrong types of arguments.
base::Result<Typed> call_function(Call call);

// For builders.
base::Error wrong_type(const Call& call, std::size_t argument, std::string_view wanted);
std::string call_name(const Call& call);                                          // f(a, b)
std::string infix_name(std::string_view symbol, const Typed& a, const Typed& b);  // (a + b)
base::Result<Tree> argument_as(Call& call, std::size_t index, const Type& type);  // coerced
std::optional<std::string> constant_text(const Typed& argument);                  // of a string literal
std::optional<std::int64_t> constant_integer(const Typed& argument);              // of an integer literal

}  // namespace engine
