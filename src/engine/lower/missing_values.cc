#include <map>

#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// df.na: rows that lack values, and what stands there instead. NaN is as good as NULL.
namespace engine {
namespace {

Tree known(const OutputColumn& column) {
  const Tree value = column_tree(column.id);
  auto present = present_tree(value);
  if (!is_fractional(column.type)) return present;
  auto number = operator_tree(duckdb::ExpressionType::OPERATOR_NOT, trees(call_tree("isnan", value->Copy())));
  return conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND,
                          trees(std::move(present), std::move(number)));
}

// A number fills columns of numbers, a text those of texts, a boolean those of booleans.
bool suits(const Type& value, const Type& column) {
  if (is_numeric(value)) return is_numeric(column);
  return value == column;
}

}  // namespace

base::Result<Lowered> Lowering::drop_missing(const connect::NADrop& drop) {
  TRY(consume_only(drop, {"input", "cols", "min_non_nulls"}));
  auto input = TRY(relation(drop.input()));
  const auto chosen = TRY(columns_or_all(input.columns, drop.cols()));
  if (chosen.empty()) return input;
  Tree count;
  for (const auto* column : chosen) {
    auto one = if_tree(known(*column), number_tree(1), number_tree(0));
    count = count ? call_tree("+", std::move(count), std::move(one)) : std::move(one);
  }
  const auto least = drop.has_min_non_nulls() ? drop.min_non_nulls() : static_cast<int>(chosen.size());
  auto enough = compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHANOREQUALTO, std::move(count),
                             number_tree(least));
  return rows_where(std::move(input), std::move(enough));
}

// One value for all columns that it suits, or one for each column that is named, which becomes of its type.
base::Result<Lowered> Lowering::fill_missing(const connect::NAFill& fill) {
  TRY(consume_only(fill, {"input", "cols", "values"}));
  auto input = TRY(relation(fill.input()));
  const auto chosen = TRY(columns_or_all(input.columns, fill.cols()));
  const bool one = fill.values_size() == 1;
  if (!one && fill.values_size() != fill.cols_size())
    return base::refusal("INVALID_PLAN_INPUT", 400,
                         "NAFill needs one value, or as many values as there are columns.");
  std::map<std::string, Tree> filled;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto& column = *chosen[i];
    auto value = TRY(lower_literal(fill.values(one ? 0 : static_cast<int>(i))));
    if (one && !suits(value.type, column.type)) continue;
    value = TRY(cast(std::move(value), column.type, CastMode::Legacy, session_));
    filled[column.id] = if_tree(known(column), column_tree(column.id), std::move(value.tree));
  }
  return with_values(std::move(input), std::move(filled));
}

base::Result<Lowered> Lowering::replace_values(const connect::NAReplace& replace) {
  TRY(consume_only(replace, {"input", "cols", "replacements"}));
  auto input = TRY(relation(replace.input()));
  std::map<std::string, Tree> replaced;
  for (const auto* column : TRY(columns_or_all(input.columns, replace.cols()))) {
    std::vector<std::pair<Tree, Tree>> branches;
    for (const auto& replacement : replace.replacements()) {
      TRY(consume_only(replacement, {"old_value", "new_value"}));
      auto from = TRY(lower_literal(replacement.old_value()));
      auto to = TRY(lower_literal(replacement.new_value()));
      if (!suits(is_null_type(from.type) ? to.type : from.type, column->type)) continue;
      to = TRY(cast(std::move(to), column->type, CastMode::Legacy, session_));
      branches.emplace_back(TRY(apply("==", value_of(*column), std::move(from))).tree, std::move(to.tree));
    }
    if (!branches.empty()) replaced[column->id] = case_tree(std::move(branches), column_tree(column->id));
  }
  return with_values(std::move(input), std::move(replaced));
}

// Columns by their ids get other values of the same type.
base::Result<Lowered> Lowering::with_values(Lowered input, std::map<std::string, Tree> trees) {
  Values values;
  for (const auto& column : input.columns) {
    const auto found = trees.find(column.id);
    OutputColumn output = column;
    output.id = new_column(column.name, column.type).id;
    if (found != trees.end()) output.plan_ids.clear();
    Typed value =
        found == trees.end() ? value_of(column) : Typed{std::move(found->second), column.type, column.name};
    values.emplace_back(std::move(value), std::move(output));
  }
  return select(std::move(input), std::move(values));
}

}  // namespace engine
