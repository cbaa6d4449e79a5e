#include "engine/functions/pandas_functions.h"

#include <fmt/format.h>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/aggregate.h"
#include "engine/functions/nested.h"
#include "engine/functions/window.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

// The place of each row, from 0, in the order in which they come.
base::Result<Typed> distributed_sequence_id(Call& call) {
  auto place = window_tree(Window(), "row_number", Trees());
  return Typed{call_tree("-", std::move(place), number_tree(1)), Type::BIGINT, call_name(call)};
}

base::Result<Typed> distributed_id(Call& call) {
  call.name = "monotonically_increasing_id";
  return call_function(std::move(call));
}

bool is_true(const Typed& flag) {
  return flag.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT &&
         flag.type.id() == duckdb::LogicalTypeId::BOOLEAN &&
         duckdb::BooleanValue::Get(flag.tree->Cast<duckdb::ConstantExpression>().value);
}

Tree count_of(const Call& call, const Tree& value) {
  return cast_tree(aggregate_tree(call, "count", trees(value->Copy()), false), Type::DOUBLE);
}

// Divided by the number of values less ddof; NULL where that is none.
base::Result<Tree> per_degree(Call& call, std::size_t ddof, Tree sum, Tree count) {
  auto freedom = call_tree("-", std::move(count), TRY(argument_as(call, ddof, Type::DOUBLE)));
  auto divisor = call_tree("nullif", std::move(freedom), constant_tree(duckdb::Value::DOUBLE(0)));
  return call_tree("/", std::move(sum), std::move(divisor));
}

// pandas_var(value, ddof)
base::Result<Typed> variance(Call& call) {
  std::string name = call_name(call);
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  auto count = count_of(call, value);
  auto spread = aggregate_tree(call, "dovetail_spread", trees(std::move(value)), false);
  return Typed{TRY(per_degree(call, 1, std::move(spread), std::move(count))), Type::DOUBLE, std::move(name)};
}
base::Result<Typed> deviation(Call& call) {
  auto value = TRY(variance(call));
  value.tree = call_tree("sqrt", std::move(value.tree));
  return value;
}

// pandas_covar(x, y, ddof): over the rows where both are known.
base::Result<Typed> covariance(Call& call) {
  std::string name = call_name(call);
  auto x = TRY(argument_as(call, 0, Type::DOUBLE)), y = TRY(argument_as(call, 1, Type::DOUBLE));
  auto count =
      cast_tree(aggregate_tree(call, "regr_count", trees(x->Copy(), y->Copy()), false), Type::DOUBLE);
  auto mean = aggregate_tree(call, "covar_pop", trees(std::move(x), std::move(y)), false);
  auto sum = call_tree("*", std::move(mean), count->Copy());
  return Typed{TRY(per_degree(call, 2, std::move(sum), std::move(count))), Type::DOUBLE, std::move(name)};
}

base::Result<Typed> of_doubles(Call& call, const char* function) {
  std::string name = call_name(call);
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  return Typed{aggregate_tree(call, function, trees(std::move(value)), false), Type::DOUBLE, std::move(name)};
}
base::Result<Typed> skewness(Call& call) {
  return of_doubles(call, "dovetail_pandas_skewness");
}
base::Result<Typed> kurtosis(Call& call) {
  return of_doubles(call, "dovetail_pandas_kurtosis");
}

// pandas_product(value, dropna): 1 of no values; without dropna, NULL beside a NULL. It is multiplied in
// doubles, also where whole numbers give one.
base::Result<Typed> product(Call& call) {
  std::string name = call_name(call);
  const bool whole = is_integral(call.arguments[0].type);
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  const bool drops = is_true(call.arguments[1]);
  auto all = aggregate_tree(call, "count_star", Trees(), false);
  auto known = aggregate_tree(call, "count", trees(value->Copy()), false);
  auto made = operator_tree(ExpressionType::OPERATOR_COALESCE,
                            trees(aggregate_tree(call, "product", trees(std::move(value)), false),
                                  constant_tree(duckdb::Value::DOUBLE(1))));
  if (!drops)
    made = if_tree(compare_tree(ExpressionType::COMPARE_EQUAL, std::move(all), std::move(known)),
                   std::move(made), null_tree(Type::DOUBLE));
  Typed result{std::move(made), Type::DOUBLE, name};
  if (whole) result = TRY(cast(std::move(result), Type::BIGINT, CastMode::Legacy, call.session));
  result.name = std::move(name);
  return result;
}

// pandas_mode(value, dropna): all values that come most often.
base::Result<Typed> mode(Call& call) {
  if (!is_true(call.arguments[1])) return unsupported("mode(dropna=False) of pandas API on Spark");
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto counts = aggregate_tree(call, "histogram", trees(std::move(call.arguments[0].tree)), false);
  auto modes = let_tree(std::move(counts), [](const Tree& map) {
    const std::string entry = "dovetail_entry";
    auto most = call_tree("list_max", call_tree("map_values", map->Copy()));
    auto is_mode =
        compare_tree(ExpressionType::COMPARE_EQUAL, field_tree(column_tree(entry), "value"), std::move(most));
    auto entries = call_tree("list_filter", call_tree("map_entries", map->Copy()),
                             lambda_tree({entry}, std::move(is_mode)));
    return transform_tree(std::move(entries), entry, field_tree(column_tree(entry), "key"));
  });
  auto none = cast_tree(call_tree("list_value", Trees()), type);
  return Typed{operator_tree(ExpressionType::OPERATOR_COALESCE, trees(std::move(modes), std::move(none))),
               type, std::move(name)};
}

base::Result<Typed> timestamp_ntz_to_long(Call& call) {
  std::string name = call_name(call);
  auto time = TRY(argument_as(call, 0, Type::TIMESTAMP));
  return Typed{call_tree("epoch_us", std::move(time)), Type::BIGINT, std::move(name)};
}

base::Result<Typed> later(Call& call) {
  return unsupported(fmt::format("the function `{}` of pandas API on Spark", call.name));
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
constexpr FunctionRow kRows[] = {
    {"distributed_sequence_id", 0, 1, distributed_sequence_id},
    {"distributed_id", 0, 0, distributed_id},
    {"pandas_var", 2, 2, variance, kAggregate},
    {"pandas_stddev", 2, 2, deviation, kAggregate},
    {"pandas_covar", 3, 3, covariance, kAggregate},
    {"pandas_skew", 1, 1, skewness, kAggregate},
    {"pandas_kurt", 1, 1, kurtosis, kAggregate},
    {"pandas_product", 2, 2, product, kAggregate},
    {"pandas_mode", 2, 2, mode, kAggregate},
    {"timestamp_ntz_to_long", 1, 1, timestamp_ntz_to_long},
    {"ewm", 3, 3, later, kAggregate},
    {"null_index", 1, 1, later, kAggregate},
    {"collect_top_k", 3, 3, later, kAggregate},
    {"array_binary_search", 2, 2, later},
};

}  // namespace

std::span<const FunctionRow> pandas_functions() {
  return kRows;
}

}  // namespace engine
