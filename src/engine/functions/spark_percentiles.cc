#include <fmt/format.h>

#include "duckdb/parser/expression/cast_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/functions/aggregate.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

base::Error not_foldable(const Call& call, const char* what) {
  return base::refusal("DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", 400,
                       fmt::format("[DATATYPE_MISMATCH.NON_FOLDABLE_INPUT] Cannot resolve \"{}\" due to data "
                                   "type mismatch: the input `{}` should be a foldable expression.",
                                   call_name(call), what));
}

base::Error out_of_range(const Call& call) {
  return base::refusal("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", 400,
                       fmt::format("[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve \"{}\" due to data "
                                   "type mismatch: The percentage must be between [0.0, 1.0].",
                                   call_name(call)));
}

// Also of a constant that was brought to another type.
std::optional<double> constant_double(const duckdb::ParsedExpression& tree) {
  if (tree.GetExpressionClass() == duckdb::ExpressionClass::CAST)
    return constant_double(*tree.Cast<duckdb::CastExpression>().child);
  if (tree.GetExpressionClass() == duckdb::ExpressionClass::FUNCTION) {
    const auto& call = tree.Cast<duckdb::FunctionExpression>();
    const bool casts = call.function_name == cast_kernel(CastMode::Legacy);
    return casts ? constant_double(*call.children[0]) : std::nullopt;
  }
  if (tree.GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return std::nullopt;
  const auto& value = tree.Cast<duckdb::ConstantExpression>().value;
  if (value.IsNull()) return std::nullopt;
  return value.GetValue<double>();
}

// A constant from 0 to 1, or an array of such.
struct Percentages {
  std::vector<double> values;
  bool list = false;
};
base::Result<Percentages> percentages_of(const Call& call) {
  const Typed& given = call.arguments[1];
  Percentages result{.list = given.type.id() == Id::LIST};
  const auto take = [&](const duckdb::ParsedExpression& tree) {
    const auto value = constant_double(tree);
    if (value) result.values.push_back(*value);
    return value.has_value();
  };
  bool constant = false;
  if (!result.list) {
    constant = take(*given.tree);
  } else if (given.tree->GetExpressionClass() == duckdb::ExpressionClass::FUNCTION) {
    const auto& items = given.tree->Cast<duckdb::FunctionExpression>().children;
    constant = std::ranges::all_of(items, [&](const auto& item) { return take(*item); });
  }
  if (!constant) return not_foldable(call, "percentage");
  for (const double value : result.values)
    if (!(value >= 0 && value <= 1)) return out_of_range(call);
  return result;
}

Tree list_of(const std::vector<double>& values) {
  Trees items;
  for (const double value : values) items.push_back(constant_tree(duckdb::Value::DOUBLE(value)));
  return call_tree("list_value", std::move(items));
}

// The kernel gives a list.
Typed percentiles(Call& call, std::string name, Tree value, Tree weight, const Percentages& wanted) {
  auto list = aggregate_tree(
      call, "dovetail_percentiles",
      trees(std::move(value), cast_tree(std::move(weight), Type::BIGINT), list_of(wanted.values)),
      call.distinct);
  if (wanted.list) return {std::move(list), Type::LIST(Type::DOUBLE), std::move(name)};
  return {call_tree("list_extract", std::move(list), number_tree(1)), Type::DOUBLE, std::move(name)};
}

// percentile(number, part(s) [, how often the row counts]): between two values, in proportion.
base::Result<Typed> percentile(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() == 2) name = fmt::format("{}, 1)", name.substr(0, name.size() - 1));
  const auto wanted = TRY(percentages_of(call));
  if (!is_numeric(call.arguments[0].type) && !is_string(call.arguments[0].type) &&
      !is_null_type(call.arguments[0].type))
    return wrong_type(call, 0, "NUMERIC");
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  Tree weight = call.arguments.size() > 2 ? TRY(argument_as(call, 2, Type::BIGINT)) : number_tree(1);
  return percentiles(call, std::move(name), std::move(value), std::move(weight), wanted);
}

base::Result<Typed> median(Call& call) {
  std::string name = call_name(call);
  if (!is_numeric(call.arguments[0].type) && !is_string(call.arguments[0].type) &&
      !is_null_type(call.arguments[0].type))
    return wrong_type(call, 0, "NUMERIC");
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  return percentiles(call, std::move(name), std::move(value), number_tree(1), {.values = {0.5}});
}

// The values themselves at these ranks, exactly: Spark's sketch gives them where there are not more values
// than its accuracy says, and may be off by one in that many beyond.
base::Result<Typed> approximate(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() == 2) name = fmt::format("{}, 10000)", name.substr(0, name.size() - 1));
  const auto wanted = TRY(percentages_of(call));
  if (call.arguments.size() > 2) {
    const auto accuracy = constant_integer(call.arguments[2]);
    if (!accuracy) return not_foldable(call, "accuracy");
    if (*accuracy <= 0)
      return base::refusal("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", 400,
                           fmt::format("[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve \"{}\" due to "
                                       "data type mismatch: The accuracy must be between (0, 2147483647].",
                                       call_name(call)));
  }
  if (is_string(call.arguments[0].type))
    call.arguments[0] = TRY(coerce(std::move(call.arguments[0]), Type::DOUBLE, call.session));
  const Type type = call.arguments[0].type;
  if (!is_numeric(type) && !is_datetime(type) && !is_timestamp(type)) return wrong_type(call, 0, "NUMERIC");
  auto parts = wanted.list ? list_of(wanted.values) : constant_tree(duckdb::Value::DOUBLE(wanted.values[0]));
  auto found = aggregate_tree(call, "quantile_disc",
                              trees(std::move(call.arguments[0].tree), std::move(parts)), call.distinct);
  return Typed{std::move(found), wanted.list ? Type::LIST(type) : type, std::move(name)};
}

// mode(value [, whether the least of those that come as often is chosen]): otherwise any of them.
base::Result<Typed> mode(Call& call) {
  if (call.arguments.size() > 1) {
    const auto& least = *call.arguments[1].tree;
    const bool chosen = least.GetExpressionClass() != duckdb::ExpressionClass::CONSTANT ||
                        duckdb::BooleanValue::Get(least.Cast<duckdb::ConstantExpression>().value);
    if (chosen || call.arguments[1].type.id() != Id::BOOLEAN) return unsupported("a deterministic mode()");
    call.arguments.pop_back();
  }
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{aggregate_tree(call, "mode", trees(std::move(call.arguments[0].tree)), false), type,
               std::move(name)};
}

// histogram_numeric(number, buckets): each bucket's middle, in the number's type, and how many it holds.
base::Result<Typed> histogram(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  if (!is_numeric(type)) return wrong_type(call, 0, "NUMERIC");
  const auto buckets = constant_integer(call.arguments[1]);
  if (!buckets) return not_foldable(call, "nb");
  if (*buckets < 2)
    return base::refusal(
        "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", 400,
        fmt::format("[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve \"{}\" due to data "
                    "type mismatch: The nb must be between [2, 2147483647].",
                    name));
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  auto list = aggregate_tree(call, "dovetail_spark_histogram", trees(std::move(value), number_tree(*buckets)),
                             call.distinct);
  const Type wanted = Type::LIST(Type::STRUCT({{"x", type}, {"y", Type::DOUBLE}}));
  const Type given = Type::LIST(Type::STRUCT({{"x", Type::DOUBLE}, {"y", Type::DOUBLE}}));
  auto cast_list = TRY(coerce({std::move(list), given, name}, wanted, call.session));
  return Typed{std::move(cast_list.tree), wanted, std::move(name)};
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
constexpr FunctionRow kRows[] = {
    {"percentile", 2, 3, percentile, kAggregate},
    {"median", 1, 1, median, kAggregate},
    {"percentile_approx", 2, 3, approximate, kAggregate},
    {"approx_percentile", 2, 3, approximate, kAggregate},
    {"mode", 1, 2, mode, kAggregate},
    {"histogram_numeric", 2, 2, histogram, kAggregate},
};

}  // namespace

std::span<const FunctionRow> spark_percentiles() {
  return kRows;
}

}  // namespace engine
