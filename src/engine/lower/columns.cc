#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/relations.pb.h"

// Clients before 4.0 say renames in a member that is deprecated since.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace engine {
namespace {

using Items = google::protobuf::RepeatedPtrField<connect::Expression>;

// The new columns as items of a select list; none: no generator is among them, and they need not be such.
base::Result<Items> generating_items(const connect::WithColumns& with_columns) {
  const auto generates = [](const auto& alias) { return generator(alias.expr()) != nullptr; };
  const auto count = std::ranges::count_if(with_columns.aliases(), generates);
  if (count > 1) return several_generators();
  Items items;
  for (const auto& alias : with_columns.aliases()) {
    if (count == 0) break;
    auto& item = *items.Add()->mutable_alias();
    *item.mutable_expr() = alias.expr();
    *item.mutable_name() = alias.name();
  }
  return items;
}

}  // namespace

// A new column replaces those of its name where they stand, and takes the new spelling; else it comes last.
// All of them see the input's columns, and none another new one.
base::Result<Lowered> Lowering::with_columns(const connect::WithColumns& with_columns, const Wanted& wanted) {
  TRY(consume_only(with_columns, {"input", "aliases"}));
  const auto files = TRY(files_asked_by(&with_columns.input(), with_columns.aliases()));
  auto input = TRY(
      relation(with_columns.input(), files.added_to(with_named_partition(with_columns.aliases(), wanted))));
  std::vector<const connect::Expression*> made;
  for (const auto& alias : with_columns.aliases()) made.push_back(&alias.expr());
  const Items items = TRY(generating_items(with_columns));
  input = TRY(generated_below_windows(std::move(input), items));
  input = TRY(below_windows(std::move(input), made));
  input = TRY(below_generators(std::move(input), items));
  const Columns seen = files.visible(with_partition_number(input), input);
  Values values;
  for (const auto& column : input.columns) {
    auto output = column;
    output.id = new_column(column.name, column.type).id;
    values.emplace_back(value_of(column), std::move(output));
  }
  for (int i = 0; i < with_columns.aliases_size(); ++i) {
    const auto& alias = with_columns.aliases(i);
    TRY(consume_only(alias, {"expr", "name"}));
    if (alias.name_size() != 1) return unsupported("WithColumns with a name of several parts");
    TRY(check_no_pattern(alias.expr(), "expression `alias`"));
    auto value = generator(alias.expr()) != nullptr ? TRY(generated(items[i], seen))
                                                    : TRY(expression(alias.expr(), seen));
    bool replaced = false;
    for (auto& [old_value, column] : values) {
      if (!base::iequals(column.name, alias.name(0))) continue;
      column = new_column(alias.name(0), value.type);
      // A copy, as several columns may have the name.
      old_value = {value.tree->Copy(), value.type, value.name};
      replaced = true;
    }
    if (!replaced) {
      auto column = new_column(alias.name(0), value.type);
      values.emplace_back(std::move(value), std::move(column));
    }
  }
  return select(std::move(input), std::move(values), wanted);
}

base::Result<Lowered> Lowering::with_columns_renamed(const connect::WithColumnsRenamed& renamed,
                                                     const Wanted& wanted) {
  TRY(consume_only(renamed, {"input", "renames", "rename_columns_map"}));
  auto input = TRY(relation(renamed.input(), wanted));
  input.left_out = left_out_of(input, wanted);
  const auto rename = [&](const std::string& from, const std::string& to) {
    for (auto& column : input.columns)
      if (base::iequals(column.name, from)) column.name = to;
  };
  // One after the other: a step sees the names that those before it gave.
  for (const auto& step : renamed.renames()) {
    TRY(consume_only(step, {"col_name", "new_col_name"}));
    rename(step.col_name(), step.new_col_name());
  }
  // From clients before 4.0, whose names have no order: those of the alphabet's will do.
  const std::map<std::string, std::string> pairs(renamed.rename_columns_map().begin(),
                                                 renamed.rename_columns_map().end());
  for (const auto& [from, to] : pairs) rename(from, to);
  return input;
}

base::Result<Lowered> Lowering::to_df(const connect::ToDF& to_df, const Wanted& wanted) {
  TRY(consume_only(to_df, {"input", "column_names"}));
  auto input = TRY(relation(to_df.input(), wanted));
  input.left_out = left_out_of(input, wanted);
  if (static_cast<std::size_t>(to_df.column_names_size()) != input.columns.size())
    return plan::spark_error(
        "ASSIGNMENT_ARITY_MISMATCH",
        "The number of columns or variables assigned or aliased: <numTarget> does not match "
        "the number of source expressions: <numExpr>.",
        {{"numTarget", std::to_string(input.columns.size())},
         {"numExpr", std::to_string(to_df.column_names_size())}});
  for (int i = 0; i < to_df.column_names_size(); ++i)
    input.columns[static_cast<std::size_t>(i)].name = to_df.column_names(i);
  return input;
}

// Unknown names are no error: they are as good as dropped.
base::Result<Lowered> Lowering::drop(const connect::Drop& drop, const Wanted& wanted) {
  TRY(consume_only(drop, {"input", "columns", "column_names"}));
  auto input = TRY(relation(drop.input(), wanted));
  input.left_out = left_out_of(input, wanted);
  std::vector<std::string> ids;
  for (const auto& name : drop.column_names())
    for (const auto* column : columns_named(input.columns, name)) ids.push_back(column->id);
  for (const auto& item : drop.columns()) {
    auto lowered = expression(item, input.columns);
    if (!lowered.ok() && (lowered.error().code.starts_with("UNRESOLVED_COLUMN") ||
                          lowered.error().code == "CANNOT_RESOLVE_DATAFRAME_COLUMN"))
      continue;
    const auto value = TRY(std::move(lowered));
    for (const auto& column : input.columns)
      if (value.is_column && value.tree->Equals(*column_tree(column.id))) ids.push_back(column.id);
  }
  std::erase_if(input.columns,
                [&](const auto& column) { return std::count(ids.begin(), ids.end(), column.id) > 0; });
  return input;
}

base::Result<Lowered> Lowering::subquery_alias(const connect::SubqueryAlias& alias, const Wanted& wanted) {
  TRY(consume_only(alias, {"input", "alias", "qualifier"}));
  auto input = TRY(relation(alias.input(), files_among(wanted)));
  std::erase_if(input.left_out, [](const auto& column) { return !is_of_file(column); });
  const auto qualify = [&](OutputColumn& column) {
    // The alias hides those below it, as in SQL.
    column.qualifiers.assign(alias.qualifier().begin(), alias.qualifier().end());
    column.qualifiers.push_back(alias.alias());
  };
  std::ranges::for_each(input.columns, qualify);
  std::ranges::for_each(input.left_out, qualify);
  return input;
}

}  // namespace engine
