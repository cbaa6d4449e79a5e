#include "engine/python/python_map.h"

#include <fmt/format.h>

#include <array>

#include "engine/functions/no_fields.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// What functions of users' make of rows, all of them or a group at a time.
namespace engine {
namespace {

constexpr std::array kMapKinds = {PythonKind::PandasMapIter, PythonKind::ArrowMapIter};
constexpr std::array kGroupKinds = {PythonKind::PandasGroupedMap, PythonKind::ArrowGroupedMap,
                                    PythonKind::PandasGroupedMapIter, PythonKind::ArrowGroupedMapIter};

template <typename Kinds>
base::Result<void> check_kind(const PythonFunction& function, const Kinds& kinds, std::string_view what) {
  if (std::ranges::find(kinds, function.kind) == kinds.end())
    return unsupported(
        fmt::format("a Python function of eval_type {} {}", static_cast<int>(function.kind), what));
  if (function.result.id() != duckdb::LogicalTypeId::STRUCT)
    return unsupported(fmt::format("a Python function that gives {} {}", sql_name(function.result), what));
  return {};
}

// Which columns say the group, and which the function gets: behind how many there are, and how many keys.
std::vector<PythonFunction::Argument> offsets(std::int32_t keys, std::int32_t values) {
  std::vector<PythonFunction::Argument> columns = {{1 + keys + values}, {keys}};
  for (std::int32_t i = 0; i < keys + values; ++i) columns.push_back({i});
  return columns;
}

}  // namespace

Tree row_number() {
  return window_tree(Window{}, "row_number", {});
}

duckdb::OrderByNode ascending(const OutputColumn& column) {
  return {duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_FIRST, column_tree(column.id)};
}

base::Result<Lowered> Lowering::python_rows(const PythonFunction& function, const GroupLayout& layout,
                                            Lowered input) {
  Lowered rows{.table = python_map_table(function, layout, std::move(input))};
  if (is_struct_without_fields(function.result))
    return rows;  // the table has a column, of which nobody knows
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(function.result)) {
    rows.columns.push_back(new_column(name, type));
    rows.table->column_name_alias.push_back(rows.columns.back().id);
  }
  return rows;
}

// All rows are one partition, or as many as the engine has threads: Spark promises no number of them.
base::Result<Lowered> Lowering::map_partitions(const connect::MapPartitions& map) {
  TRY(consume_only(map, {"input", "func", "is_barrier"}));
  auto input = TRY(relation(map.input()));
  const PythonFunction& function = *TRY(python_function(map.func()));
  TRY(check_kind(function, kMapKinds, "over partitions"));
  auto values = TRY(expressions(map.func().arguments(), input.columns));
  return python_rows(function, {}, TRY(select(std::move(input), std::move(values))));
}

// The first so many columns of a select, whose last column numbers its rows as they came, in an order in
// which that number comes last; and another number behind them: who gives one to each row has a thread of its
// own, and so have those who see it.
Lowered Lowering::in_one_thread(SelectNode node, Columns columns, duckdb::vector<duckdb::OrderByNode> orders,
                                std::size_t kept) {
  auto sorted = select_from(as_table(std::move(node)));
  select_all(*sorted, columns);
  if (!orders.empty()) {
    orders.push_back(ascending(columns.back()));
    auto order = duckdb::make_uniq<duckdb::OrderModifier>();
    order->orders = std::move(orders);
    sorted->modifiers.push_back(std::move(order));
  }
  auto whole = select_from(as_table(std::move(sorted)));
  columns.resize(kept);
  select_all(*whole, columns);
  columns.push_back(new_column("place", Type::BIGINT));
  select_value(*whole, row_number(), columns.back());
  return {.table = as_table(std::move(whole)), .columns = std::move(columns)};
}

// The rows are sorted by their group, those of one group being as they came.
base::Result<Lowered> Lowering::group_map(const connect::GroupMap& map) {
  TRY(consume_only(map, {"input", "grouping_expressions", "func", "is_map_groups_with_state"}));
  if (map.is_map_groups_with_state()) return unsupported("a state of groups");
  auto input = TRY(relation(map.input()));
  TRY(python_function(map.func()));
  PythonFunction& known = *python_functions_.back();  // what is lowered next may push others
  TRY(check_kind(known, kGroupKinds, "over groups"));
  auto values = TRY(expressions(map.grouping_expressions(), input.columns));
  const std::size_t keys = values.size();
  auto given = TRY(expressions(map.func().arguments(), input.columns));
  known.arguments = offsets(static_cast<std::int32_t>(keys), static_cast<std::int32_t>(given.size()));
  for (auto& value : given) values.push_back(std::move(value));
  values.emplace_back(Typed{row_number(), Type::BIGINT, "place"}, new_column("place", Type::BIGINT));

  auto node = select_from(std::move(input.table));
  Columns columns;
  for (auto& [value, column] : values) {
    columns.push_back(new_column(column.name, column.type));
    select_value(*node, std::move(value.tree), columns.back());
  }
  duckdb::vector<duckdb::OrderByNode> orders;
  for (std::size_t i = 0; i < keys; ++i) orders.push_back(ascending(columns[i]));
  const std::size_t kept = columns.size() - 1;
  return python_rows(known, {.keys = keys},
                     in_one_thread(std::move(node), std::move(columns), std::move(orders), kept));
}

}  // namespace engine
