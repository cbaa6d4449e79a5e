#include <fmt/format.h>

#include "duckdb/parser/expression/cast_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/functions/aggregate.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/functions/spark_kernels.h"
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
    const bool casts = call.function_name == cast_kernel(CastMode::Legacy) ||
                       call.function_name == cast_kernel(CastMode::Ansi);
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
Typed percentiles(Call& call, std::string name, Tree value, Tree weight, const Percentages& wanted,
                  bool descending = false) {
  auto list = aggregate_tree(
      call, descending ? "dovetail_percentiles_from_top" : "dovetail_percentiles",
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

// percentile_cont(number, part(s) [, true: the greatest come first]), which WITHIN GROUP asks for.
base::Result<Typed> percentile_cont(Call& call) {
  const bool descending = call.arguments.size() > 2;
  if (descending) call.arguments.pop_back();
  std::string name = call_name(call);
  const auto wanted = TRY(percentages_of(call));
  auto value = TRY(implicit_argument(call, 0, Type::DOUBLE));
  return percentiles(call, std::move(name), std::move(value), number_tree(1), wanted, descending);
}

// percentile_disc(value, part(s) [, true: the greatest come first]): the first of the values that has so
// large a part of them at or before it. DuckDB counts parts below zero from the greatest.
base::Result<Typed> percentile_disc(Call& call) {
  const bool descending = call.arguments.size() > 2;
  if (descending) call.arguments.pop_back();
  std::string name = call_name(call);
  auto wanted = TRY(percentages_of(call));
  const Type type = Type::DOUBLE;
  call.arguments[0].tree = TRY(implicit_argument(call, 0, type));
  if (descending)
    for (double& part : wanted.values) part = part == 0 ? 1 : -part;
  const auto found_at = [&](double part) {
    return aggregate_tree(call, "quantile_disc",
                          trees(call.arguments[0].tree->Copy(), constant_tree(duckdb::Value::DOUBLE(part))),
                          call.distinct);
  };
  if (!wanted.list) return Typed{found_at(wanted.values[0]), type, std::move(name)};
  Trees found;
  for (const double part : wanted.values) found.push_back(found_at(part));
  return Typed{call_tree("list_value", std::move(found)), Type::LIST(type), std::move(name)};
}

bool is_true(const Typed& value) {
  return value.type.id() == Id::BOOLEAN &&
         value.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT &&
         duckdb::BooleanValue::Get(value.tree->Cast<duckdb::ConstantExpression>().value);
}

// The least, or the greatest, of the values that come as often as any.
Tree mode_tree(const Call& call, bool greatest) {
  Tree counts = aggregate_tree(call, "histogram", trees(call.arguments[0].tree->Copy()), false);
  return unless_null(std::move(counts), [&](const Tree& known) {
    auto most = call_tree("list_max", call_tree("map_values", known->Copy()));
    auto often = compare_tree(duckdb::ExpressionType::COMPARE_EQUAL,
                              field_tree(column_tree("dovetail_entry"), "value"), std::move(most));
    auto entries = call_tree("list_filter", call_tree("map_entries", known->Copy()),
                             lambda_tree({"dovetail_entry"}, std::move(often)));
    return field_tree(call_tree("list_extract", std::move(entries), number_tree(greatest ? -1 : 1)), "key");
  });
}

// mode(value [, whether the least of those that come as often is chosen [, or the greatest]]): otherwise any
// of them.
base::Result<Typed> mode(Call& call) {
  const Type type = call.arguments[0].type;
  const bool chosen = call.arguments.size() > 1 && is_true(call.arguments[1]),
             greatest = call.arguments.size() > 2;
  std::string name = call_name(call);
  if (chosen) return Typed{mode_tree(call, greatest), type, std::move(name)};
  if (call.arguments.size() > 1) {
    call.arguments.pop_back();
    name = call_name(call);
  }
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
    {"percentile_cont", 2, 3, percentile_cont, kAggregate},
    {"percentile_disc", 2, 3, percentile_disc, kAggregate},
    {"mode", 1, 3, mode, kAggregate},
    {"histogram_numeric", 2, 2, histogram, kAggregate},
};

}  // namespace

std::span<const FunctionRow> spark_percentiles() {
  return kRows;
}

}  // namespace engine
