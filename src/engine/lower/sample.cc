#include "duckdb/parser/result_modifier.hpp"
#include "engine/functions/conversions.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// Some of the rows. With a seed, which ones hangs on it and on the places of the rows alone; they are other
// ones than Spark's, whose dice are thrown by partitions.
namespace engine {
namespace {

Tree within(const Tree& dice, double lower, double upper) {
  auto from = compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHANOREQUALTO, dice->Copy(),
                           constant_tree(duckdb::Value::DOUBLE(lower)));
  auto below = compare_tree(duckdb::ExpressionType::COMPARE_LESSTHAN, dice->Copy(),
                            constant_tree(duckdb::Value::DOUBLE(upper)));
  return conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND, trees(std::move(from), std::move(below)));
}

Tree dice_of(std::int64_t seed, const OutputColumn& place) {
  return call_tree("dovetail_dice", number_tree(seed), column_tree(place.id));
}

// So that parts of one frame, each of which is computed by itself, share no row.
Lowered in_any_order(Lowered input) {
  auto modifier = duckdb::make_uniq<duckdb::OrderModifier>();
  for (const auto& column : input.columns)
    modifier->orders.emplace_back(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_FIRST,
                                  column_tree(column.id));
  if (modifier->orders.empty()) return input;
  auto node = select_from(std::move(input.table));
  select_all(*node, input.columns);
  node->modifiers.push_back(std::move(modifier));
  return {as_table(std::move(node)), std::move(input.columns)};
}

}  // namespace

base::Result<Lowered> Lowering::sample(const connect::Sample& sample) {
  TRY(consume_only(
      sample, {"input", "lower_bound", "upper_bound", "with_replacement", "seed", "deterministic_order"}));
  auto input = TRY(relation(sample.input()));
  const double share = sample.upper_bound() - sample.lower_bound();
  if (!(share >= 0) || (!sample.with_replacement() && share > 1 + 1e-6))
    return plan::illegal_argument(
        fmt::format("requirement failed: Sampling fraction ({}) must be {} {} replacement",
                    double_to_text(share), sample.with_replacement() ? "nonnegative" : "on interval [0, 1]",
                    sample.with_replacement() ? "with" : "without"));
  if (!sample.has_seed() && !sample.with_replacement())
    return rows_where(std::move(input),
                      compare_tree(duckdb::ExpressionType::COMPARE_LESSTHAN, call_tree("random", Trees()),
                                   constant_tree(duckdb::Value::DOUBLE(share))));
  if (sample.deterministic_order()) input = in_any_order(std::move(input));
  const OutputColumn place = number_rows(input);
  if (!sample.with_replacement())
    return rows_where(std::move(input),
                      within(dice_of(sample.seed(), place), sample.lower_bound(), sample.upper_bound()));
  // Each row as often as a Poisson distribution says.
  auto node = select_from(std::move(input.table));
  select_all(*node, input.columns);
  auto copies = call_tree("dovetail_copies", number_tree(sample.seed()), column_tree(place.id),
                          constant_tree(duckdb::Value::DOUBLE(share)));
  select_value(*node, call_tree("unnest", call_tree("range", std::move(copies))),
               new_column("copy", Type::BIGINT));
  input.table = as_table(std::move(node));
  return input;
}

// Each stratum has a share of its own; what is in none has no row.
base::Result<Lowered> Lowering::sample_by(const connect::StatSampleBy& sample) {
  TRY(consume_only(sample, {"input", "col", "fractions", "seed"}));
  auto input = TRY(relation(sample.input()));
  const auto stratum = TRY(expression(sample.col(), input.columns));
  std::vector<std::pair<Tree, Tree>> shares;
  for (const auto& fraction : sample.fractions()) {
    TRY(consume_only(fraction, {"stratum", "fraction"}));
    if (!(fraction.fraction() >= 0 && fraction.fraction() <= 1))
      return plan::illegal_argument("requirement failed: Fractions must be in [0, 1]");
    auto same = TRY(apply("<=>", Typed{stratum.tree->Copy(), stratum.type, stratum.name},
                          TRY(lower_literal(fraction.stratum()))));
    shares.emplace_back(std::move(same.tree), constant_tree(duckdb::Value::DOUBLE(fraction.fraction())));
  }
  const auto none = [] { return constant_tree(duckdb::Value::DOUBLE(0)); };
  auto share = shares.empty() ? none() : case_tree(std::move(shares), none());
  const OutputColumn place = number_rows(input);
  auto taken =
      compare_tree(duckdb::ExpressionType::COMPARE_LESSTHAN, dice_of(sample.seed(), place), std::move(share));
  return rows_where(std::move(input), std::move(taken));
}

}  // namespace engine
