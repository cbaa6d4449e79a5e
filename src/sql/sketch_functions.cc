#include <fmt/format.h>

#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/hyperloglog.html, tdigest.html, qdigest.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

constexpr double kSetError = 0.01625;     // the standard error of an approx_set
constexpr double kDigestAccuracy = 0.01;  // of the ranks in a digest

base::Result<PlanExpression> empty_set(Arguments, Position) {
  return plan::call("trino.empty_set", {plan::literal(kSetError)});
}

// (value [, weight [, accuracy]])
base::Result<PlanExpression> digest(Arguments arguments, Position) {
  if (arguments.size() < 2) arguments.push_back({plan::literal(1e0), {TypeKind::Double}});
  if (arguments.size() < 3) arguments.push_back({plan::literal(kDigestAccuracy), {TypeKind::Double}});
  return plan::call("trino.digest", plans(std::move(arguments)));
}

const char* word_of(const Type& digest) {
  if (digest.kind == TypeKind::TDigest) return "double";
  const TypeKind kind = digest.parts[0].kind;
  return kind == TypeKind::Bigint ? "bigint" : kind == TypeKind::Real ? "real" : "double";
}

base::Result<PlanExpression> merged(Arguments arguments, Position) {
  const std::string function = std::string("trino.merge_digests_of_") + word_of(arguments[0].type);
  return plan::call(function, plans(std::move(arguments)));
}

base::Result<PlanExpression> value_at(Arguments arguments, Position) {
  const std::string function = std::string("trino.") + word_of(arguments[0].type) + "_at_quantile";
  return plan::call(function, plans(std::move(arguments)));
}

base::Result<PlanExpression> values_at(Arguments arguments, Position position) {
  const std::string name = fmt::format("quantile_{}_{}", position.line, position.column);
  const std::string function = std::string("trino.") + word_of(arguments[0].type) + "_at_quantile";
  PlanExpression one = plan::call(function, {std::move(arguments[0].plan), plan::lambda_variable(name)});
  return plan::call("trino.transform", {std::move(arguments[1].plan), plan::lambda(std::move(one), {name})});
}

base::Result<PlanExpression> quantile_at(Arguments arguments, Position) {
  const std::string function = std::string("trino.quantile_at_") + word_of(arguments[0].type);
  return plan::call(function, plans(std::move(arguments)));
}

constexpr std::array kScalars = std::to_array<Function>({
    {"cardinality(hyperloglog) -> bigint", "trino.set_cardinality"},
    {"empty_approx_set() -> hyperloglog", "", false, empty_set},
    {"value_at_quantile(tdigest, double) -> double", "", false, value_at},
    {"value_at_quantile(qdigest(T), double) -> T", "", false, value_at},
    {"values_at_quantiles(tdigest, array(double)) -> array(double)", "", false, values_at},
    {"values_at_quantiles(qdigest(T), array(double)) -> array(T)", "", false, values_at},
    {"quantile_at_value(qdigest(bigint), bigint) -> double", "", false, quantile_at},
    {"quantile_at_value(qdigest(real), real) -> double", "", false, quantile_at},
    {"quantile_at_value(qdigest(double), double) -> double", "", false, quantile_at},
});

constexpr std::array kAggregates = std::to_array<Function>({
    {"approx_set(bigint) -> hyperloglog", "trino.approx_set"},
    {"approx_set(double) -> hyperloglog", "trino.approx_set"},
    {"approx_set(varchar) -> hyperloglog", "trino.approx_set"},
    {"merge(hyperloglog) -> hyperloglog", "trino.merge_sets"},
    {"merge(tdigest) -> tdigest", "", false, merged},
    {"merge(qdigest(T)) -> qdigest(T)", "", false, merged},
    {"tdigest_agg(double) -> tdigest", "", false, digest},
    {"tdigest_agg(double, double) -> tdigest", "", false, digest},
    {"qdigest_agg(bigint) -> qdigest(bigint)", "", false, digest},
    {"qdigest_agg(bigint, bigint) -> qdigest(bigint)", "", false, digest},
    {"qdigest_agg(bigint, bigint, double) -> qdigest(bigint)", "", false, digest},
    {"qdigest_agg(real) -> qdigest(real)", "", false, digest},
    {"qdigest_agg(real, bigint) -> qdigest(real)", "", false, digest},
    {"qdigest_agg(real, bigint, double) -> qdigest(real)", "", false, digest},
    {"qdigest_agg(double) -> qdigest(double)", "", false, digest},
    {"qdigest_agg(double, bigint) -> qdigest(double)", "", false, digest},
    {"qdigest_agg(double, bigint, double) -> qdigest(double)", "", false, digest},
});

}  // namespace

std::span<const Function> sketch_functions() {
  return kScalars;
}

std::span<const Function> sketch_aggregates() {
  return kAggregates;
}

}  // namespace sql
