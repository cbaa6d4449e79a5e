#include <fmt/format.h>

#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using Node = connect::SubqueryExpression;

duckdb::unique_ptr<duckdb::SubqueryExpression> subquery_tree(duckdb::SubqueryType type, SelectNode node) {
  auto tree = duckdb::make_uniq<duckdb::SubqueryExpression>();
  tree->subquery_type = type;
  tree->subquery = duckdb::make_uniq<duckdb::SelectStatement>();
  tree->subquery->node = std::move(node);
  return tree;
}

base::Error other_number_of_columns(std::size_t wanted, std::size_t found) {
  return base::refusal(
      "INVALID_SUBQUERY_EXPRESSION", 400,
      fmt::format(
          "[INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN] A subquery "
          "must return {} column, but has {}.",
          wanted, found));
}

}  // namespace

// The relations beside the root are what its subqueries name, each by its plan id.
base::Result<Lowered> Lowering::with_relations(const connect::WithRelations& with, const Wanted& wanted) {
  TRY(consume_only(with, {"root", "references"}));
  for (const auto& reference : with.references()) {
    if (!reference.common().has_plan_id()) return unsupported("a referenced relation without plan id");
    references_.insert_or_assign(reference.common().plan_id(), &reference);
  }
  return relation(with.root(), wanted);
}

// A column that the subquery's own relations lack is one of the rows around it.
base::Result<Typed> Lowering::subquery(const connect::Expression& expression, const Columns& columns) {
  const auto& node = expression.subquery_expression();
  TRY(consume_only(node, {"plan_id", "subquery_type", "in_subquery_values"}));
  const auto reference = references_.find(node.plan_id());
  if (reference == references_.end())
    return unsupported(fmt::format("a subquery of the unknown relation {}", node.plan_id()));
  // Popped before any error is returned: an expression that is refused need not be the end (drop()).
  outer_.push_back({.columns = &columns});
  auto lowered = relation(*reference->second);
  outer_.pop_back();
  auto inner = TRY(std::move(lowered));
  if (node.subquery_type() == Node::SUBQUERY_TYPE_EXISTS) {
    auto select = select_from(std::move(inner.table));
    select_all(*select, inner.columns);
    return Typed{subquery_tree(duckdb::SubqueryType::EXISTS, std::move(select)), Type::BOOLEAN, "exists()"};
  }
  if (inner.columns.size() != 1) return other_number_of_columns(1, inner.columns.size());
  const auto& column = inner.columns[0];
  if (node.subquery_type() == Node::SUBQUERY_TYPE_SCALAR) {
    auto select = select_from(std::move(inner.table));
    select_all(*select, inner.columns);
    return Typed{subquery_tree(duckdb::SubqueryType::SCALAR, std::move(select)), column.type,
                 "scalarsubquery()"};
  }
  if (node.subquery_type() != Node::SUBQUERY_TYPE_IN || node.in_subquery_values_size() != 1)
    return unsupported(fmt::format("subquery_type = {}", Node::SubqueryType_Name(node.subquery_type())));
  auto value = TRY(this->expression(node.in_subquery_values(0), columns));
  const auto type = common_type(value.type, column.type, session_);
  if (!type)
    return base::refusal(
        "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH", 400,
        fmt::format("[DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH] \"{}\" is not sought among \"{}\".",
                    sql_name(value.type), sql_name(column.type)));
  value = TRY(coerce(std::move(value), *type, session_));
  auto found = TRY(coerce(value_of(column), *type, session_));
  auto select = select_from(std::move(inner.table));
  select_value(*select, std::move(found.tree), column);
  auto tree = subquery_tree(duckdb::SubqueryType::ANY, std::move(select));
  tree->child = std::move(value.tree);
  tree->comparison_type = duckdb::ExpressionType::COMPARE_EQUAL;
  return Typed{std::move(tree), Type::BOOLEAN, "in()"};
}

// trino.any(op, value IN query): value <op> ANY (query).
base::Result<Typed> Lowering::any_comparison(const connect::Expression_UnresolvedFunction& function,
                                             const Columns& columns) {
  using duckdb::ExpressionType;
  static const std::map<std::string, ExpressionType> kComparisons = {
      {"=", ExpressionType::COMPARE_EQUAL},       {"<>", ExpressionType::COMPARE_NOTEQUAL},
      {"<", ExpressionType::COMPARE_LESSTHAN},    {"<=", ExpressionType::COMPARE_LESSTHANOREQUALTO},
      {">", ExpressionType::COMPARE_GREATERTHAN}, {">=", ExpressionType::COMPARE_GREATERTHANOREQUALTO},
  };
  if (function.arguments_size() != 2 || function.is_distinct())
    return unsupported("a comparison with ANY of other than an operator and a query");
  const auto comparison = kComparisons.find(function.arguments(0).literal().string());
  const auto& in = function.arguments(1).subquery_expression();
  if (comparison == kComparisons.end() || in.subquery_type() != Node::SUBQUERY_TYPE_IN)
    return unsupported("a comparison with ANY of other than an operator and a query");
  auto found = TRY(expression(function.arguments(1), columns));
  found.tree->Cast<duckdb::SubqueryExpression>().comparison_type = comparison->second;
  return found;
}

}  // namespace engine
