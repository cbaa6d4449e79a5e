#include <algorithm>
#include <array>

#include "plan/walks.h"
#include "sql/function_row.h"

// https://trino.io/docs/435/functions/aggregate.html, window.html
namespace sql {
namespace {

Type summed_decimal(Types arguments) {
  return decimal_type(kMaxDecimalPrecision, arguments[0].scale);
}

constexpr double kDistinctError = 0.023;      // the standard error of approx_distinct
constexpr double kPercentileAccuracy = 0.01;  // of approx_percentile

bool hashed_otherwise(const Type& type) {
  return type.kind == TypeKind::Char || type.kind == TypeKind::Time || type.kind == TypeKind::Uuid ||
         type.kind == TypeKind::Color;
}

// A char is hashed without its blanks, a time as picoseconds.
base::Result<PlanExpression> checksum(std::vector<Typed> arguments, Position position) {
  const Type& type = arguments[0].type;
  const bool text = type.kind == TypeKind::Uuid || type.kind == TypeKind::Color;
  if (text || (!hashed_otherwise(type) && holds(type, hashed_otherwise)))
    return not_supported_yet(position, "a checksum of " + to_string(type));
  constexpr std::int64_t kPicoseconds = 1'000'000'000;
  PlanExpression value = std::move(arguments[0].plan);
  if (arguments[0].type.kind == TypeKind::Time)
    value = plan::call("trino.multiply", {std::move(value), plan::literal(kPicoseconds)});
  if (arguments[0].type.kind == TypeKind::Char) value = plan::call("rtrim", {std::move(value)});
  return plan::call("trino.checksum", {std::move(value)});
}

base::Result<PlanExpression> count_distinct(std::vector<Typed> arguments, Position) {
  arguments.push_back({plan::literal(kDistinctError), {TypeKind::Double}});
  return plan::call("approx_count_distinct", plans(std::move(arguments)));
}

// (value, weight, percentage or percentages, accuracy); the last two hold for all rows.
base::Result<PlanExpression> percentile(std::vector<Typed> arguments, Position position) {
  const Typed one{plan::literal(1e0), {TypeKind::Double}};
  if (arguments.size() == 2) arguments.insert(arguments.begin() + 1, one);
  if (arguments.size() == 3) arguments.push_back({plan::literal(kPercentileAccuracy), {TypeKind::Double}});
  if (!plan::columns_used(arguments[2].plan).empty() || !plan::columns_used(arguments[3].plan).empty())
    return not_supported_yet(position, "approx_percentile with a percentage or accuracy of each row");
  return plan::call("trino.approx_percentile", plans(std::move(arguments)));
}

base::Result<PlanExpression> numeric_histogram(std::vector<Typed> arguments, Position) {
  if (arguments.size() == 2) arguments.push_back({plan::literal(1e0), {TypeKind::Double}});
  return plan::call("trino.numeric_histogram", plans(std::move(arguments)));
}

// Among other values, NaN is Spark's greatest; Trino passes over it.
base::Result<PlanExpression> greatest(std::vector<Typed> arguments, Position) {
  const char* function = is_floating(arguments[0].type) ? "trino.max" : "max";
  return plan::call(function, plans(std::move(arguments)));
}
base::Result<PlanExpression> at_greatest(std::vector<Typed> arguments, Position) {
  const char* function = is_floating(arguments[1].type) ? "trino.max_by" : "max_by";
  return plan::call(function, plans(std::move(arguments)));
}

// The states are never combined: all rows are taken in one go.
base::Result<PlanExpression> reduced(std::vector<Typed> arguments, Position position) {
  const Type& state = arguments[1].type;
  const bool plain = is_numeric(state) || state.kind == TypeKind::Boolean || state.kind == TypeKind::Date ||
                     state.kind == TypeKind::Timestamp || state.kind == TypeKind::Unknown;
  if (!plain)
    return base::refusal("NOT_SUPPORTED", 400,
                         "State type not supported for reduce_agg: " + to_string(state));
  if (!plan::columns_used(arguments[1].plan).empty())
    return not_supported_yet(position, "reduce_agg with an initial state of each row");
  arguments.pop_back();
  return plan::call("trino.reduce_agg", plans(std::move(arguments)));
}

// Spark's sum wraps around where Trino's fails.
constexpr std::array kAggregates = std::to_array<Function>({
    {"count(any) -> bigint", "count"},
    {"sum(integral) -> bigint", "trino.sum"},
    {"sum(decimal) -> decimal", "trino.sum", false, nullptr, summed_decimal},
    {"sum(interval_day) -> interval_day", "trino.sum"},
    {"sum(interval_year) -> interval_year", "trino.sum"},
    {"sum(real) -> real", "sum", true},
    {"sum(double) -> double", "sum"},
    {"avg(integral) -> double", "avg"},
    {"avg(decimal) -> decimal", "trino.avg", false, nullptr, first_type},
    {"avg(real) -> real", "avg", true},
    {"avg(double) -> double", "avg"},
    {"min(orderable) -> varchar", "min", false, nullptr, first_type},
    {"max(orderable) -> varchar", "", false, greatest, first_type},
    {"min(O, bigint) -> array(O)", "trino.min_n"},
    {"max(O, bigint) -> array(O)", "trino.max_n"},
    {"approx_distinct(comparable) -> bigint", "", false, count_distinct},
    {"approx_distinct(comparable, double) -> bigint", "trino.approx_distinct"},
    {"approx_percentile(bigint, double) -> bigint", "", false, percentile},
    {"approx_percentile(bigint, array(double)) -> array(bigint)", "", false, percentile},
    {"approx_percentile(bigint, double, double) -> bigint", "", false, percentile},
    {"approx_percentile(bigint, double, array(double)) -> array(bigint)", "", false, percentile},
    {"approx_percentile(bigint, double, double, double) -> bigint", "", false, percentile},
    {"approx_percentile(real, double) -> real", "", false, percentile},
    {"approx_percentile(real, array(double)) -> array(real)", "", false, percentile},
    {"approx_percentile(real, double, double) -> real", "", false, percentile},
    {"approx_percentile(real, double, array(double)) -> array(real)", "", false, percentile},
    {"approx_percentile(real, double, double, double) -> real", "", false, percentile},
    {"approx_percentile(double, double) -> double", "", false, percentile},
    {"approx_percentile(double, array(double)) -> array(double)", "", false, percentile},
    {"approx_percentile(double, double, double) -> double", "", false, percentile},
    {"approx_percentile(double, double, array(double)) -> array(double)", "", false, percentile},
    {"approx_percentile(double, double, double, double) -> double", "", false, percentile},
    {"approx_most_frequent(bigint, bigint, bigint) -> map(bigint, bigint)", "trino.approx_most_frequent"},
    {"approx_most_frequent(bigint, varchar, bigint) -> map(varchar, bigint)", "trino.approx_most_frequent"},
    {"numeric_histogram(bigint, real) -> map(real, real)", "", true, numeric_histogram},
    {"numeric_histogram(bigint, real, double) -> map(real, real)", "", true, numeric_histogram},
    {"numeric_histogram(bigint, double) -> map(double, double)", "", false, numeric_histogram},
    {"numeric_histogram(bigint, double, double) -> map(double, double)", "", false, numeric_histogram},
    {"reduce_agg(T, S, function(S, T, S), function(S, S, S)) -> S", "", false, reduced},
    {"arbitrary(any) -> varchar", "trino.arbitrary", false, nullptr, first_type},
    {"any_value(any) -> varchar", "trino.arbitrary", false, nullptr, first_type},
    {"bool_and(boolean) -> boolean", "bool_and"},
    {"bool_or(boolean) -> boolean", "bool_or"},
    {"every(boolean) -> boolean", "bool_and"},
    {"count_if(boolean) -> bigint", "count_if"},
    {"min_by(T, orderable) -> T", "min_by"},
    {"max_by(T, orderable) -> T", "", false, at_greatest},
    {"min_by(T, O, bigint) -> array(T)", "trino.min_by_n"},
    {"max_by(T, O, bigint) -> array(T)", "trino.max_by_n"},
    {"array_agg(T) -> array(T)", "trino.array_agg"},
    {"listagg(varchar, varchar, boolean, varchar, boolean) -> varchar", "trino.listagg"},
    {"histogram(E) -> map(E, bigint)", "trino.histogram"},
    {"map_agg(K, V) -> map(K, V)", "trino.map_agg"},
    {"multimap_agg(K, V) -> map(K, array(V))", "trino.multimap_agg"},
    {"map_union(map(K, V)) -> map(K, V)", "trino.map_union"},
    {"checksum(comparable) -> varbinary", "", false, checksum},
    {"bitwise_and_agg(bigint) -> bigint", "trino.bitwise_and_agg"},
    {"bitwise_or_agg(bigint) -> bigint", "trino.bitwise_or_agg"},
    {"geometric_mean(bigint) -> double", "trino.geometric_mean"},
    {"geometric_mean(real) -> real", "trino.geometric_mean", true},
    {"geometric_mean(double) -> double", "trino.geometric_mean"},
    {"skewness(double) -> double", "trino.skewness"},
    {"kurtosis(double) -> double", "trino.kurtosis"},
    {"stddev(double) -> double", "stddev_samp"},
    {"stddev_samp(double) -> double", "stddev_samp"},
    {"stddev_pop(double) -> double", "stddev_pop"},
    {"variance(double) -> double", "var_samp"},
    {"var_samp(double) -> double", "var_samp"},
    {"var_pop(double) -> double", "var_pop"},
    {"corr(real, real) -> real", "corr", true},
    {"corr(double, double) -> double", "corr"},
    {"covar_pop(real, real) -> real", "covar_pop", true},
    {"covar_pop(double, double) -> double", "covar_pop"},
    {"covar_samp(real, real) -> real", "covar_samp", true},
    {"covar_samp(double, double) -> double", "covar_samp"},
    {"regr_slope(real, real) -> real", "regr_slope", true},
    {"regr_slope(double, double) -> double", "regr_slope"},
    {"regr_intercept(real, real) -> real", "regr_intercept", true},
    {"regr_intercept(double, double) -> double", "regr_intercept"},
});

// Spark counts in 32 bits.
constexpr std::array kWindowFunctions = std::to_array<Function>({
    {"row_number() -> bigint", "row_number", true},
    {"rank() -> bigint", "rank", true},
    {"dense_rank() -> bigint", "dense_rank", true},
    {"percent_rank() -> double", "percent_rank"},
    {"cume_dist() -> double", "cume_dist"},
    {"ntile(bigint) -> bigint", "ntile", true},
    {"lag(T) -> T", "lag"},
    {"lag(T, bigint) -> T", "lag"},
    {"lag(T, bigint, T) -> T", "lag"},
    {"lead(T) -> T", "lead"},
    {"lead(T, bigint) -> T", "lead"},
    {"lead(T, bigint, T) -> T", "lead"},
    {"first_value(T) -> T", "first_value"},
    {"last_value(T) -> T", "last_value"},
    {"nth_value(T, bigint) -> T", "nth_value"},
});

}  // namespace

std::span<const Function> aggregate_functions() {
  return kAggregates;
}

std::span<const Function> window_functions() {
  return kWindowFunctions;
}

}  // namespace sql
