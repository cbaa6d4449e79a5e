#include "engine/functions/aggregate.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/relations.pb.h"

namespace engine {

namespace {

using Sets = GroupingSets;

// All subsets of the keys, the full one first.
base::Result<Sets> cube(std::size_t keys) {
  // 4,096 sets.
  constexpr std::size_t kMostKeys = 12;
  if (keys > kMostKeys) return unsupported(fmt::format("a cube over more than {} keys", kMostKeys));
  Sets sets;
  for (std::size_t bits = std::size_t{1} << keys; bits-- > 0;) {
    auto& set = sets.emplace_back();
    for (std::size_t key = 0; key < keys; ++key)
      if ((bits >> (keys - 1 - key)) & 1) set.push_back(key);
  }
  return sets;
}

// grouping_id() is that of all keys.
void name_keys(connect::Expression& expression, const connect::Aggregate& aggregate) {
  if (expression.has_alias()) name_keys(*expression.mutable_alias()->mutable_expr(), aggregate);
  if (expression.has_cast()) name_keys(*expression.mutable_cast()->mutable_expr(), aggregate);
  if (!expression.has_unresolved_function()) return;
  auto& function = *expression.mutable_unresolved_function();
  for (auto& argument : *function.mutable_arguments()) name_keys(argument, aggregate);
  if (base::iequals(function.function_name(), "grouping_id") && function.arguments().empty())
    *function.mutable_arguments() = aggregate.grouping_expressions();
}

base::Error missing_group_by() {
  return plan::spark_error(
      "MISSING_GROUP_BY",
      "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window "
      "functions using OVER clauses.",
      {});
}

base::Error missing_aggregation(const std::string& column) {
  return plan::spark_error(
      "MISSING_AGGREGATION",
      "The non-aggregating expression <expression> is based on columns which are not participating in the "
      "GROUP "
      "BY clause.\nAdd the columns or the expression to the GROUP BY, aggregate the expression, or use "
      "<expressionAnyValue> if you do not care which of the values within a group is returned.",
      {{"expression", fmt::format("\"{}\"", column)},
       {"expressionAnyValue", fmt::format("\"any_value({})\"", column)}});
}

std::vector<std::size_t> first_keys(std::size_t count) {
  std::vector<std::size_t> set(count);
  for (std::size_t i = 0; i < count; ++i) set[i] = i;
  return set;
}

}  // namespace

// Which keys each grouping set has, by their places. No sets: there is nothing to group by.
base::Result<Sets> Lowering::grouping_sets(const connect::Aggregate& aggregate, const Values& groups,
                                           const Columns& columns) {
  Sets sets;
  switch (aggregate.group_type()) {
    case connect::Aggregate::GROUP_TYPE_GROUPBY:
      if (!groups.empty()) sets.push_back(first_keys(groups.size()));
      return sets;
    case connect::Aggregate::GROUP_TYPE_CUBE:
      return cube(groups.size());
    case connect::Aggregate::GROUP_TYPE_ROLLUP:
      for (std::size_t count = groups.size() + 1; count-- > 0;) sets.push_back(first_keys(count));
      return sets;
    case connect::Aggregate::GROUP_TYPE_GROUPING_SETS:
      break;
    default:
      return unsupported(
          fmt::format("group_type = {}", connect::Aggregate::GroupType_Name(aggregate.group_type())));
  }
  for (const auto& given : aggregate.grouping_sets()) {
    TRY(consume_only(given, {"grouping_set"}));
    auto& set = sets.emplace_back();
    for (const auto& item : given.grouping_set()) {
      const auto value = TRY(expression(item, columns));
      std::size_t key = 0;
      while (key < groups.size() && !groups[key].first.tree->Equals(*value.tree)) ++key;
      if (key == groups.size()) return unsupported("a grouping set with other than a grouping expression");
      set.push_back(key);
    }
  }
  return sets;
}

// What stands in no aggregate is made of the keys.
base::Result<void> Lowering::check_aggregated(const connect::Expression& expression, const Values& groups,
                                              const Columns& columns) {
  if (expression.has_alias()) return check_aggregated(expression.alias().expr(), groups, columns);
  const auto& function = expression.unresolved_function();
  const bool call = expression.has_unresolved_function();
  if (call ? is_aggregate(function.function_name())
           : !expression.has_unresolved_attribute() && !expression.has_cast())
    return {};
  const auto value = TRY(this->expression(expression, columns));
  if (std::ranges::any_of(groups, [&](const auto& key) { return key.first.tree->Equals(*value.tree); }))
    return {};
  if (expression.has_cast()) return check_aggregated(expression.cast().expr(), groups, columns);
  for (const auto& argument : function.arguments()) TRY(check_aggregated(argument, groups, columns));
  const auto is_value = [&](const auto& column) { return value.tree->Equals(*column_tree(column.id)); };
  if (call || std::ranges::none_of(columns, is_value)) return {};
  if (groups.empty()) return missing_group_by();
  return missing_aggregation(value.name);
}

// The output is the grouping expressions, then the aggregates.
base::Result<Lowered> Lowering::aggregate(const connect::Aggregate& aggregate) {
  const bool pivots = aggregate.group_type() == connect::Aggregate::GROUP_TYPE_PIVOT;
  TRY(consume_only(aggregate, {"input", "group_type", "grouping_expressions", "aggregate_expressions",
                               pivots ? "pivot" : "grouping_sets"}));
  Wanted below = with_named_partition(aggregate.grouping_expressions(), {});
  below = with_named_partition(aggregate.aggregate_expressions(), std::move(below));
  const auto files = TRY(files_asked_by(&aggregate.input(), aggregate.grouping_expressions(),
                                        aggregate.aggregate_expressions()));
  auto input = TRY(relation(aggregate.input(), files.added_to(below)));
  if (pivots) return pivot(aggregate, std::move(input));
  for (const auto& key : aggregate.grouping_expressions()) TRY(check_no_pattern(key, "Aggregate"));
  input =
      TRY(below_windows(std::move(input), {aggregate.grouping_expressions().data(),
                                           static_cast<std::size_t>(aggregate.grouping_expressions_size())}));
  const Columns seen = files.visible(with_partition_number(input), input);
  auto groups = TRY(expressions(aggregate.grouping_expressions(), seen));
  auto called = aggregate.aggregate_expressions();
  for (auto& item : called) name_keys(item, aggregate);
  auto values = TRY(expressions(called, seen));

  for (const auto& item : aggregate.aggregate_expressions()) TRY(check_aggregated(item, groups, seen));
  const auto sets = TRY(grouping_sets(aggregate, groups, seen));
  const bool has_totals = aggregate.group_type() == connect::Aggregate::GROUP_TYPE_CUBE ||
                          aggregate.group_type() == connect::Aggregate::GROUP_TYPE_ROLLUP;
  return grouped(std::move(input), std::move(groups), std::move(values), sets,
                 has_totals ? TotalOfNothing::None : TotalOfNothing::One);
}

base::Result<Lowered> Lowering::grouped(Lowered input, Values groups, Values values) {
  Sets sets;
  if (!groups.empty()) sets.push_back(first_keys(groups.size()));
  return grouped(std::move(input), std::move(groups), std::move(values), sets, TotalOfNothing::One);
}

base::Result<Lowered> Lowering::grouped(Lowered input, Values groups, Values values, const Sets& sets,
                                        TotalOfNothing total) {
  if (groups.empty() && values.empty()) return unsupported("an Aggregate without expressions");
  auto node = select_from(std::move(input.table));
  Lowered result;
  for (auto& [value, column] : groups) {
    // A bare constant in GROUP BY would be taken for a column's number.
    if (value.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT)
      value.tree = cast_tree(std::move(value.tree), value.type);
    node->groups.group_expressions.push_back(value.tree->Copy());
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  for (const auto& set : sets) {
    duckdb::GroupingSet indexes;
    for (const auto index : set) indexes.insert(index);
    node->groups.grouping_sets.push_back(std::move(indexes));
  }
  if (total == TotalOfNothing::None && !groups.empty())
    node->having = compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHAN, call_tree("count_star", Trees()),
                                constant_tree(duckdb::Value::BIGINT(0)));
  node->aggregate_handling = duckdb::AggregateHandling::STANDARD_HANDLING;
  result.table = as_table(std::move(node));
  return result;
}

}  // namespace engine
