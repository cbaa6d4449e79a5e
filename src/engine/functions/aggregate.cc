#include "engine/functions/aggregate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/functions/call_errors.h"
#include "engine/functions/interval.h"
#include "engine/functions/nested_order.h"
#include "engine/functions/window.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

duckdb::vector<duckdb::OrderByNode> orders_of(const Call& call) {
  duckdb::vector<duckdb::OrderByNode> orders;
  for (const auto& order : call.orders)
    orders.emplace_back(order.type, order.null_order, order.expression->Copy());
  return orders;
}

// count(*), which plans spell count(1) or count(star); count(a, b) skips the rows where any is NULL.
base::Result<Typed> count(Call& call) {
  std::string name = call_name(call);
  const bool all_rows =
      call.arguments.size() == 1 && !call.distinct && constant_integer(call.arguments[0]).has_value();
  if (all_rows)
    return Typed{aggregate_tree(call, "count_star", Trees(), false), Type::BIGINT, std::move(name)};
  if (call.arguments.size() == 1) {
    auto counted = comparable(std::move(call.arguments[0].tree), call.arguments[0].type);
    return Typed{aggregate_tree(call, "count", trees(std::move(counted)), call.distinct), Type::BIGINT,
                 std::move(name)};
  }
  Trees values, present;
  for (auto& argument : call.arguments) {
    present.push_back(present_tree(argument.tree));
    values.push_back(std::move(argument.tree));
  }
  auto filter = conjunction_tree(ExpressionType::CONJUNCTION_AND, std::move(present));
  auto row = call_tree("row", std::move(values));
  return Typed{aggregate_tree(call, "count", trees(std::move(row)), call.distinct, std::move(filter)),
               Type::BIGINT, std::move(name)};
}

base::Result<void> make_numeric(Call& call) {
  auto& value = call.arguments[0];
  if (is_string(value.type) || is_null_type(value.type))
    value = TRY(coerce(std::move(value), Type::DOUBLE, call.session));
  if (!is_numeric(value.type)) return wrong_type(call, 0, "NUMERIC");
  return {};
}

// DuckDB sums integers in 128 bits and decimals in 38 digits; what Spark and Trino have is narrower.
base::Result<Typed> sum_with(Call& call, bool trino) {
  std::string name = call_name(call);
  TRY(make_numeric(call));
  auto& value = call.arguments[0];
  if (is_fractional(value.type)) {
    auto input = cast_tree(std::move(value.tree), Type::DOUBLE);
    return Typed{aggregate_tree(call, "sum", trees(std::move(input)), call.distinct), Type::DOUBLE,
                 std::move(name)};
  }
  const bool decimal = is_decimal(value.type);
  const Type type =
      !decimal ? Type(Type::BIGINT)
               : Type::DECIMAL(static_cast<uint8_t>(trino ? 38 : std::min(38, precision_of(value.type) + 10)),
                               static_cast<uint8_t>(scale_of(value.type)));
  auto sum = aggregate_tree(call, "sum", trees(std::move(value.tree)), call.distinct);
  const char* kernel = trino               ? "dovetail_narrow_trino"
                       : call.session.ansi ? "dovetail_narrow_ansi"
                                           : "dovetail_narrow_spark";
  return Typed{call_tree(kernel, trees(std::move(sum), null_tree(type))), type, std::move(name)};
}
base::Result<Typed> sum(Call& call) {
  if (has_interval(call)) return sum_intervals(call);
  return sum_with(call, false);
}
base::Result<Typed> trino_sum(Call& call) {
  return sum_with(call, true);
}

// Of decimals: the sum divided by the count, both exact, with four digits more of scale.
Typed decimal_average(Call& call, std::string name, const Type& type, const char* divide) {
  auto& value = call.arguments[0];
  auto count = aggregate_tree(call, "count", trees(value.tree->Copy()), call.distinct);
  auto sum = aggregate_tree(call, "sum", trees(std::move(value.tree)), call.distinct);
  auto divisor = cast_tree(std::move(count), Type::DECIMAL(20, 0));
  // No row, no average: NULL, not a division by zero.
  auto safe_divisor = call_tree(
      "nullif",
      trees(std::move(divisor), cast_tree(constant_tree(duckdb::Value::INTEGER(0)), Type::DECIMAL(20, 0))));
  return {call_tree(divide, trees(std::move(sum), std::move(safe_divisor), null_tree(type))), type,
          std::move(name)};
}

base::Result<Typed> average_with(Call& call, bool trino) {
  std::string name = call_name(call);
  TRY(make_numeric(call));
  auto& value = call.arguments[0];
  if (is_decimal(value.type)) {
    const Type type = trino ? value.type
                            : Type::DECIMAL(static_cast<uint8_t>(std::min(38, precision_of(value.type) + 4)),
                                            static_cast<uint8_t>(std::min(38, scale_of(value.type) + 4)));
    return decimal_average(call, std::move(name), type,
                           trino               ? "dovetail_decimal_divide_trino"
                           : call.session.ansi ? "dovetail_decimal_divide_ansi"
                                               : "dovetail_decimal_divide_spark");
  }
  auto input =
      is_fractional(value.type) ? cast_tree(std::move(value.tree), Type::DOUBLE) : std::move(value.tree);
  return Typed{aggregate_tree(call, "avg", trees(std::move(input)), call.distinct), Type::DOUBLE,
               std::move(name)};
}
base::Result<Typed> average(Call& call) {
  if (has_interval(call)) return average_interval(call);
  return average_with(call, false);
}
base::Result<Typed> trino_average(Call& call) {
  return average_with(call, true);
}

base::Result<Typed> keep_type(Call& call, const char* function) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  if (has_map(type)) return not_ordered(call, call.name, type);
  return Typed{aggregate_tree(call, function, trees(std::move(call.arguments[0].tree)), false), type,
               std::move(name)};
}
// Of zoned timestamps, and of values in values, by what orders them.
base::Result<Typed> extreme(Call& call, const char* function, const char* by_order) {
  const Type type = call.arguments[0].type;
  if (!is_zoned(type) && (!type.IsNested() || has_map(type))) return keep_type(call, function);
  std::string name = call_name(call);
  auto order = ordered_tree(comparable(call.arguments[0].tree->Copy(), type), type);
  auto arguments = trees(std::move(call.arguments[0].tree), std::move(order));
  return Typed{aggregate_tree(call, by_order, std::move(arguments), false), type, std::move(name)};
}
base::Result<Typed> least(Call& call) {
  return extreme(call, "min", "arg_min");
}
base::Result<Typed> greatest(Call& call) {
  return extreme(call, "max", "arg_max");
}

base::Result<Typed> of_doubles(Call& call, const char* function) {
  std::string name = call_name(call);
  TRY(make_numeric(call));
  auto input = TRY(argument_as(call, 0, Type::DOUBLE));
  return Typed{aggregate_tree(call, function, trees(std::move(input)), call.distinct), Type::DOUBLE,
               std::move(name)};
}
base::Result<Typed> stddev(Call& call) {
  return of_doubles(call, "dovetail_stddev_samp");
}
base::Result<Typed> stddev_pop(Call& call) {
  return of_doubles(call, "dovetail_stddev_pop");
}
base::Result<Typed> variance(Call& call) {
  return of_doubles(call, "dovetail_var_samp");
}
base::Result<Typed> variance_pop(Call& call) {
  return of_doubles(call, "dovetail_var_pop");
}

base::Result<Typed> skewness(Call& call) {
  return of_doubles(call, "dovetail_skewness");
}
base::Result<Typed> kurtosis(Call& call) {
  return of_doubles(call, "dovetail_kurtosis");
}

base::Result<Typed> of_booleans(Call& call, const char* function) {
  std::string name = call_name(call);
  auto input = TRY(argument_as(call, 0, Type::BOOLEAN));
  return Typed{aggregate_tree(call, function, trees(std::move(input)), call.distinct), Type::BOOLEAN,
               std::move(name)};
}
base::Result<Typed> every(Call& call) {
  return of_booleans(call, "bool_and");
}
base::Result<Typed> some(Call& call) {
  return of_booleans(call, "bool_or");
}

base::Result<Typed> count_if(Call& call) {
  std::string name = call_name(call);
  auto input = TRY(argument_as(call, 0, Type::BOOLEAN));
  auto counted =
      if_tree(std::move(input), constant_tree(duckdb::Value::INTEGER(1)), null_tree(Type::INTEGER));
  return Typed{aggregate_tree(call, "count", trees(std::move(counted)), call.distinct), Type::BIGINT,
               std::move(name)};
}

base::Result<Typed> min_by(Call& call) {
  return at_extreme(call, "arg_min_null");
}
base::Result<Typed> max_by(Call& call) {
  return at_extreme(call, "arg_max_null");
}

// Of the rows as they come; NULL too, unless a second argument says true.
base::Result<Typed> at_end(Call& call, const char* function, std::string_view of_window) {
  std::string name = fmt::format("{}({})", call.name, call.arguments[0].name);
  if (call.over) {
    call.name = of_window;
    auto value = TRY(call_function(std::move(call)));
    value.name = std::move(name);
    return value;
  }
  const Type type = call.arguments[0].type;
  Tree filter;
  if (call.arguments.size() > 1) {
    const auto& ignore = call.arguments[1].tree;
    if (ignore->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT ||
        call.arguments[1].type.id() != duckdb::LogicalTypeId::BOOLEAN)
      return wrong_type(call, 1, "a constant BOOLEAN");
    if (ignore->Cast<duckdb::ConstantExpression>().value.GetValue<bool>())
      filter = present_tree(call.arguments[0].tree);
  }
  auto value = trees(std::move(call.arguments[0].tree));
  return Typed{aggregate_tree(call, function, std::move(value), false, std::move(filter)), type,
               std::move(name)};
}
base::Result<Typed> first(Call& call) {
  return at_end(call, "first", "first_value");
}
base::Result<Typed> last(Call& call) {
  return at_end(call, "last", "last_value");
}

// collect_list, collect_set: the values but NULLs, in no order; an empty array of none.
base::Result<Typed> collect(Call& call, bool distinct) {
  if (base::iequals(call.name, "array_agg")) call.name = "collect_list";
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto known = present_tree(call.arguments[0].tree);
  auto list = aggregate_tree(call, "list", trees(std::move(call.arguments[0].tree)),
                             distinct || call.distinct, std::move(known));
  auto empty = cast_tree(call_tree("list_value", Trees()), type);
  return Typed{operator_tree(ExpressionType::OPERATOR_COALESCE, trees(std::move(list), std::move(empty))),
               type, std::move(name)};
}
base::Result<Typed> collect_list(Call& call) {
  return collect(call, false);
}
base::Result<Typed> collect_set(Call& call) {
  return collect(call, true);
}

// Trino's arbitrary: any value but NULL, if there is one.
base::Result<Typed> arbitrary(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{aggregate_tree(call, "any_value", trees(std::move(call.arguments[0].tree)), false), type,
               std::move(name)};
}

base::Result<Typed> of_pairs(Call& call) {
  std::string name = call_name(call);
  auto first = TRY(argument_as(call, 0, Type::DOUBLE));
  auto second = TRY(argument_as(call, 1, Type::DOUBLE));
  auto arguments = trees(std::move(first), std::move(second));
  return Typed{aggregate_tree(call, std::string(call.name), std::move(arguments), call.distinct),
               Type::DOUBLE, std::move(name)};
}

// Whether all values are the same, among the rows where `other` is no NULL either.
Tree is_constant(const Call& call, const Tree& value, const Tree& other) {
  auto present = present_tree(other);
  auto variance = aggregate_tree(call, "dovetail_var_pop", trees(value->Copy()), false, std::move(present));
  return compare_tree(ExpressionType::COMPARE_EQUAL, std::move(variance),
                      constant_tree(duckdb::Value::DOUBLE(0)));
}

// No slope, and no correlation, where a side does not vary: NULL, and DuckDB's NaN.
base::Result<Typed> of_varying_pairs(Call& call) {
  std::string name = call_name(call);
  auto first = TRY(argument_as(call, 0, Type::DOUBLE));
  auto second = TRY(argument_as(call, 1, Type::DOUBLE));
  Trees constant = trees(is_constant(call, second, first));
  if (base::iequals(call.name, "corr")) constant.push_back(is_constant(call, first, second));
  call.arguments[0].tree = std::move(first), call.arguments[0].type = Type::DOUBLE;
  call.arguments[1].tree = std::move(second), call.arguments[1].type = Type::DOUBLE;
  auto value = TRY(of_pairs(call));
  value.tree =
      if_tree(constant.size() == 1 ? std::move(constant[0])
                                   : conjunction_tree(ExpressionType::CONJUNCTION_OR, std::move(constant)),
              null_tree(Type::DOUBLE), std::move(value.tree));
  value.name = std::move(name);
  return value;
}

// Bit by bit from the last argument: 1 where the row's grouping set leaves the key out.
base::Result<Typed> grouping_id(Call& call) {
  std::string name = call_name(call);
  Trees keys;
  for (auto& argument : call.arguments) keys.push_back(std::move(argument.tree));
  auto bits = operator_tree(ExpressionType::GROUPING_FUNCTION, std::move(keys));
  return Typed{cast_tree(std::move(bits), Type::BIGINT), Type::BIGINT, std::move(name)};
}

base::Result<Typed> grouping(Call& call) {
  auto id = TRY(grouping_id(call));
  return Typed{cast_tree(std::move(id.tree), Type::TINYINT), Type::TINYINT, std::move(id.name)};
}

// HyperLogLog too, but not Spark's own: the estimates differ within the error that both promise.
base::Result<Typed> approximate_count_distinct(Call& call) {
  std::string name = call_name(call);
  constexpr double kUsualError = 0.05;
  Tree error = call.arguments.size() > 1 ? TRY(argument_as(call, 1, Type::DOUBLE))
                                         : constant_tree(duckdb::Value::DOUBLE(kUsualError));
  return Typed{distinct_count_tree(call, std::move(error)), Type::BIGINT, std::move(name)};
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
constexpr FunctionRow kRows[] = {
    {"count", 1, FunctionRow::kAnyNumber, count, kAggregate},
    {"sum", 1, 1, sum, kAggregate},
    {"avg", 1, 1, average, kAggregate},
    {"mean", 1, 1, average, kAggregate},
    {"min", 1, 1, least, kAggregate},
    {"max", 1, 1, greatest, kAggregate},
    {"stddev", 1, 1, stddev, kAggregate},
    {"std", 1, 1, stddev, kAggregate},
    {"stddev_samp", 1, 1, stddev, kAggregate},
    {"stddev_pop", 1, 1, stddev_pop, kAggregate},
    {"variance", 1, 1, variance, kAggregate},
    {"var_samp", 1, 1, variance, kAggregate},
    {"var_pop", 1, 1, variance_pop, kAggregate},
    {"skewness", 1, 1, skewness, kAggregate},
    {"kurtosis", 1, 1, kurtosis, kAggregate},
    {"first", 1, 2, first, kAggregate},
    {"any_value", 1, 2, first, kAggregate},
    {"collect_list", 1, 1, collect_list, kAggregate},
    {"array_agg", 1, 1, collect_list, kAggregate},
    {"collect_set", 1, 1, collect_set, kAggregate},
    {"last", 1, 2, last, kAggregate},
    {"approx_count_distinct", 1, 2, approximate_count_distinct, kAggregate},
    {"bool_and", 1, 1, every, kAggregate},
    {"every", 1, 1, every, kAggregate},
    {"bool_or", 1, 1, some, kAggregate},
    {"some", 1, 1, some, kAggregate},
    {"count_if", 1, 1, count_if, kAggregate},
    {"min_by", 2, 2, min_by, kAggregate},
    {"max_by", 2, 2, max_by, kAggregate},
    {"corr", 2, 2, of_varying_pairs, kAggregate},
    {"covar_pop", 2, 2, of_pairs, kAggregate},
    {"covar_samp", 2, 2, of_pairs, kAggregate},
    {"regr_slope", 2, 2, of_varying_pairs, kAggregate},
    {"regr_intercept", 2, 2, of_varying_pairs, kAggregate},
    {"grouping", 1, 1, grouping, kAggregate},
    {"grouping_id", 1, FunctionRow::kAnyNumber, grouping_id, kAggregate},
    {"trino.arbitrary", 1, 1, arbitrary, kAggregate},
    {"trino.sum", 1, 1, trino_sum, kAggregate},
    {"trino.avg", 1, 1, trino_average, kAggregate},
};

}  // namespace

base::Result<Typed> at_extreme(Call& call, const char* function) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  const Type key = call.arguments[1].type;
  auto by = ordered_tree(comparable(std::move(call.arguments[1].tree), key), key);
  auto arguments = trees(std::move(call.arguments[0].tree), std::move(by));
  return Typed{aggregate_tree(call, function, std::move(arguments), false), type, std::move(name)};
}
Tree distinct_count_tree(Call& call, Tree error, const char* kernel) {
  auto present = present_tree(call.arguments[0].tree);
  auto counted = comparable(std::move(call.arguments[0].tree), call.arguments[0].type);
  auto hash = call_tree("hash", trees(std::move(counted)));
  auto arguments = trees(std::move(hash), std::move(error));
  return aggregate_tree(call, kernel, std::move(arguments), false, std::move(present));
}

Tree aggregate_tree(const Call& call, const std::string& function, Trees arguments, bool distinct,
                    Tree where) {
  Tree filter = call.filter ? call.filter->Copy() : nullptr;
  if (filter && where)
    filter = conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(std::move(filter), std::move(where)));
  else if (where)
    filter = std::move(where);
  if (call.over) {
    auto tree = window_tree(*call.over, function, std::move(arguments));
    tree->distinct = distinct;
    tree->filter_expr = std::move(filter);
    tree->arg_orders = orders_of(call);
    return tree;
  }
  auto order = duckdb::make_uniq<duckdb::OrderModifier>();
  order->orders = orders_of(call);
  return duckdb::make_uniq<duckdb::FunctionExpression>(function, std::move(arguments), std::move(filter),
                                                       std::move(order), distinct);
}

std::span<const FunctionRow> aggregate_functions() {
  return kRows;
}

}  // namespace engine
