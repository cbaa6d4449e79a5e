#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "duckdb/parser/query_node/set_operation_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "engine/lower/lowering.h"
#include "engine/python/python_map.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// What a function of a user's makes of the groups of two tables, side by side.
namespace engine {
namespace {

constexpr std::array kKinds = {PythonKind::PandasCogroupedMap, PythonKind::ArrowCogroupedMap};

// All columns of a table.
Values all_of(const Columns& columns) {
  Values values;
  for (const OutputColumn& column : columns) values.emplace_back(value_of(column), column);
  return values;
}

// Of each table: behind how many there are, which of its columns say the group, and which the function gets.
// The worker has each table by itself, so that both count from 0.
void add_offsets(std::vector<PythonFunction::Argument>& offsets, std::size_t keys, std::size_t values) {
  offsets.push_back({static_cast<std::int32_t>(1 + keys + values)});
  offsets.push_back({static_cast<std::int32_t>(keys)});
  for (std::size_t i = 0; i < keys + values; ++i) offsets.push_back({static_cast<std::int32_t>(i)});
}

// The rows of both tables, a select for each, column by column: what a side lacks is NULL there.
class BothTables {
 public:
  explicit BothTables(std::array<Lowered, 2> sides)
      : nodes_{select_from(std::move(sides[0].table)), select_from(std::move(sides[1].table))} {}

  void add(OutputColumn column, Tree of_first, Tree of_second) {
    select_value(*nodes_[0], std::move(of_first), column);
    select_value(*nodes_[1], std::move(of_second), column);
    columns_.push_back(std::move(column));
  }

  void add_of_side(std::size_t side, OutputColumn column, Tree value) {
    std::array<Tree, 2> trees = {null_tree(column.type), null_tree(column.type)};
    trees[side] = std::move(value);
    add(std::move(column), std::move(trees[0]), std::move(trees[1]));
  }

  const Columns& columns() const { return columns_; }

  SelectNode rows() && {
    auto both = duckdb::make_uniq<duckdb::SetOperationNode>();
    both->setop_type = duckdb::SetOperationType::UNION;
    both->setop_all = true;
    for (auto& node : nodes_) both->children.push_back(std::move(node));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(both);
    auto rows = select_from(duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement)));
    select_all(*rows, columns_);
    return rows;
  }

 private:
  std::array<SelectNode, 2> nodes_;
  Columns columns_;
};

base::Result<void> check(const connect::CoGroupMap& map, const PythonFunction& function) {
  if (std::ranges::find(kKinds, function.kind) == kKinds.end() ||
      function.result.id() != duckdb::LogicalTypeId::STRUCT)
    return unsupported(fmt::format("a Python function of eval_type {} that gives {} over cogrouped frames",
                                   static_cast<int>(function.kind), sql_name(function.result)));
  if (map.input_grouping_expressions_size() != map.other_grouping_expressions_size())
    return plan::illegal_argument(
        fmt::format("requirement failed: Cogroup keys must have same size: {} != {}",
                    map.input_grouping_expressions_size(), map.other_grouping_expressions_size()));
  if (map.func().arguments_size() > 0) return unsupported("a function of some columns of cogrouped frames");
  return {};
}

}  // namespace

// One table of both: the group, in the type that both sides have, which side a row is of, and the columns of
// the first and of the second side (a side's keys and then its values).
base::Result<Lowered> Lowering::co_group_map(const connect::CoGroupMap& map) {
  TRY(consume_only(map,
                   {"input", "input_grouping_expressions", "other", "other_grouping_expressions", "func"}));
  std::array<Lowered, 2> sides;
  sides[0] = TRY(relation(map.input()));
  sides[1] = TRY(relation(map.other()));
  TRY(python_function(map.func()));
  PythonFunction& known = *python_functions_.back();  // what is lowered next may push others
  TRY(check(map, known));
  std::array<Values, 2> keys, values;
  keys[0] = TRY(expressions(map.input_grouping_expressions(), sides[0].columns));
  keys[1] = TRY(expressions(map.other_grouping_expressions(), sides[1].columns));
  values[0] = all_of(sides[0].columns);
  values[1] = all_of(sides[1].columns);

  BothTables both(std::move(sides));
  const std::size_t groups = keys[0].size();
  for (std::size_t i = 0; i < groups; ++i) {
    const Typed& first = keys[0][i].first;
    const Typed& second = keys[1][i].first;
    const auto common = common_type(first.type, second.type, session_);
    if (!common)
      return unsupported(fmt::format("a cogroup by {} and {}", sql_name(first.type), sql_name(second.type)));
    auto key = TRY(coerce({first.tree->Copy(), first.type, first.name}, *common, session_));
    auto other = TRY(coerce({second.tree->Copy(), second.type, second.name}, *common, session_));
    both.add(new_column(first.name, *common), std::move(key.tree), std::move(other.tree));
  }
  const auto number = [](std::int32_t side) { return constant_tree(duckdb::Value::INTEGER(side)); };
  both.add(new_column("side", Type::INTEGER), number(0), number(1));
  known.arguments.clear();
  GroupLayout layout{.keys = groups};
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    add_offsets(known.arguments, groups, values[side].size());
    (side == 0 ? layout.of_first : layout.of_second) = groups + values[side].size();
    for (Values* own : {&keys[side], &values[side]})
      for (auto& [value, column] : *own)
        both.add_of_side(side, new_column(column.name, value.type), std::move(value.tree));
  }
  both.add(new_column("place", Type::BIGINT), row_number(), row_number());
  Columns columns = both.columns();
  duckdb::vector<duckdb::OrderByNode> orders;
  for (std::size_t i = 0; i <= groups; ++i) orders.push_back(ascending(columns[i]));
  const std::size_t kept = columns.size() - 1;
  return python_rows(known, layout,
                     in_one_thread(std::move(both).rows(), std::move(columns), std::move(orders), kept));
}

}  // namespace engine
