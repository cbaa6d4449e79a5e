#include "engine/functions/conversions.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

// df.stat: one row that says something about whole columns.
namespace engine {
namespace {

base::Error no_quantiles(const OutputColumn& column) {
  std::string type = hive_name(column.type);
  type[0] = static_cast<char>(std::toupper(type[0]));
  return plan::illegal_argument(fmt::format(
      "requirement failed: Quantile calculation for column {} with data type {}Type is not supported.",
      column.name, type));
}

base::Error not_numeric(std::string_view what, const OutputColumn& column) {
  return plan::illegal_argument(
      fmt::format("requirement failed: Currently {} calculation for columns with dataType {} not supported.",
                  what, hive_name(column.type)));
}

Tree constant(double value) {
  return constant_tree(duckdb::Value::DOUBLE(value));
}

}  // namespace

base::Result<Lowered> Lowering::covariance(const connect::StatCov& covariance) {
  TRY(consume_only(covariance, {"input", "col1", "col2"}));
  return of_two_columns(TRY(relation(covariance.input())), {covariance.col1(), covariance.col2()},
                        {"covar_samp", "covariance", 0.0});
}

base::Result<Lowered> Lowering::correlation(const connect::StatCorr& correlation) {
  TRY(consume_only(correlation, {"input", "col1", "col2", "method"}));
  if (correlation.has_method() && correlation.method() != "pearson")
    return plan::illegal_argument(
        "requirement failed: Currently only the calculation of the Pearson Correlation coefficient is "
        "supported.");
  return of_two_columns(TRY(relation(correlation.input())), {correlation.col1(), correlation.col2()},
                        {"corr", "correlation", std::numeric_limits<double>::quiet_NaN()});
}

// NULL counts as 0.
base::Result<Lowered> Lowering::of_two_columns(Lowered input, const std::array<std::string, 2>& names,
                                               const PairStatistic& statistic) {
  std::array<Typed, 2> values;
  for (std::size_t i = 0; i < 2; ++i) {
    const OutputColumn& column = *TRY(column_of(input.columns, names[i]));
    if (!is_numeric(column.type)) return not_numeric(statistic.title, column);
    values[i] = TRY(coerce(value_of(column), Type::DOUBLE, session_));
    values[i].tree = operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                                   trees(std::move(values[i].tree), constant(0)));
  }
  Typed value = TRY(apply(statistic.function, std::move(values[0]), std::move(values[1])));
  value.tree = operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                             trees(std::move(value.tree), constant(statistic.of_none)));
  Values results;
  results.emplace_back(std::move(value), new_column(std::string(statistic.function), Type::DOUBLE));
  return grouped(std::move(input), {}, std::move(results));
}

// Exact ones, whatever error is allowed. NULL and NaN are passed over.
base::Result<Lowered> Lowering::approximate_quantiles(const connect::StatApproxQuantile& quantiles) {
  TRY(consume_only(quantiles, {"input", "cols", "probabilities", "relative_error"}));
  auto input = TRY(relation(quantiles.input()));
  duckdb::vector<duckdb::Value> shares;
  for (const double share : quantiles.probabilities()) shares.push_back(duckdb::Value::DOUBLE(share));
  const Type numbers = Type::LIST(Type::DOUBLE);
  Trees lists;
  for (const auto& name : quantiles.cols()) {
    const OutputColumn& column = *TRY(resolve(input.columns, name)).column;
    if (!is_numeric(column.type)) return no_quantiles(column);
    auto number = TRY(coerce(value_of(column), Type::DOUBLE, session_)).tree;
    auto known = if_tree(call_tree("isnan", number->Copy()), null_tree(Type::DOUBLE), number->Copy());
    auto list = call_tree("quantile_disc", std::move(known),
                          constant_tree(duckdb::Value::LIST(Type::DOUBLE, shares)));
    lists.push_back(operator_tree(
        duckdb::ExpressionType::OPERATOR_COALESCE,
        trees(cast_tree(std::move(list), numbers), constant_tree(duckdb::Value::LIST(Type::DOUBLE, {})))));
  }
  Values results;
  results.emplace_back(Typed{call_tree("list_value", std::move(lists)), Type::LIST(numbers), "quantiles"},
                       new_column("approx_quantile", Type::LIST(numbers)));
  return grouped(std::move(input), {}, std::move(results));
}

// What makes up at least that share of a column's values, NULL among them; exact, so without those that
// Spark's sketch may give beside it.
base::Result<Lowered> Lowering::frequent_items(const connect::StatFreqItems& items) {
  TRY(consume_only(items, {"input", "cols", "support"}));
  const double support = items.has_support() ? items.support() : 0.01;
  if (!(support >= 1e-4 && support <= 1))
    return plan::illegal_argument(fmt::format("requirement failed: Support must be in [1e-4, 1], but got {}.",
                                              double_to_text(support)));
  auto input = TRY(relation(items.input()));
  Values counts;
  for (const auto& name : items.cols()) {
    const OutputColumn& column = *TRY(resolve(input.columns, name)).column;
    const Type type = Type::MAP(Type::STRUCT({{"item", column.type}}), Type::UBIGINT);
    std::vector<std::pair<std::string, Tree>> fields;
    fields.emplace_back("item", column_tree(column.id));
    counts.emplace_back(Typed{call_tree("histogram", struct_tree(std::move(fields))), type, column.name},
                        new_column(column.name, type));
  }
  counts.emplace_back(Typed{call_tree("count_star", Trees()), Type::BIGINT, "rows"},
                      new_column("rows", Type::BIGINT));
  auto counted = TRY(grouped(std::move(input), {}, std::move(counts)));
  const OutputColumn rows = counted.columns.back();
  Values results;
  for (const auto& column : counted.columns) {
    if (column.id == rows.id) break;
    const Type item = duckdb::StructType::GetChildType(duckdb::MapType::KeyType(column.type), 0);
    auto least = call_tree("*", constant(support), cast_tree(column_tree(rows.id), Type::DOUBLE));
    const std::string entry = new_column("entry", item).id;
    auto often =
        compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHANOREQUALTO,
                     cast_tree(field_tree(column_tree(entry), "value"), Type::DOUBLE), std::move(least));
    auto entries = call_tree("list_filter", call_tree("map_entries", column_tree(column.id)),
                             lambda_tree({entry}, std::move(often)));
    auto found =
        transform_tree(std::move(entries), entry, field_tree(field_tree(column_tree(entry), "key"), "item"));
    results.emplace_back(Typed{std::move(found), Type::LIST(item), column.name},
                         new_column(column.name + "_freqItems", Type::LIST(item)));
  }
  return select(std::move(counted), std::move(results));
}

}  // namespace engine
