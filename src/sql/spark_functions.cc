#include "sql/spark_functions.h"

#include <algorithm>
#include <array>
#include <utility>

// https://spark.apache.org/docs/latest/api/sql/
namespace sql {
namespace {

using Arguments = SparkFunction::Arguments;
using enum SparkFunction::Kind;

PlanExpression nvl2(Arguments arguments) {
  PlanExpression known = plan::call("isnotnull", {std::move(arguments[0])});
  return plan::call("if", {std::move(known), std::move(arguments[1]), std::move(arguments[2])});
}
// locate(part, text): instr(text, part)
PlanExpression locate(Arguments arguments) {
  return plan::call("instr", {std::move(arguments[1]), std::move(arguments[0])});
}
// extract(field, time), of the fields that are functions too.
PlanExpression extract(Arguments arguments) {
  const std::string& field = arguments[0].literal().string();
  const std::string function = field == "week" ? "weekofyear" : field == "doy" ? "dayofyear" : field;
  return plan::call(function, {std::move(arguments[1])});
}
// aggregate(array, state, step): what is left of the state is the result unless a fourth argument makes it.
PlanExpression aggregate(Arguments arguments) {
  if (arguments.size() == 3) arguments.push_back(plan::lambda(plan::lambda_variable("whole"), {"whole"}));
  return plan::call("aggregate", std::move(arguments));
}
PlanExpression left(Arguments arguments) {
  return plan::call("substring", {std::move(arguments[0]), plan::literal(1), std::move(arguments[1])});
}

constexpr std::string_view kItself = ", lambdafunction(namedlambdavariable(), namedlambdavariable())";

constexpr std::string_view kInOrder =
    ", lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, "
    "(IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, "
    "(IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > "
    "namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable())";

// In the order of their names.
constexpr std::array kFunctions = std::to_array<SparkFunction>({
    {.name = "!"},
    {.name = "!="},
    {.name = "%"},
    {.name = "&"},
    {.name = "*"},
    {.name = "+"},
    {.name = "-"},
    {.name = "/"},
    {.name = "<"},
    {.name = "<="},
    {.name = "<=>"},
    {.name = "<>"},
    {.name = "="},
    {.name = "=="},
    {.name = ">"},
    {.name = ">="},
    {.name = "^"},
    {.name = "abs"},
    {.name = "acos", .shown = "ACOS"},
    {.name = "add_months"},
    {.name = "aggregate", .rewrite = aggregate, .shown_defaults = kItself, .shown_from = 4},
    {.name = "and"},
    {.name = "any", .kind = Aggregate, .plan_name = "some"},
    {.name = "any_value", .kind = Aggregate, .plan_name = "first"},
    {.name = "approx_count_distinct", .kind = Aggregate},
    {.name = "approx_percentile", .kind = Aggregate, .shown_defaults = ", 10000", .shown_from = 3},
    {.name = "array"},
    {.name = "array_agg", .kind = Aggregate, .plan_name = "collect_list", .shown = "collect_list"},
    {.name = "array_append"},
    {.name = "array_compact"},
    {.name = "array_contains"},
    {.name = "array_distinct"},
    {.name = "array_except"},
    {.name = "array_insert"},
    {.name = "array_intersect"},
    {.name = "array_join"},
    {.name = "array_max"},
    {.name = "array_min"},
    {.name = "array_position"},
    {.name = "array_prepend"},
    {.name = "array_remove"},
    {.name = "array_repeat"},
    {.name = "array_size"},
    {.name = "array_sort", .shown_defaults = kInOrder, .shown_from = 2},
    {.name = "array_union"},
    {.name = "arrays_overlap"},
    {.name = "arrays_zip"},
    {.name = "asin", .shown = "ASIN"},
    {.name = "atan", .shown = "ATAN"},
    {.name = "atan2", .shown = "ATAN2"},
    {.name = "avg", .kind = Aggregate},
    {.name = "between"},
    {.name = "bit_and", .kind = Aggregate},
    {.name = "bit_or", .kind = Aggregate},
    {.name = "bit_xor", .kind = Aggregate},
    {.name = "bool_and", .kind = Aggregate},
    {.name = "bool_or", .kind = Aggregate},
    {.name = "btrim"},
    {.name = "cardinality"},
    {.name = "cbrt", .shown = "CBRT"},
    {.name = "ceil", .shown = "CEIL"},
    {.name = "ceiling"},
    {.name = "char_length"},
    {.name = "character_length"},
    {.name = "coalesce"},
    {.name = "collect_list", .kind = Aggregate},
    {.name = "collect_set", .kind = Aggregate},
    {.name = "concat"},
    {.name = "concat_ws"},
    {.name = "contains"},
    {.name = "corr", .kind = Aggregate},
    {.name = "cos", .shown = "COS"},
    {.name = "cosh", .shown = "COSH"},
    {.name = "count", .kind = Aggregate},
    {.name = "count_if", .kind = Aggregate},
    {.name = "covar_pop", .kind = Aggregate},
    {.name = "covar_samp", .kind = Aggregate},
    {.name = "cume_dist", .kind = Window},
    {.name = "curdate", .shown = "current_date"},
    {.name = "current_date"},
    {.name = "current_timestamp"},
    {.name = "date_add"},
    {.name = "date_diff"},
    {.name = "date_format"},
    {.name = "date_sub"},
    {.name = "date_trunc"},
    {.name = "dateadd", .shown = "date_add"},
    {.name = "datediff"},
    {.name = "day"},
    {.name = "dayofmonth"},
    {.name = "dayofweek"},
    {.name = "dayofyear"},
    {.name = "degrees", .shown = "DEGREES"},
    {.name = "dense_rank", .kind = Window, .shown = "DENSE_RANK"},
    {.name = "div"},
    {.name = "e", .shown = "E"},
    {.name = "element_at"},
    {.name = "endswith"},
    {.name = "every", .kind = Aggregate},
    {.name = "exists"},
    {.name = "exp", .shown = "EXP"},
    {.name = "explode", .kind = Generator},
    {.name = "explode_outer", .kind = Generator},
    {.name = "extract", .rewrite = extract},
    {.name = "filter"},
    {.name = "first", .kind = Aggregate},
    {.name = "first_value", .kind = Aggregate, .plan_name = "first"},
    {.name = "flatten"},
    {.name = "floor", .shown = "FLOOR"},
    {.name = "forall"},
    {.name = "from_csv"},
    {.name = "from_json"},
    {.name = "get"},
    {.name = "get_json_object"},
    {.name = "greatest"},
    {.name = "histogram_numeric", .kind = Aggregate},
    {.name = "hour"},
    {.name = "if"},
    {.name = "ifnull"},
    {.name = "ilike"},
    {.name = "in"},
    {.name = "inline", .kind = Generator},
    {.name = "inline_outer", .kind = Generator},
    {.name = "instr"},
    {.name = "isnan"},
    {.name = "isnotnull"},
    {.name = "isnull"},
    {.name = "json_array_length"},
    {.name = "json_object_keys"},
    {.name = "json_tuple", .kind = Generator},
    {.name = "kurtosis", .kind = Aggregate},
    {.name = "lag", .kind = Window, .shown_defaults = ", 1, NULL", .shown_from = 2},
    {.name = "last", .kind = Aggregate},
    {.name = "last_day"},
    {.name = "last_value", .kind = Aggregate, .plan_name = "last"},
    {.name = "lcase"},
    {.name = "lead", .kind = Window, .shown_defaults = ", 1, NULL", .shown_from = 2},
    {.name = "least"},
    {.name = "left", .rewrite = left},
    {.name = "length"},
    {.name = "like"},
    {.name = "listagg", .kind = Aggregate, .shown_defaults = ", NULL", .shown_from = 2},
    {.name = "ln"},
    {.name = "locate", .rewrite = locate, .shown_defaults = ", 1", .shown_from = 3},
    {.name = "log"},
    {.name = "log10", .shown = "LOG10"},
    {.name = "log2", .shown = "LOG2"},
    {.name = "lower"},
    {.name = "lpad"},
    {.name = "ltrim"},
    {.name = "map"},
    {.name = "map_concat"},
    {.name = "map_contains_key"},
    {.name = "map_entries"},
    {.name = "map_filter"},
    {.name = "map_from_arrays"},
    {.name = "map_from_entries"},
    {.name = "map_keys"},
    {.name = "map_values"},
    {.name = "map_zip_with"},
    {.name = "max", .kind = Aggregate},
    {.name = "max_by", .kind = Aggregate},
    {.name = "mean", .kind = Aggregate},
    {.name = "median", .kind = Aggregate},
    {.name = "min", .kind = Aggregate},
    {.name = "min_by", .kind = Aggregate},
    {.name = "minute"},
    {.name = "mod"},
    {.name = "mode", .kind = Aggregate},
    {.name = "month"},
    {.name = "named_struct"},
    {.name = "negative"},
    {.name = "not"},
    {.name = "now"},
    {.name = "nth_value", .kind = Window},
    {.name = "ntile", .kind = Window},
    {.name = "nullif"},
    {.name = "nvl"},
    {.name = "nvl2", .rewrite = nvl2},
    {.name = "or"},
    {.name = "percent_rank", .kind = Window, .shown = "PERCENT_RANK"},
    {.name = "percentile", .kind = Aggregate, .shown_defaults = ", 1", .shown_from = 3},
    {.name = "percentile_approx", .kind = Aggregate, .shown_defaults = ", 10000", .shown_from = 3},
    {.name = "pi", .shown = "PI"},
    {.name = "posexplode", .kind = Generator},
    {.name = "posexplode_outer", .kind = Generator},
    {.name = "position", .rewrite = locate, .shown_defaults = ", 1", .shown_from = 3},
    {.name = "positive", .plan_name = "+"},
    {.name = "pow"},
    {.name = "power", .shown = "POWER"},
    {.name = "quarter"},
    {.name = "radians", .shown = "RADIANS"},
    {.name = "rank", .kind = Window, .shown = "RANK"},
    {.name = "reduce", .rewrite = aggregate, .shown_defaults = kItself, .shown_from = 4},
    {.name = "regexp", .plan_name = "rlike", .shown = "REGEXP"},
    {.name = "regexp_extract", .shown_defaults = ", 1", .shown_from = 3},
    {.name = "regexp_like", .plan_name = "rlike", .shown = "REGEXP_LIKE"},
    {.name = "regexp_replace", .shown_defaults = ", 1", .shown_from = 4},
    {.name = "regr_avgx", .kind = Aggregate},
    {.name = "regr_avgy", .kind = Aggregate},
    {.name = "regr_count", .kind = Aggregate},
    {.name = "regr_intercept", .kind = Aggregate},
    {.name = "regr_r2", .kind = Aggregate},
    {.name = "regr_slope", .kind = Aggregate},
    {.name = "regr_sxx", .kind = Aggregate},
    {.name = "regr_sxy", .kind = Aggregate},
    {.name = "regr_syy", .kind = Aggregate},
    {.name = "repeat"},
    {.name = "replace", .shown_defaults = ", ", .shown_from = 3},
    {.name = "reverse"},
    {.name = "right"},
    {.name = "rlike", .shown = "RLIKE"},
    {.name = "round", .shown_defaults = ", 0", .shown_from = 2},
    {.name = "row_number", .kind = Window},
    {.name = "rpad"},
    {.name = "rtrim"},
    {.name = "schema_of_csv"},
    {.name = "schema_of_json"},
    {.name = "second"},
    {.name = "sequence"},
    {.name = "shuffle"},
    {.name = "sign"},
    {.name = "signum", .shown = "SIGNUM"},
    {.name = "sin", .shown = "SIN"},
    {.name = "sinh", .shown = "SINH"},
    {.name = "size"},
    {.name = "skewness", .kind = Aggregate},
    {.name = "slice"},
    {.name = "some", .kind = Aggregate},
    {.name = "sort_array", .shown_defaults = ", true", .shown_from = 2},
    {.name = "sqrt", .shown = "SQRT"},
    {.name = "stack", .kind = Generator},
    {.name = "startswith"},
    {.name = "std", .kind = Aggregate},
    {.name = "stddev", .kind = Aggregate},
    {.name = "stddev_pop", .kind = Aggregate},
    {.name = "stddev_samp", .kind = Aggregate},
    {.name = "str_to_map", .shown_defaults = ", ,, :", .shown_from = 2},
    {.name = "string_agg", .kind = Aggregate, .shown_defaults = ", NULL", .shown_from = 2},
    {.name = "struct", .plan_name = "named_struct"},
    {.name = "substr", .shown_defaults = ", 2147483647", .shown_from = 3},
    {.name = "substring", .shown_defaults = ", 2147483647", .shown_from = 3},
    {.name = "sum", .kind = Aggregate},
    {.name = "tan", .shown = "TAN"},
    {.name = "tanh", .shown = "TANH"},
    {.name = "to_csv"},
    {.name = "to_date"},
    {.name = "to_json"},
    {.name = "to_timestamp"},
    {.name = "transform"},
    {.name = "transform_keys"},
    {.name = "transform_values"},
    {.name = "translate"},
    {.name = "trim"},
    {.name = "try_avg", .kind = Aggregate},
    {.name = "try_element_at"},
    {.name = "try_sum", .kind = Aggregate},
    {.name = "ucase"},
    {.name = "upper"},
    {.name = "var_pop", .kind = Aggregate},
    {.name = "var_samp", .kind = Aggregate},
    {.name = "variance", .kind = Aggregate},
    {.name = "weekday"},
    {.name = "weekofyear"},
    {.name = "year"},
    {.name = "zip_with"},
    {.name = "|"},
    {.name = "~"},
});

}  // namespace

const SparkFunction* find_spark_function(std::string_view name) {
  const auto* found = std::ranges::lower_bound(kFunctions, name, {}, &SparkFunction::name);
  return found == kFunctions.end() || found->name != name ? nullptr : found;
}

bool is_spark_aggregate(std::string_view name) {
  const SparkFunction* function = find_spark_function(name);
  return function != nullptr && function->kind == Aggregate;
}

bool is_spark_generator(std::string_view name) {
  const SparkFunction* function = find_spark_function(name);
  return function != nullptr && function->kind == Generator;
}

}  // namespace sql
