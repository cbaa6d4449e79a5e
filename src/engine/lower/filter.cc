#include "duckdb/parser/expression/conjunction_expression.hpp"
#include "engine/functions/random_functions.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

Trees conjuncts_of(Tree condition) {
  if (condition->GetExpressionType() != duckdb::ExpressionType::CONJUNCTION_AND)
    return trees(std::move(condition));
  return std::move(condition->Cast<duckdb::ConjunctionExpression>().children);
}

Tree all_of(Trees conditions) {
  if (conditions.size() == 1) return std::move(conditions[0]);
  return conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND, std::move(conditions));
}

}  // namespace

// DuckDB moves conditions below set operations, windows and the like. A random one would choose among other
// rows there: as a column it stays where it is.
Lowered Lowering::rows_where(Lowered input, Tree condition) {
  Trees random, plain;
  for (auto& part : conjuncts_of(std::move(condition)))
    (is_random(*part) ? random : plain).push_back(std::move(part));
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  if (!plain.empty()) node->where_clause = all_of(std::move(plain));
  if (!random.empty()) {
    const OutputColumn kept = new_column("kept", Type::BOOLEAN);
    select_value(*node, all_of(std::move(random)), kept);
    node = select_from(as_table(std::move(node)));
    select_reachable(*node, input);
    node->where_clause = column_tree(kept.id);
  }
  input.table = as_table(std::move(node));
  return input;
}

base::Result<Lowered> Lowering::filter(const connect::Filter& filter, const Wanted& wanted) {
  TRY(consume_only(filter, {"input", "condition"}));
  const auto files = TRY(files_asked({&filter.condition()}, &filter.input()));
  auto input = TRY(relation(filter.input(), files.added_to(wanted_by(filter.condition(), wanted))));
  const auto* given = &filter.condition();
  input = TRY(below_windows(std::move(input), std::span(&given, 1)));
  auto condition = TRY(expression(filter.condition(), files.visible(input.reachable(), input)));
  if (is_null_type(condition.type))
    condition.tree = null_tree(Type::BOOLEAN);
  else if (condition.type.id() != duckdb::LogicalTypeId::BOOLEAN)
    return plan::spark_error(
        "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
        "Cannot resolve <sqlExpr> due to data type mismatch: Filter expression <filter> of "
        "type <type> is not a boolean.",
        {{"sqlExpr", fmt::format("\"{}\"", condition.name)},
         {"filter", fmt::format("\"{}\"", condition.name)},
         {"type", fmt::format("\"{}\"", sql_name(condition.type))}});
  return rows_where(std::move(input), std::move(condition.tree));
}

}  // namespace engine
