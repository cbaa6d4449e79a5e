#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/result_modifier.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/lower/lowering.h"
#include "plan/spark_settings.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// groupBy(keys).pivot(column, values).agg(...): a column for each value and aggregate.
namespace engine {
namespace {

// Spark computes these once for each group and value, and puts them side by side: where a group has no row of
// a value, they are NULL. With others among the aggregates, each is computed over the rows of its value
// alone: there a count is 0.
bool goes_side_by_side(const Type& type) {
  return is_numeric(type) || type.id() == duckdb::LogicalTypeId::BOOLEAN;
}

Tree is_value(const Tree& column, const duckdb::Value& value) {
  return compare_tree(duckdb::ExpressionType::COMPARE_NOT_DISTINCT_FROM, column->Copy(),
                      constant_tree(value));
}

std::string column_name(const PivotValue& value, const OutputColumn& aggregate, std::size_t aggregates) {
  return aggregates == 1 ? value.name : fmt::format("{}_{}", value.name, aggregate.name);
}

base::Error too_many(const std::string& column, std::size_t most) {
  return plan::spark_error(
      "_LEGACY_ERROR_TEMP_1324",
      "The pivot column <pivotColumn> has more than <maxValues> distinct values, this could "
      "indicate an error. If this was intended, set <config> to at least the number of distinct "
      "values of the pivot column.",
      {{"pivotColumn", column}, {"maxValues", std::to_string(most)}, {"config", plan::kPivotMaxValues}});
}

}  // namespace

// With their texts, which name the columns. Those that are not given are asked for, in their order.
base::Result<std::vector<PivotValue>> Lowering::pivot_values(const connect::Aggregate_Pivot& pivot,
                                                             const Lowered& input, const Typed& column) {
  auto node = duckdb::make_uniq<duckdb::SelectNode>();
  const OutputColumn value = new_column("value", column.type);
  if (pivot.values_size() > 0) {
    Trees given;
    for (const auto& literal : pivot.values())
      given.push_back(TRY(coerce(TRY(lower_literal(literal)), column.type, session_)).tree);
    node = select_from(duckdb::make_uniq<duckdb::EmptyTableRef>());
    select_value(*node, call_tree("unnest", call_tree("list_value", std::move(given))), value);
  } else {
    node = select_from(input.table->Copy());
    select_value(*node, column.tree->Copy(), value);
    node->modifiers.push_back(duckdb::make_uniq<duckdb::DistinctModifier>());
    auto order = duckdb::make_uniq<duckdb::OrderModifier>();
    order->orders.emplace_back(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_FIRST,
                               column_tree(value.id));
    node->modifiers.push_back(std::move(order));
    auto limit = duckdb::make_uniq<duckdb::LimitModifier>();
    limit->limit = number_tree(static_cast<std::int64_t>(session_.most_pivot_values) + 1);
    node->modifiers.push_back(std::move(limit));
  }
  Lowered values{as_table(std::move(node)), {value}};
  Values shown;
  shown.emplace_back(value_of(value), new_column("value", value.type));
  shown.emplace_back(TRY(cast(value_of(value), Type::VARCHAR, CastMode::Legacy, session_)),
                     new_column("text", Type::VARCHAR));
  const auto rows = TRY(rows_of(TRY(select(std::move(values), std::move(shown)))));
  if (rows.size() > session_.most_pivot_values && pivot.values_size() == 0)
    return too_many(column.name, session_.most_pivot_values);
  std::vector<PivotValue> result;
  for (const auto& row : rows)
    result.push_back({row[0], row[1].IsNull() ? "null" : duckdb::StringValue::Get(row[1])});
  return result;
}

base::Result<Lowered> Lowering::pivot(const connect::Aggregate& aggregate, Lowered input) {
  TRY(consume_only(aggregate.pivot(), {"col", "values"}));
  auto keys = TRY(expressions(aggregate.grouping_expressions(), input.columns));
  auto column = TRY(expression(aggregate.pivot().col(), input.columns));
  const auto values = TRY(pivot_values(aggregate.pivot(), input, column));
  auto aggregates = TRY(expressions(aggregate.aggregate_expressions(), input.columns));
  const bool side_by_side =
      std::ranges::all_of(aggregates, [](const auto& item) { return goes_side_by_side(item.second.type); });
  if (side_by_side)
    return side_by_side_pivot(std::move(input), std::move(keys), std::move(column), values,
                              std::move(aggregates));
  Values all;
  for (const PivotValue& value : values) {
    const Tree condition = is_value(column.tree, value.value);
    pivot_condition_ = &condition;
    auto lowered = expressions(aggregate.aggregate_expressions(), input.columns);
    pivot_condition_ = nullptr;
    auto items = TRY(std::move(lowered));
    const std::size_t count = items.size();
    for (auto& [item, output] : items)
      all.emplace_back(std::move(item), new_column(column_name(value, output, count), output.type));
  }
  return grouped(std::move(input), std::move(keys), std::move(all));
}

base::Result<Lowered> Lowering::side_by_side_pivot(Lowered input, Values keys, Typed column,
                                                   const std::vector<PivotValue>& values, Values aggregates) {
  const std::size_t key_count = keys.size();
  const Type type = column.type;
  keys.emplace_back(std::move(column), new_column("pivot", type));
  auto groups = TRY(grouped(std::move(input), std::move(keys), std::move(aggregates)));
  const Tree pivot = column_tree(groups.columns[key_count].id);
  const std::span<const OutputColumn> computed(groups.columns.begin() + static_cast<long>(key_count) + 1,
                                               groups.columns.end());
  Values outer_keys, all;
  for (std::size_t i = 0; i < key_count; ++i) {
    OutputColumn key = groups.columns[i];
    key.id = new_column(key.name, key.type).id;
    outer_keys.emplace_back(value_of(groups.columns[i]), std::move(key));
  }
  for (const PivotValue& value : values)
    for (const OutputColumn& each : computed) {
      Tree first = duckdb::make_uniq<duckdb::FunctionExpression>("first", trees(column_tree(each.id)),
                                                                 is_value(pivot, value.value));
      all.emplace_back(Typed{std::move(first), each.type, each.name},
                       new_column(column_name(value, each, computed.size()), each.type));
    }
  return grouped(std::move(groups), std::move(outer_keys), std::move(all));
}

// How often the values of two columns, as texts, meet: df.crosstab.
base::Result<Lowered> Lowering::crosstab(const connect::StatCrosstab& crosstab) {
  TRY(consume_only(crosstab, {"input", "col1", "col2"}));
  auto input = TRY(relation(crosstab.input()));
  const auto text_of = [&](const std::string& name) {
    auto text = plan::cast(plan::column(name), "string");
    return plan::call("coalesce", {std::move(text), plan::literal("null")});
  };
  connect::Aggregate counted;
  *counted.add_grouping_expressions() =
      plan::alias(text_of(crosstab.col1()), crosstab.col1() + "_" + crosstab.col2());
  *counted.mutable_pivot()->mutable_col() = text_of(crosstab.col2());
  *counted.add_aggregate_expressions() = plan::call("count", {plan::literal(1)});
  auto table = TRY(pivot(counted, std::move(input)));
  std::map<std::string, Tree> filled;
  for (std::size_t i = 1; i < table.columns.size(); ++i)
    filled[table.columns[i].id] = operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                                                trees(column_tree(table.columns[i].id), number_tree(0)));
  return with_values(std::move(table), std::move(filled));
}

}  // namespace engine
