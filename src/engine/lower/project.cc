#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

const std::string* column_id(const Typed& value) {
  if (value.tree->GetExpressionClass() != duckdb::ExpressionClass::COLUMN_REF) return nullptr;
  return &value.tree->Cast<duckdb::ColumnRefExpression>().GetColumnName();
}

// A column that passes through is still the same column to whoever refers to it.
const OutputColumn* passed_through(const connect::Expression& expression, const Typed& value,
                                   const Columns& columns) {
  const std::string* id = column_id(value);
  const bool names = expression.has_unresolved_attribute() || expression.has_unresolved_regex();
  if (!names || !id) return nullptr;
  const auto found = std::ranges::find(columns, *id, &OutputColumn::id);
  return found == columns.end() ? nullptr : &*found;
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
Lowered pick(Lowered input, Values values, Columns left_out) {
  Columns columns;
  for (auto& [value, column] : values) {
    column.id = *column_id(value);
    columns.push_back(std::move(column));
  }
  input.columns = std::move(columns);
  input.left_out = std::move(left_out);
  return input;
}

}  // namespace

base::Result<Values> Lowering::expressions(
    const google::protobuf::RepeatedPtrField<connect::Expression>& list, const Columns& columns) {
  if (std::ranges::count_if(list, [](const auto& item) { return generator(item) != nullptr; }) > 1)
    return several_generators();
  Values values;
  for (const auto& item : list) {
    if (auto fields = TRY(fields_of_star(item, columns))) {
      for (Typed& field : *fields) {
        auto output = new_column(field.name, field.type);
        values.emplace_back(std::move(field), std::move(output));
      }
      continue;
    }
    if (const auto several = TRY(starred(item, columns))) {
      for (const auto& column : *several) {
        auto output = column;
        output.id = new_column(column.name, column.type).id;
        values.emplace_back(value_of(column), std::move(output));
      }
      continue;
    }
    if (const auto* call = generator(item)) {
      TRY(generate(item, *call, columns, values));
      continue;
    }
    auto value = TRY(expression(item, columns));
    auto output = new_column(output_name(value), value.type);
    if (const auto* column = passed_through(item, value, columns)) {
      output.plan_ids = column->plan_ids;
      output.qualifiers = column->qualifiers;
    }
    values.emplace_back(std::move(value), std::move(output));
  }
  return values;
}

base::Result<Lowered> Lowering::select(Lowered input, Values values, const Wanted& wanted) {
  Columns left_out = left_out_of(input, wanted);
  if (only_picks(values, input.columns))
    return pick(std::move(input), std::move(values), std::move(left_out));
  auto node = select_from(std::move(input.table));
  Lowered result{.ordered = input.ordered, .left_out = std::move(left_out)};
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    result.columns.push_back(std::move(column));
  }
  std::set<std::string> selected;
  for (const auto& column : result.left_out)
    if (selected.insert(column.id).second) select_value(*node, column_tree(column.id), column);
  result.table = as_table(std::move(node));
  return result;
}

base::Result<Lowered> Lowering::project(const connect::Project& project, const Wanted& wanted) {
  TRY(consume_only(project, {"input", "expressions"}));
  // Without input there is one row, of no columns: SELECT without FROM.
  const Wanted below = with_named_partition(project.expressions(), wanted);
  const auto files =
      TRY(files_asked_by(project.has_input() ? &project.input() : nullptr, project.expressions()));
  auto input = project.has_input() ? TRY(relation(project.input(), files.added_to(below)))
                                   : Lowered{.table = duckdb::make_uniq<duckdb::EmptyTableRef>()};
  input = TRY(generated_below_windows(std::move(input), project.expressions()));
  input = TRY(below_windows(std::move(input), {project.expressions().data(),
                                               static_cast<std::size_t>(project.expressions_size())}));
  input = TRY(below_generators(std::move(input), project.expressions()));
  auto values = TRY(expressions(project.expressions(), files.visible(with_partition_number(input), input)));
  return select(std::move(input), std::move(values), wanted);
}

}  // namespace engine
