#include "engine/lower/outer_columns.h"

#include <algorithm>
#include <utility>

#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/lambda_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "engine/functions/nested.h"

namespace engine {
namespace {

using duckdb::ExpressionClass;
using duckdb::ParsedExpressionIterator;
using Names = std::set<std::string>;

const std::string& column_of(const duckdb::ParsedExpression& reference) {
  return reference.Cast<duckdb::ColumnRefExpression>().GetColumnName();
}

bool is_lambda(const Tree& tree) {
  return tree->GetExpressionClass() == ExpressionClass::LAMBDA;
}

void collect_columns(const duckdb::ParsedExpression& tree, Names& found) {
  if (tree.GetExpressionClass() == ExpressionClass::COLUMN_REF) found.insert(column_of(tree));
  ParsedExpressionIterator::EnumerateChildren(
      tree, [&](const duckdb::ParsedExpression& child) { collect_columns(child, found); });
}

void collect_parameters(const duckdb::ParsedExpression& tree, Names& found) {
  if (tree.GetExpressionClass() == ExpressionClass::LAMBDA)
    collect_columns(*tree.Cast<duckdb::LambdaExpression>().lhs, found);
  ParsedExpressionIterator::EnumerateChildren(
      tree, [&](const duckdb::ParsedExpression& child) { collect_parameters(child, found); });
}

// The columns that the lambdas among a function's arguments name.
Names named_in_lambdas(const duckdb::FunctionExpression& call) {
  Names columns, parameters;
  for (const auto& argument : call.children) {
    if (!is_lambda(argument)) continue;
    collect_columns(*argument, columns);
    collect_parameters(*argument, parameters);
  }
  for (const auto& name : parameters) columns.erase(name);
  return columns;
}

// What stood there; its name stays: struct_pack takes those of its fields from its arguments'.
Tree exchange(Tree& place, Tree tree) {
  tree->SetAlias(place->GetAlias());
  return std::exchange(place, std::move(tree));
}

void replace(Tree& tree, const Names& names, const std::string& row) {
  if (tree->GetExpressionClass() == ExpressionClass::COLUMN_REF && names.contains(column_of(*tree)))
    exchange(tree, field_tree(column_tree(row), column_of(*tree)));
  else
    ParsedExpressionIterator::EnumerateChildren(*tree, [&](Tree& child) { replace(child, names, row); });
}

// Everything that the call takes moves into the row: in the lambda around it the outer columns of its other
// arguments are out of reach as well, and the subquery's own columns are not found two lambdas deep.
Tree with_row(Tree call, const Names& names, const std::string& row) {
  std::vector<std::pair<std::string, Tree>> fields;
  for (const auto& name : names) fields.emplace_back(name, column_tree(name));
  for (auto& argument : call->Cast<duckdb::FunctionExpression>().children) {
    if (is_lambda(argument)) {
      replace(argument, names, row);
    } else if (argument->GetExpressionClass() != ExpressionClass::CONSTANT) {
      const std::string name = "argument_" + std::to_string(fields.size());
      fields.emplace_back(name, exchange(argument, field_tree(column_tree(row), name)));
    }
  }
  Tree rows = call_tree("list_value", struct_tree(std::move(fields)));
  return call_tree("list_extract", transform_tree(std::move(rows), row, std::move(call)), number_tree(1));
}

}  // namespace

Tree hand_to_lambdas(Tree tree, const Names& outer, const std::string& row) {
  Names named;
  if (tree->GetExpressionClass() == ExpressionClass::FUNCTION)
    named = named_in_lambdas(tree->Cast<duckdb::FunctionExpression>());
  const bool reaches_out = std::ranges::any_of(named, [&](const auto& name) { return outer.contains(name); });
  ParsedExpressionIterator::EnumerateChildren(*tree, [&](Tree& child) {
    if (!is_lambda(child)) child = hand_to_lambdas(std::move(child), outer, row);
  });
  return reaches_out ? with_row(std::move(tree), named, row) : std::move(tree);
}

}  // namespace engine
