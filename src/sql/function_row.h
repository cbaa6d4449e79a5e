#pragma once

#include <span>

#include "sql/typed.h"

namespace sql {

using Types = std::span<const Type>;

// One overload of a function of Trino's.
struct Function {
  std::string_view signature;  // "split_part(varchar, varchar, bigint) -> varchar" (signature.h)
  std::string_view plan_name;  // of the plan's function; empty: `rewrite` makes the expression
  bool convert = false;        // the plan's function gives another type than Trino's: cast it
  base::Result<PlanExpression> (*rewrite)(std::vector<Typed> arguments, Position position) = nullptr;
  Type (*gives)(Types arguments) = nullptr;  // where the signature cannot say it: the digits of a decimal
};

// The tables, one for each file.
std::span<const Function> number_functions();
std::span<const Function> text_functions();
std::span<const Function> binary_functions();
std::span<const Function> time_functions();
std::span<const Function> zoned_functions();
std::span<const Function> time_of_day_functions();
std::span<const Function> collection_functions();
std::span<const Function> json_functions();
std::span<const Function> sketch_functions();
std::span<const Function> color_functions();
std::span<const Function> aggregate_functions();
std::span<const Function> sketch_aggregates();
std::span<const Function> window_functions();

// For tables: the type of the first argument, whatever its length or digits.
inline Type first_type(Types arguments) {
  return arguments[0];
}

// The constant that an argument is; null: it is no text, or no constant.
const std::string* constant_text(const Typed& argument);

}  // namespace sql
