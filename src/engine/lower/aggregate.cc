#include <fmt/format.h>

#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

namespace {

using Sets = std::vector<std::vector<std::size_t>>;

// All subsets of the keys, the full one first.
base::Result<Sets> cube(std::size_t keys) {
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

std::vector<std::size_t> first_keys(std::size_t count) {
  std::vector<std::size_t> set(count);
  for (std::size_t i = 0; i < count; ++i) set[i] = i;
  return set;
}

}  // namespace

// Which keys each grouping set has, by their places. No sets: there is nothing to group by.
base::Result<Sets> Lowering::grouping_sets(const connect::Aggregate& aggregate,
                                           const std::vector<std::pair<Typed, OutputColumn>>& groups,
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

// The output is the grouping expressions, then the aggregates.
base::Result<Lowered> Lowering::aggregate(const connect::Aggregate& aggregate) {
  TRY(consume_only(
      aggregate, {"input", "group_type", "grouping_expressions", "aggregate_expressions", "grouping_sets"}));
  auto input = TRY(relation(aggregate.input()));
  auto groups = TRY(expressions(aggregate.grouping_expressions(), input.columns));
  auto values = TRY(expressions(aggregate.aggregate_expressions(), input.columns));

  const auto sets = TRY(grouping_sets(aggregate, groups, input.columns));
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
  if (groups.empty() && values.empty()) return unsupported("an Aggregate without expressions");
  node->aggregate_handling = duckdb::AggregateHandling::STANDARD_HANDLING;
  result.table = as_table(std::move(node));
  return result;
}

}  // namespace engine
