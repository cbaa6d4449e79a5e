#include "engine/functions/registry.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/aggregate.h"
#include "engine/functions/ansi.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/floating_comparison.h"
#include "engine/functions/interval.h"
#include "engine/functions/nested_functions.h"
#include "engine/functions/pandas_functions.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_json.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Index = std::map<std::string, const FunctionRow*, std::less<>>;

Index make_index() {
  Index index;
  for (const auto rows : {arithmetic_functions(),
                          comparison_functions(),
                          conditional_functions(),
                          math_functions(),
                          string_functions(),
                          struct_functions(),
                          time_functions(),
                          interval_functions(),
                          collection_functions(),
                          lambda_functions(),
                          trino_kernel_functions(),
                          aggregate_functions(),
                          trino_aggregate_functions(),
                          window_functions(),
                          pandas_functions(),
                          floating_comparison_functions(),
                          nested_functions(),
                          random_functions(),
                          array_functions(),
                          map_functions(),
                          regexp_functions(),
                          format_functions(),
                          json_cast_functions(),
                          spark_array_functions(),
                          spark_map_functions(),
                          spark_sequence_functions(),
                          spark_json_functions(),
                          spark_csv_functions(),
                          spark_statistics(),
                          spark_percentiles(),
                          spark_kernel_functions(),
                          spark_number_functions(),
                          spark_text_functions(),
                          spark_hash_functions(),
                          spark_time_functions(),
                          spark_pattern_functions(),
                          spark_session_functions(),
                          spark_random_functions(),
                          spark_file_functions(),
                          spark_format_functions(),
                          spark_number_format_functions(),
                          spark_bitmaps()})
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
  return plan::spark_error("UNRESOLVED_ROUTINE",
                           "Cannot resolve routine <routineName> on search path <searchPath>.",
                           {{"routineName", fmt::format("`{}`", name)}, {"searchPath", plan::kSearchPath}});
}

base::Error wrong_count(const Call& call, const FunctionRow& row) {
  const std::string wanted = row.most_arguments == FunctionRow::kAnyNumber
                                 ? fmt::format("> {}", row.least_arguments - 1)
                             : row.least_arguments == row.most_arguments
                                 ? fmt::format("{}", row.least_arguments)
                                 : fmt::format("[{}, {}]", row.least_arguments, row.most_arguments);
  return plan::spark_error("WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                           "The <functionName> requires <expectedNum> parameters but the actual number is "
                           "<actualNum>. Please, refer to '<docroot>/sql-ref-functions.html' for a fix.",
                           {{"functionName", fmt::format("`{}`", call.name)},
                            {"expectedNum", wanted},
                            {"actualNum", std::to_string(call.arguments.size())},
                            {"docroot", "https://spark.apache.org/docs/latest"}});
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
    return plan::spark_error("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE",
                             "Window function <funcName> requires an OVER clause.",
                             {{"funcName", fmt::format("\"{}\"", call_name(call))}});
  if (call.distinct && row->kind != FunctionRow::Kind::Aggregate)
    return base::refusal("INVALID_SQL_SYNTAX", 400,
                         fmt::format("DISTINCT is no word for the function {}.", call.name));
  if ((call.filter || !call.orders.empty()) && row->kind != FunctionRow::Kind::Aggregate)
    return base::refusal("INVALID_SQL_SYNTAX", 400,
                         fmt::format("The function {} takes no rows to choose or order.", call.name));
  if (call.session.ansi) return build_in_ansi(*row, std::move(call));
  return row->build(call);
}

bool is_aggregate(std::string_view name) {
  const auto* row = find_row(name);
  return row != nullptr && row->kind == FunctionRow::Kind::Aggregate;
}

base::Error no_part(const Typed& value) {
  return plan::spark_error(
      "INVALID_EXTRACT_BASE_FIELD_TYPE",
      "Can't extract a value from <base>. Need a complex type [STRUCT, ARRAY, MAP] but got <other>.",
      {{"base", fmt::format("\"{}\"", value.name)}, {"other", fmt::format("\"{}\"", sql_name(value.type))}});
}

std::string ordinal(std::size_t place) {
  static constexpr const char* kWords[] = {"first", "second",  "third",  "fourth", "fifth",
                                           "sixth", "seventh", "eighth", "ninth",  "tenth"};
  if (place >= 1 && place <= std::size(kWords)) return kWords[place - 1];
  const char* ending = place % 100 / 10 == 1 ? "th"
                       : place % 10 == 1     ? "st"
                       : place % 10 == 2     ? "nd"
                       : place % 10 == 3     ? "rd"
                                             : "th";
  return fmt::format("{}{}", place, ending);
}

base::Error wrong_type(const Call& call, std::size_t argument, std::string_view wanted) {
  const auto& given = call.arguments[argument];
  return plan::spark_error(
      "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
      "Cannot resolve <sqlExpr> due to data type mismatch: The <paramIndex> parameter requires the "
      "<requiredType> type, however <inputSql> has the type <inputType>.",
      {{"sqlExpr", fmt::format("\"{}\"", call_name(call))},
       {"paramIndex", ordinal(argument + 1)},
       {"requiredType",
        wanted.find('"') == wanted.npos ? fmt::format("\"{}\"", wanted) : std::string(wanted)},
       {"inputSql", fmt::format("\"{}\"", given.name)},
       {"inputType", fmt::format("\"{}\"", sql_name(given.type))}});
}

base::Error not_foldable(const Call& call, std::size_t argument, std::string_view name,
                         std::string_view type) {
  return plan::spark_error(
      "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
      "Cannot resolve <sqlExpr> due to data type mismatch: the input <inputName> should be "
      "a foldable <inputType> expression; however, got <inputExpr>.",
      {{"sqlExpr", fmt::format("\"{}\"", call_name(call))},
       {"inputName", fmt::format("`{}`", name)},
       {"inputType", std::string(type)},
       {"inputExpr", fmt::format("\"{}\"", call.arguments[argument].name)}});
}

base::Error operands_differ(const Call& call, std::string_view symbol) {
  const auto& a = call.arguments[0];
  const auto& b = call.arguments[1];
  return plan::spark_error(
      "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
      "Cannot resolve <sqlExpr> due to data type mismatch: the left and right operands of the "
      "binary operator have incompatible types (<left> and <right>).",
      {{"sqlExpr", fmt::format("\"{}\"", infix_name(symbol, a, b))},
       {"left", fmt::format("\"{}\"", sql_name(a.type))},
       {"right", fmt::format("\"{}\"", sql_name(b.type))}});
}

base::Error types_differ(const Call& call, std::span<const Typed> values, std::string_view brackets,
                         std::string_view separator) {
  std::vector<std::string> types;
  for (const Typed& value : values) types.push_back(fmt::format("\"{}\"", sql_name(value.type)));
  return plan::spark_error(
      "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
      "Cannot resolve <sqlExpr> due to data type mismatch: Input to <functionName> should all be the same "
      "type, but it's <dataType>.",
      {{"sqlExpr", fmt::format("\"{}\"", call_name(call))},
       {"functionName", fmt::format("`{}`", base::to_lower(call.name))},
       {"dataType", fmt::format("{}{}{}", brackets[0], base::join(types, separator), brackets[1])}});
}

base::Error not_ordered(const Call& call, std::string_view function, const Type& type) {
  const bool infix = !base::is_letter(function.front());
  const std::string text =
      infix ? infix_name(function, call.arguments[0], call.arguments[1]) : call_name(call);
  return plan::spark_error("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                           "Cannot resolve <sqlExpr> due to data type mismatch: The <functionName> does not "
                           "support ordering on type <dataType>.",
                           {{"sqlExpr", fmt::format("\"{}\"", text)},
                            {"functionName", fmt::format("`{}`", function)},
                            {"dataType", fmt::format("\"{}\"", sql_name(type))}});
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
