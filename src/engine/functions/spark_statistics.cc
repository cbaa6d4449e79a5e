#include <fmt/format.h>

#include <limits>

#include "base/text.h"
#include "engine/functions/aggregate.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_aggregates.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

// The arguments as doubles, and whether all of them are known.
base::Result<Tree> known_pair(Call& call, Tree& first, Tree& second) {
  first = TRY(argument_as(call, 0, Type::DOUBLE));
  second = TRY(argument_as(call, 1, Type::DOUBLE));
  return conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(present_tree(first), present_tree(second)));
}

// regr_...(y, x) of one side, over the rows where both are known.
base::Result<Typed> of_side(Call& call, bool of_x, const char* function) {
  std::string name = call_name(call);
  Tree y, x;
  auto known = TRY(known_pair(call, y, x));
  auto value = trees(of_x ? std::move(x) : std::move(y));
  return Typed{aggregate_tree(call, function, std::move(value), false, std::move(known)), Type::DOUBLE,
               std::move(name)};
}
// The average of one side has the type that its own average has.
base::Result<Typed> mean_of(Call& call, std::size_t side) {
  std::string name = call_name(call);
  Trees known = trees(present_tree(call.arguments[0].tree), present_tree(call.arguments[1].tree));
  if (call.filter) known.push_back(call.filter->Copy());
  Call average{.name = "avg", .session = call.session, .over = call.over};
  average.filter = conjunction_tree(ExpressionType::CONJUNCTION_AND, std::move(known));
  average.arguments.push_back(std::move(call.arguments[side]));
  auto made = TRY(call_function(std::move(average)));
  made.name = std::move(name);
  return made;
}
base::Result<Typed> mean_of_x(Call& call) {
  return mean_of(call, 1);
}
base::Result<Typed> mean_of_y(Call& call) {
  return mean_of(call, 0);
}

base::Result<Typed> spread_of_x(Call& call) {
  return of_side(call, true, "dovetail_spread");
}
base::Result<Typed> spread_of_y(Call& call) {
  return of_side(call, false, "dovetail_spread");
}

base::Result<Typed> pairs(Call& call) {
  std::string name = call_name(call);
  Trees present = trees(present_tree(call.arguments[0].tree), present_tree(call.arguments[1].tree));
  auto known = conjunction_tree(ExpressionType::CONJUNCTION_AND, std::move(present));
  return Typed{aggregate_tree(call, "count_star", Trees(), false, std::move(known)), Type::BIGINT,
               std::move(name)};
}

base::Result<Typed> of_both(Call& call, const char* function) {
  std::string name = call_name(call);
  Tree y, x;
  TRY(known_pair(call, y, x));
  return Typed{aggregate_tree(call, function, trees(std::move(y), std::move(x)), false), Type::DOUBLE,
               std::move(name)};
}
base::Result<Typed> common_spread(Call& call) {
  return of_both(call, "dovetail_common_spread");
}
base::Result<Typed> determination(Call& call) {
  return of_both(call, "dovetail_determination");
}

// bit_and, bit_or, bit_xor
base::Result<Typed> of_bits(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  if (!is_integral(type)) return wrong_type(call, 0, "INTEGRAL");
  auto value = trees(std::move(call.arguments[0].tree));
  return Typed{aggregate_tree(call, base::to_lower(call.name), std::move(value), call.distinct), type,
               std::move(name)};
}

base::Result<Typed> product(Call& call) {
  std::string name = call_name(call);
  auto value = TRY(argument_as(call, 0, Type::DOUBLE));
  return Typed{aggregate_tree(call, "product", trees(std::move(value)), call.distinct), Type::DOUBLE,
               std::move(name)};
}

// As sum(), but NULL where a sum of whole numbers does not fit.
base::Result<Typed> try_sum(Call& call) {
  std::string name = call_name(call);
  if (is_integral(call.arguments[0].type)) {
    auto sum = aggregate_tree(call, "sum", trees(std::move(call.arguments[0].tree)), call.distinct);
    auto fitting = let_tree(std::move(sum), [](const Tree& value) {
      using Limits = std::numeric_limits<std::int64_t>;
      Trees bounds = trees(
          compare_tree(ExpressionType::COMPARE_GREATERTHANOREQUALTO, value->Copy(),
                       number_tree(Limits::min())),
          compare_tree(ExpressionType::COMPARE_LESSTHANOREQUALTO, value->Copy(), number_tree(Limits::max())));
      return if_tree(conjunction_tree(ExpressionType::CONJUNCTION_AND, std::move(bounds)),
                     call_tree("dovetail_narrow_spark", value->Copy(), null_tree(Type::BIGINT)),
                     null_tree(Type::BIGINT));
    });
    return Typed{std::move(fitting), Type::BIGINT, std::move(name)};
  }
  call.name = "sum";
  auto sum = TRY(call_function(std::move(call)));
  sum.name = std::move(name);
  return sum;
}

base::Result<Typed> try_average(Call& call) {
  std::string name = call_name(call);
  call.name = "avg";
  auto average = TRY(call_function(std::move(call)));
  average.name = std::move(name);
  return average;
}

// listagg(text [, separator]): NULL of no text.
base::Result<Typed> joined(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() == 1) name = fmt::format("{}, NULL)", name.substr(0, name.size() - 1));
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  Tree separator = constant_tree(duckdb::Value(""));
  if (call.arguments.size() > 1 && !is_null_type(call.arguments[1].type)) {
    const auto given = constant_text(call.arguments[1]);
    if (!given) return wrong_type(call, 1, "a constant STRING");
    separator = constant_tree(duckdb::Value(*given));
  }
  return Typed{
      aggregate_tree(call, "string_agg", trees(std::move(text), std::move(separator)), call.distinct),
      Type::VARCHAR, std::move(name)};
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
constexpr FunctionRow kRows[] = {
    {"regr_count", 2, 2, pairs, kAggregate},      {"regr_avgx", 2, 2, mean_of_x, kAggregate},
    {"regr_avgy", 2, 2, mean_of_y, kAggregate},   {"regr_sxx", 2, 2, spread_of_x, kAggregate},
    {"regr_syy", 2, 2, spread_of_y, kAggregate},  {"regr_sxy", 2, 2, common_spread, kAggregate},
    {"regr_r2", 2, 2, determination, kAggregate}, {"bit_and", 1, 1, of_bits, kAggregate},
    {"bit_or", 1, 1, of_bits, kAggregate},        {"bit_xor", 1, 1, of_bits, kAggregate},
    {"product", 1, 1, product, kAggregate},       {"try_sum", 1, 1, try_sum, kAggregate},
    {"try_avg", 1, 1, try_average, kAggregate},   {"listagg", 1, 2, joined, kAggregate},
    {"string_agg", 1, 2, joined, kAggregate},
};

}  // namespace

std::span<const FunctionRow> spark_statistics() {
  return kRows;
}

}  // namespace engine
