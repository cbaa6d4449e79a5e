#include "engine/functions/registry.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/floating_comparison.h"
#include "engine/functions/nested_functions.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_json.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"

namespace engine {
namespace {

using Index = std::map<std::string, const FunctionRow*, std::less<>>;

Index make_index() {
  Index index;
  for (const auto rows : {arithmetic_functions(),    comparison_functions(),
                          conditional_functions(),   math_functions(),
                          string_functions(),        struct_functions(),
                          time_functions(),          collection_functions(),
                          lambda_functions(),        trino_kernel_functions(),
                          aggregate_functions(),     trino_aggregate_functions(),
                          window_functions(),        floating_comparison_functions(),
                          nested_functions(),        random_functions(),
                          array_functions(),         map_functions(),
                          regexp_functions(),        format_functions(),
                          json_cast_functions(),     spark_array_functions(),
                          spark_map_functions(),     spark_sequence_functions(),
                          spark_json_functions(),    spark_csv_functions(),
                          spark_statistics(),        spark_percentiles(),
                          spark_kernel_functions(),  spark_number_functions(),
                          spark_text_functions(),    spark_hash_functions(),
                          spark_time_functions(),    spark_pattern_functions(),
                          spark_session_functions(), spark_random_functions(),
                          spark_format_functions()})
    for (const auto& row : rows) {
      const bool added = index.emplace(base::to_lower(row.name), &row).second;
      ASSERT(added, "a function has one row");
    }
  return index;
}

const FunctionRow* find_row(std::string_view name) {
  static const Index index = make_index();
  const auto found = index.find(base::to_lower(name));
  return found == index.end() ? nullptr : found->second;
}

base::Error unknown_function(std::string_view name) {
  return base::refusal(
      "UNRESOLVED_ROUTINE", 400,
      fmt::format("[UNRESOLVED_ROUTINE] Cannot resolve routine `{}` on search path [`system`.`builtin`, "
                  "`system`.`session`, `spark_catalog`.`default`].",
                  name));
}

base::Error wrong_count(const Call& call, const FunctionRow& row) {
  const std::string wanted = row.most_arguments == FunctionRow::kAnyNumber
                                 ? fmt::format("> {}", row.least_arguments - 1)
                             : row.least_arguments == row.most_arguments
                                 ? fmt::format("{}", row.least_arguments)
                                 : fmt::format("[{}, {}]", row.least_arguments, row.most_arguments);
  return base::refusal(
      "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
      fmt::format("[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `{}` requires {} parameters but the actual number "
                  "is {}.",
                  call.name, wanted, call.arguments.size()));
}

}  // namespace

base::Result<Typed> call_function(Call call) {
  const auto* row = find_row(call.name);
  if (!row) return unknown_function(call.name);
  const auto count = static_cast<int>(call.arguments.size());
  if (count < row->least_arguments ||
      (row->most_arguments != FunctionRow::kAnyNumber && count > row->most_arguments))
    return wrong_count(call, *row);
  if (call.over && row->kind == FunctionRow::Kind::Scalar)
    return base::refusal(
        "UNSUPPORTED_EXPR_FOR_WINDOW", 400,
        fmt::format("[UNSUPPORTED_EXPR_FOR_WINDOW] Expression \"{}\" not supported within a window function.",
                    call_name(call)));
  if (!call.over && row->kind == FunctionRow::Kind::Window)
    return base::refusal(
        "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", 400,
        fmt::format("[WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE] Window function \"{}\" requires an OVER clause.",
                    call_name(call)));
  if (call.distinct && row->kind != FunctionRow::Kind::Aggregate)
    return base::refusal("INVALID_SQL_SYNTAX", 400,
                         fmt::format("DISTINCT is no word for the function {}.", call.name));
  if ((call.filter || !call.orders.empty()) && row->kind != FunctionRow::Kind::Aggregate)
    return base::refusal("INVALID_SQL_SYNTAX", 400,
                         fmt::format("The function {} takes no rows to choose or order.", call.name));
  return row->build(call);
}

base::Error wrong_type(const Call& call, std::size_t argument, std::string_view wanted) {
  const auto& given = call.arguments[argument];
  return base::refusal("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", 400,
                       fmt::format("[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve \"{}\" due to "
                                   "data type mismatch: The parameter {} "
                                   "requires the \"{}\" type, however \"{}\" has the type \"{}\".",
                                   call_name(call), argument + 1, wanted, given.name, sql_name(given.type)));
}

std::string call_name(const Call& call) {
  std::vector<std::string> names;
  for (const auto& argument : call.arguments) names.push_back(argument.name);
  return fmt::format("{}({}{})", call.name, call.distinct ? "DISTINCT " : "", base::join(names, ", "));
}

std::string infix_name(std::string_view symbol, const Typed& a, const Typed& b) {
  return fmt::format("({} {} {})", a.name, symbol, b.name);
}

base::Result<Tree> argument_as(Call& call, std::size_t index, const Type& type) {
  return std::move(TRY(coerce(std::move(call.arguments[index]), type, call.session)).tree);
}

std::optional<std::string> constant_text(const Typed& argument) {
  if (argument.tree->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return std::nullopt;
  const auto& value = argument.tree->Cast<duckdb::ConstantExpression>().value;
  if (value.IsNull() || !is_string(value.type())) return std::nullopt;
  return duckdb::StringValue::Get(value);
}

std::optional<std::int64_t> constant_integer(const Typed& argument) {
  if (argument.tree->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return std::nullopt;
  const auto& value = argument.tree->Cast<duckdb::ConstantExpression>().value;
  if (value.IsNull() || !is_integral(value.type())) return std::nullopt;
  return value.GetValue<std::int64_t>();
}

}  // namespace engine
