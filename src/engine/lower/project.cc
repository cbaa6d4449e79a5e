#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using Values = std::vector<std::pair<Typed, OutputColumn>>;

const std::string* column_id(const Typed& value) {
  if (value.tree->GetExpressionClass() != duckdb::ExpressionClass::COLUMN_REF) return nullptr;
  return &value.tree->Cast<duckdb::ColumnRefExpression>().GetColumnName();
}

// A column that passes through is still the same column to whoever refers to it.
const OutputColumn* passed_through(const connect::Expression& expression, const Typed& value,
                                   const Columns& columns) {
  const std::string* id = column_id(value);
  if (!expression.has_unresolved_attribute() || !id) return nullptr;
  const auto found = std::ranges::find(columns, *id, &OutputColumn::id);
  return found == columns.end() ? nullptr : &*found;
}

Typed as_value(const OutputColumn& column) {
  return {column_tree(column.id), column.type, column.name, true};
}

base::Result<Columns> star(const connect::Expression_UnresolvedStar& star, const Columns& columns) {
  TRY(consume_only(star, {"unparsed_target", "plan_id"}));
  Columns chosen;
  for (const auto& column : columns) {
    const bool qualified = !star.has_unparsed_target() ||
                           (!column.qualifiers.empty() &&
                            base::iequals(column.qualifiers.back() + ".*", star.unparsed_target()));
    const bool of_plan =
        !star.has_plan_id() || std::count(column.plan_ids.begin(), column.plan_ids.end(), star.plan_id()) > 0;
    if (qualified && of_plan) chosen.push_back(column);
  }
  if (chosen.empty() && star.has_unparsed_target())
    return base::refusal(
        "CANNOT_RESOLVE_STAR_EXPAND", 400,
        fmt::format("[CANNOT_RESOLVE_STAR_EXPAND] Cannot resolve `{}`.", star.unparsed_target()));
  return chosen;
}

// Whether the values are columns of the input, none of them twice.
bool only_picks(const Values& values, const Columns& columns) {
  std::set<std::string> free;
  for (const auto& column : columns) free.insert(column.id);
  return !values.empty() && std::ranges::all_of(values, [&](const auto& value) {
    const std::string* id = column_id(value.first);
    return id && free.erase(*id) == 1;
  });
}

// Needs no query of its own: names and order are kept beside the tree, and what DuckDB does not see cannot
// keep it from ordering the joins on both sides.
Lowered pick(Lowered input, Values values) {
  Columns columns;
  for (auto& [value, column] : values) {
    column.id = *column_id(value);
    columns.push_back(std::move(column));
  }
  input.columns = std::move(columns);
  return input;
}

// A row for each item: explode(array or map), posexplode with the place, from 0, before it, inline(array of
// structs) with the fields as columns; what ends in _outer keeps a row that has no items. Null: some other
// expression.
const connect::Expression* generator(const connect::Expression& expression) {
  const auto& inner = expression.has_alias() ? expression.alias().expr() : expression;
  if (!inner.has_unresolved_function()) return nullptr;
  for (const auto* name :
       {"explode", "explode_outer", "posexplode", "posexplode_outer", "inline", "inline_outer"})
    if (base::iequals(inner.unresolved_function().function_name(), name)) return &inner;
  return nullptr;
}

// One column of a generator: a list as long as the others'.
struct Generated {
  std::string name;
  Tree list;
  Type type;
};

Tree size_of(const Tree& list) {
  return cast_tree(call_tree("len", list->Copy()), Type::BIGINT);
}

// Without an item, one that is NULL.
Tree never_empty(Tree list, const Type& item) {
  return let_tree(std::move(list), [&](const Tree& items) {
    return if_tree(compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHAN, size_of(items),
                                constant_tree(duckdb::Value::BIGINT(0))),
                   items->Copy(), call_tree("list_value", null_tree(item)));
  });
}

std::vector<Generated> columns_of(const std::string& function, const Typed& value) {
  std::vector<Generated> columns;
  const auto add = [&](std::string name, Tree list, const Type& type) {
    columns.push_back({std::move(name), std::move(list), type});
  };
  const bool map = value.type.id() == duckdb::LogicalTypeId::MAP;
  if (function.starts_with("posexplode")) {
    auto range =
        call_tree("range", trees(map ? cast_tree(call_tree("cardinality", value.tree->Copy()), Type::BIGINT)
                                     : size_of(value.tree)));
    add("pos", cast_tree(std::move(range), Type::LIST(Type::INTEGER)), Type::INTEGER);
  }
  if (map) {
    add("key", call_tree("map_keys", value.tree->Copy()), duckdb::MapType::KeyType(value.type));
    add("value", call_tree("map_values", value.tree->Copy()), duckdb::MapType::ValueType(value.type));
    return columns;
  }
  const Type item = duckdb::ListType::GetChildType(value.type);
  if (!function.starts_with("inline")) {
    add("col", value.tree->Copy(), item);
    return columns;
  }
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(item))
    add(name,
        transform_tree(value.tree->Copy(), "dovetail_row", field_tree(column_tree("dovetail_row"), name)),
        type);
  return columns;
}

bool takes(const std::string& function, const Type& type) {
  const bool list = type.id() == duckdb::LogicalTypeId::LIST;
  if (!function.starts_with("inline")) return list || type.id() == duckdb::LogicalTypeId::MAP;
  return list && duckdb::ListType::GetChildType(type).id() == duckdb::LogicalTypeId::STRUCT;
}

}  // namespace

base::Result<void> Lowering::generate(const connect::Expression& item, const connect::Expression& call,
                                      const Columns& columns, Values& values) {
  const auto& function = call.unresolved_function();
  TRY(consume_only(call, {"unresolved_function", "common"}));
  TRY(consume_only(function, {"function_name", "arguments", "is_distinct", "is_internal"}));
  const std::string name = base::to_lower(function.function_name());
  if (function.arguments_size() != 1)
    return unsupported(fmt::format("{} of {} arguments", name, function.arguments_size()));
  const auto value = TRY(expression(function.arguments(0), columns));
  if (!takes(name, value.type)) return unsupported(fmt::format("{} of {}", name, sql_name(value.type)));
  auto generated = columns_of(name, value);
  if (item.has_alias()) {
    TRY(consume_only(item, {"alias", "common"}));
    TRY(consume_only(item.alias(), {"expr", "name"}));
    if (item.alias().name_size() != static_cast<int>(generated.size()))
      return base::refusal(
          "UDTF_ALIAS_NUMBER_MISMATCH", 400,
          fmt::format("[UDTF_ALIAS_NUMBER_MISMATCH] The number of aliases supplied in the AS "
                      "clause does not match the number of columns output by {}. Expected {} "
                      "aliases, but got {}.",
                      name, generated.size(), item.alias().name_size()));
    for (std::size_t i = 0; i < generated.size(); ++i)
      generated[i].name = item.alias().name(static_cast<int>(i));
  }
  for (auto& [label, list, type] : generated) {
    if (name.ends_with("_outer")) list = never_empty(std::move(list), type);
    values.emplace_back(Typed{call_tree("unnest", std::move(list)), type, label}, new_column(label, type));
  }
  return {};
}

base::Result<Values> Lowering::expressions(
    const google::protobuf::RepeatedPtrField<connect::Expression>& list, const Columns& columns) {
  if (std::ranges::count_if(list, [](const auto& item) { return generator(item) != nullptr; }) > 1)
    return base::refusal(
        "UNSUPPORTED_GENERATOR.MULTI_GENERATOR", 400,
        "[UNSUPPORTED_GENERATOR.MULTI_GENERATOR] Only one generator is allowed per select clause.");
  Values values;
  for (const auto& item : list) {
    if (item.has_unresolved_star()) {
      for (const auto& column : TRY(star(item.unresolved_star(), columns))) {
        auto output = column;
        output.id = new_column(column.name, column.type).id;
        values.emplace_back(as_value(column), std::move(output));
      }
      continue;
    }
    if (const auto* call = generator(item)) {
      TRY(generate(item, *call, columns, values));
      continue;
    }
    auto value = TRY(expression(item, columns));
    auto output = new_column(value.name, value.type);
    if (const auto* column = passed_through(item, value, columns)) {
      output.plan_ids = column->plan_ids;
      output.qualifiers = column->qualifiers;
    }
    values.emplace_back(std::move(value), std::move(output));
  }
  return values;
}

base::Result<Lowered> Lowering::select(Lowered input, Values values) {
  if (only_picks(values, input.columns)) return pick(std::move(input), std::move(values));
  auto node = select_from(std::move(input.table));
  Lowered result{.ordered = input.ordered};
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  result.table = as_table(std::move(node));
  return result;
}

base::Result<Lowered> Lowering::project(const connect::Project& project) {
  TRY(consume_only(project, {"input", "expressions"}));
  // Without input there is one row, of no columns: SELECT without FROM.
  auto input = project.has_input() ? TRY(relation(project.input()))
                                   : Lowered{.table = duckdb::make_uniq<duckdb::EmptyTableRef>()};
  auto values = TRY(expressions(project.expressions(), input.columns));
  return select(std::move(input), std::move(values));
}

}  // namespace engine
