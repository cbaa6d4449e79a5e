#include <fmt/format.h>

#include <array>

#include "sql/cast.h"
#include "sql/function_row.h"

// https://trino.io/docs/435/functions/hyperloglog.html, tdigest.html, qdigest.html,
// setdigest.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

constexpr double kSetError = 0.01625;     // the standard error of an approx_set
constexpr double kDigestAccuracy = 0.01;  // of the ranks in a digest

base::Result<PlanExpression> empty_set(Arguments, Position) {
  return plan::call("trino.empty_set", {plan::literal(kSetError)});
}

base::Result<PlanExpression> set(Arguments arguments, Position) {
  return plan::call("trino.approx_set", {std::move(arguments[0].plan), plan::literal(kSetError)});
}

const Typed kOne{plan::literal(1e0), {TypeKind::Double}};

// (value [, weight])
base::Result<PlanExpression> tdigest(Arguments arguments, Position) {
  if (arguments.size() < 2) arguments.push_back(kOne);
  return plan::call("trino.tdigest", plans(std::move(arguments)));
}

// (value [, weight [, accuracy]])
base::Result<PlanExpression> qdigest(Arguments arguments, Position) {
  if (arguments.size() < 2) arguments.push_back(kOne);
  if (arguments.size() < 3) arguments.push_back({plan::literal(kDigestAccuracy), {TypeKind::Double}});
  return plan::call("trino.qdigest", plans(std::move(arguments)));
}

// The function for a qdigest of its type.
PlanExpression call_for(std::string_view function, Arguments arguments) {
  const TypeKind kind = arguments[0].type.parts[0].kind;
  const char* word = kind == TypeKind::Bigint ? "bigint" : kind == TypeKind::Real ? "real" : "double";
  return plan::call(fmt::format(fmt::runtime(function), word), plans(std::move(arguments)));
}

base::Result<PlanExpression> merged(Arguments arguments, Position) {
  return call_for("trino.merge_qdigests_of_{}", std::move(arguments));
}
base::Result<PlanExpression> value_at(Arguments arguments, Position) {
  return call_for("trino.qdigest_of_{}_at", std::move(arguments));
}
base::Result<PlanExpression> values_at(Arguments arguments, Position) {
  return call_for("trino.qdigest_of_{}_at_each", std::move(arguments));
}
base::Result<PlanExpression> quantile_at(Arguments arguments, Position) {
  return call_for("trino.quantile_at_{}", std::move(arguments));
}

// What Trino keeps otherwise than as one number or as bytes.
bool has_set_digest(const Type& type) {
  const bool long_decimal = type.kind == TypeKind::Decimal && type.precision > 18;
  return type.kind != TypeKind::Unknown && type.kind != TypeKind::Boolean && type.kind != TypeKind::Double &&
         !long_decimal && !is_nested(type) && !is_sketch(type);
}

// As Trino hashes it: as a bigint, or as bytes.
base::Result<PlanExpression> set_digest(Arguments arguments, Position position) {
  Typed& value = arguments[0];
  const Type type = value.type;
  if (!has_set_digest(type))
    return error_at(
        position, "FUNCTION_IMPLEMENTATION_MISSING",
        fmt::format("Unsupported type parameters (system.builtin.make_set_digest({}):SetDigest) for "
                    "<T>(t):setdigest",
                    to_string(type)));
  if (type.kind == TypeKind::Date)
    value = {plan::call("unix_date", {std::move(value.plan)}), {TypeKind::Integer}};
  if (type.kind == TypeKind::Char) value.plan = plan::call("rtrim", {std::move(value.plan)});
  if (is_characters(type) || type.kind == TypeKind::Json)
    value = {plan::call("trino.to_utf8", {std::move(value.plan)}), {TypeKind::Varbinary}};
  if (is_integral(value.type)) value = coerce(std::move(value), {TypeKind::Bigint});
  if (value.type.kind != TypeKind::Bigint && value.type.kind != TypeKind::Varbinary)
    return not_supported_yet(position, "a set digest of " + to_string(type));
  return plan::call("trino.set_digest", {std::move(value.plan)});
}

constexpr std::array kScalars = std::to_array<Function>({
    {"cardinality(hyperloglog) -> bigint", "trino.set_cardinality"},
    {"cardinality(setdigest) -> bigint", "trino.set_digest_cardinality"},
    {"intersection_cardinality(setdigest, setdigest) -> bigint", "trino.intersection_cardinality"},
    {"jaccard_index(setdigest, setdigest) -> double", "trino.jaccard_index"},
    {"hash_counts(setdigest) -> map(bigint, smallint)", "trino.hash_counts"},
    {"empty_approx_set() -> hyperloglog", "", false, empty_set},
    {"value_at_quantile(tdigest, double) -> double", "trino.tdigest_at"},
    {"value_at_quantile(qdigest(T), double) -> T", "", false, value_at},
    {"values_at_quantiles(tdigest, array(double)) -> array(double)", "trino.tdigest_at_each"},
    {"values_at_quantiles(qdigest(T), array(double)) -> array(T)", "", false, values_at},
    {"quantile_at_value(qdigest(bigint), bigint) -> double", "", false, quantile_at},
    {"quantile_at_value(qdigest(real), real) -> double", "", false, quantile_at},
    {"quantile_at_value(qdigest(double), double) -> double", "", false, quantile_at},
});

constexpr std::array kAggregates = std::to_array<Function>({
    {"approx_set(bigint) -> hyperloglog", "", false, set},
    {"approx_set(double) -> hyperloglog", "", false, set},
    {"approx_set(varchar) -> hyperloglog", "", false, set},
    {"merge(hyperloglog) -> hyperloglog", "trino.merge_sets"},
    {"merge(tdigest) -> tdigest", "trino.merge_tdigests"},
    {"merge(qdigest(T)) -> qdigest(T)", "", false, merged},
    {"make_set_digest(T) -> setdigest", "", false, set_digest},
    {"merge_set_digest(setdigest) -> setdigest", "trino.merge_set_digests"},
    {"tdigest_agg(double) -> tdigest", "", false, tdigest},
    {"tdigest_agg(double, double) -> tdigest", "", false, tdigest},
    {"qdigest_agg(bigint) -> qdigest(bigint)", "", false, qdigest},
    {"qdigest_agg(bigint, bigint) -> qdigest(bigint)", "", false, qdigest},
    {"qdigest_agg(bigint, bigint, double) -> qdigest(bigint)", "", false, qdigest},
    {"qdigest_agg(real) -> qdigest(real)", "", false, qdigest},
    {"qdigest_agg(real, bigint) -> qdigest(real)", "", false, qdigest},
    {"qdigest_agg(real, bigint, double) -> qdigest(real)", "", false, qdigest},
    {"qdigest_agg(double) -> qdigest(double)", "", false, qdigest},
    {"qdigest_agg(double, bigint) -> qdigest(double)", "", false, qdigest},
    {"qdigest_agg(double, bigint, double) -> qdigest(double)", "", false, qdigest},
});

}  // namespace

std::span<const Function> sketch_functions() {
  return kScalars;
}

std::span<const Function> sketch_aggregates() {
  return kAggregates;
}

}  // namespace sql
