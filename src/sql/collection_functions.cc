#include <fmt/format.h>

#include <array>

#include "sql/cast.h"
#include "sql/function_row.h"

// https://trino.io/docs/435/functions/array.html, map.html, lambda.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

base::Result<PlanExpression> map_without_entries(Arguments, Position) {
  return plan::call("trino.map", {plan::call("array", {}), plan::call("array", {})});
}

// https://trino.io/docs/435/functions/session.html. Nobody is in a group here.
base::Result<PlanExpression> current_groups(Arguments, Position) {
  return coerce({plan::call("array", {}), array_type({})}, array_type(varchar_type())).plan;
}

base::Result<PlanExpression> too_few_maps(Arguments, Position) {
  return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                       "There must be two or more concatenation arguments to map_concat");
}

Type zipped(Types arrays) {
  Type row{.kind = TypeKind::Row};
  for (const Type& array : arrays) {
    row.parts.push_back(array.parts[0]);
    row.names.emplace_back();
  }
  return array_type(std::move(row));
}

Type item_type(Types arrays) {
  return arrays[0].parts[0];
}

Type entries(Types maps) {
  return array_type(row_type(maps[0].parts, {"", ""}));
}

// The items as texts, as a cast makes them, and the arguments behind.
base::Result<PlanExpression> array_join(Arguments arguments, Position position) {
  const Type item = arguments[0].type.parts[0];
  if (!is_text(item) && item.kind != TypeKind::Unknown) {
    const std::string name = fmt::format("joined_{}_{}", position.line, position.column);
    Typed shown = TRY(cast({plan::lambda_variable(name), item}, varchar_type(), OnFailure::Error, position));
    PlanExpression lambda = plan::lambda(std::move(shown.plan), {name});
    arguments[0].plan = plan::call("trino.transform", {std::move(arguments[0].plan), std::move(lambda)});
  }
  return plan::call("trino.array_join", plans(std::move(arguments)));
}

constexpr std::array kRows = std::to_array<Function>({
    {"current_groups() -> array(varchar)", "", false, current_groups},
    {"cardinality(array(T)) -> bigint", "trino.cardinality"},
    {"cardinality(map(K, V)) -> bigint", "trino.cardinality"},
    {"element_at(array(T), bigint) -> T", "trino.element_at"},
    {"element_at(map(K, V), K) -> V", "trino.element_at"},
    {"contains(array(E), E) -> boolean", "trino.contains"},
    {"array_position(array(E), E) -> bigint", "trino.array_position"},
    {"array_join(array(T), varchar) -> varchar", "", false, array_join},
    {"array_join(array(T), varchar, varchar) -> varchar", "", false, array_join},
    {"array_min(array(orderable)) -> boolean", "trino.array_min", false, nullptr, item_type},
    {"array_max(array(orderable)) -> boolean", "trino.array_max", false, nullptr, item_type},
    {"array_sort(array(orderable)) -> boolean", "trino.array_sort", false, nullptr, first_type},
    {"array_distinct(array(E)) -> array(E)", "trino.array_distinct"},
    {"array_sort(array(T), function(T, T, integer)) -> array(T)", "trino.array_sort_by"},
    {"shuffle(array(T)) -> array(T)", "trino.shuffle"},
    {"combinations(array(T), integral) -> array(array(T))", "trino.combinations"},
    {"ngrams(array(T), integral) -> array(array(T))", "trino.ngrams"},
    {"trim_array(array(T), bigint) -> array(T)", "trino.trim_array"},
    {"array_histogram(array(E)) -> map(E, bigint)", "trino.array_histogram"},
    {"multimap_from_entries(array(row(K, V))) -> map(K, array(V))", "trino.multimap_from_entries"},
    {"map_zip_with(map(K, V), map(K, W), function(K, V, W, R)) -> map(K, R)", "trino.map_zip_with"},
    {"array_union(array(E), array(E)) -> array(E)", "trino.array_union"},
    {"array_intersect(array(E), array(E)) -> array(E)", "trino.array_intersect"},
    {"array_except(array(E), array(E)) -> array(E)", "trino.array_except"},
    {"arrays_overlap(array(E), array(E)) -> boolean", "trino.arrays_overlap"},
    {"contains_sequence(array(E), array(E)) -> boolean", "trino.contains_sequence"},
    {"array_remove(array(E), E) -> array(E)", "trino.array_remove"},
    {"reverse(array(T)) -> array(T)", "trino.array_reverse"},
    {"slice(array(T), bigint, bigint) -> array(T)", "trino.slice"},
    {"flatten(array(array(T))) -> array(T)", "trino.flatten"},
    {"sequence(bigint, bigint) -> array(bigint)", "trino.sequence_by_one"},
    {"sequence(bigint, bigint, bigint) -> array(bigint)", "trino.sequence"},
    {"sequence(date, date) -> array(date)", "trino.date_sequence_by_one"},
    {"sequence(date, date, interval_day) -> array(date)", "trino.date_sequence"},
    {"sequence(date, date, interval_year) -> array(date)", "trino.date_sequence_by_months"},
    {"sequence(timestamp, timestamp, interval_day) -> array(timestamp)", "trino.timestamp_sequence"},
    {"sequence(timestamp, timestamp, interval_year) -> array(timestamp)",
     "trino.timestamp_sequence_by_months"},
    {"repeat(T, bigint) -> array(T)", "trino.repeat"},
    {"zip(array(T), array(U)) -> array(T)", "trino.zip", false, nullptr, zipped},
    {"zip(array(T), array(U), array(V)) -> array(T)", "trino.zip", false, nullptr, zipped},
    {"zip(array(T), array(U), array(V), array(W)) -> array(T)", "trino.zip", false, nullptr, zipped},
    {"zip(array(T), array(U), array(V), array(W), array(X)) -> array(T)", "trino.zip", false, nullptr,
     zipped},
    {"transform(array(T), function(T, U)) -> array(U)", "trino.transform"},
    {"filter(array(T), function(T, boolean)) -> array(T)", "trino.filter"},
    {"all_match(array(T), function(T, boolean)) -> boolean", "trino.all_match"},
    {"any_match(array(T), function(T, boolean)) -> boolean", "trino.any_match"},
    {"none_match(array(T), function(T, boolean)) -> boolean", "trino.none_match"},
    {"zip_with(array(T), array(U), function(T, U, R)) -> array(R)", "trino.zip_with"},
    {"reduce(array(T), S, function(S, T, S), function(S, R)) -> R", "trino.reduce"},
    {"map_filter(map(K, V), function(K, V, boolean)) -> map(K, V)", "trino.map_filter"},
    {"transform_keys(map(K, V), function(K, V, E)) -> map(E, V)", "trino.transform_keys"},
    {"transform_values(map(K, V), function(K, V, R)) -> map(K, R)", "trino.transform_values"},
    {"map() -> map(unknown, unknown)", "", false, map_without_entries},
    {"map(array(K), array(V)) -> map(K, V)", "trino.map"},
    {"map_keys(map(K, V)) -> array(K)", "trino.map_keys"},
    {"map_values(map(K, V)) -> array(V)", "trino.map_values"},
    {"map_entries(map(K, V)) -> array(K)", "trino.map_entries", false, nullptr, entries},
    {"map_from_entries(array(row(K, V))) -> map(K, V)", "trino.map_from_entries"},
    {"map_concat(map(K, V)) -> map(K, V)", "", false, too_few_maps},
    {"map_concat(map(K, V), map(K, V)...) -> map(K, V)", "trino.map_concat"},
});

}  // namespace

std::span<const Function> collection_functions() {
  return kRows;
}

}  // namespace sql
