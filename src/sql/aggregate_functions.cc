#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/aggregate.html, window.html
namespace sql {
namespace {

Type summed_decimal(Types arguments) {
  return decimal_type(kMaxDecimalPrecision, arguments[0].scale);
}

// Spark's sum wraps around where Trino's fails.
constexpr std::array kAggregates = std::to_array<Function>({
    {"count(any) -> bigint", "count"},
    {"sum(integral) -> bigint", "trino.sum"},
    {"sum(decimal) -> decimal", "trino.sum", false, nullptr, summed_decimal},
    {"sum(real) -> real", "sum", true},
    {"sum(double) -> double", "sum"},
    {"avg(integral) -> double", "avg"},
    {"avg(decimal) -> decimal", "trino.avg", false, nullptr, first_type},
    {"avg(real) -> real", "avg", true},
    {"avg(double) -> double", "avg"},
    {"min(orderable) -> varchar", "min", false, nullptr, first_type},
    {"max(orderable) -> varchar", "max", false, nullptr, first_type},
    {"approx_distinct(any) -> bigint", "approx_count_distinct"},
    {"arbitrary(any) -> varchar", "trino.arbitrary", false, nullptr, first_type},
    {"any_value(any) -> varchar", "trino.arbitrary", false, nullptr, first_type},
    {"bool_and(boolean) -> boolean", "bool_and"},
    {"bool_or(boolean) -> boolean", "bool_or"},
    {"every(boolean) -> boolean", "bool_and"},
    {"count_if(boolean) -> bigint", "count_if"},
    {"min_by(T, orderable) -> T", "min_by"},
    {"max_by(T, orderable) -> T", "max_by"},
    {"array_agg(T) -> array(T)", "trino.array_agg"},
    {"array_agg where(T, boolean) -> array(T)", "trino.array_agg"},
    {"histogram(T) -> map(T, bigint)", "trino.histogram"},
    {"stddev(double) -> double", "stddev_samp"},
    {"stddev_samp(double) -> double", "stddev_samp"},
    {"stddev_pop(double) -> double", "stddev_pop"},
    {"variance(double) -> double", "var_samp"},
    {"var_samp(double) -> double", "var_samp"},
    {"var_pop(double) -> double", "var_pop"},
    {"corr(double, double) -> double", "corr"},
    {"covar_pop(double, double) -> double", "covar_pop"},
    {"covar_samp(double, double) -> double", "covar_samp"},
    {"regr_slope(double, double) -> double", "regr_slope"},
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
