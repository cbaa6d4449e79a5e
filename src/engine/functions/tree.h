#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "duckdb/common/enums/expression_type.hpp"
#include "duckdb/common/types/value.hpp"
#include "duckdb/parser/parsed_expression.hpp"
#include "engine/functions/types.h"

namespace engine {

using Tree = duckdb::unique_ptr<duckdb::ParsedExpression>;
using Trees = duckdb::vector<Tree>;

// An expression whose Spark type is known; DuckDB's binder finds the same type for the tree.
struct Typed {
  Tree tree;
  Type type;
  std::string name;        // what Spark calls it within the names of calls, and a column of it
  bool is_column = false;  // a bare column
  std::optional<int> literal_digits =
      std::nullopt;         // of an integer literal: what it counts for in decimal arithmetic
  bool is_aliased = false;  // explicit casts keep the column_name, as that of a bare column
  // Where it is not the name, what a column of it is called, and a field of struct(...): of `s.a` a, of an
  // alias the alias. Of df.s.a the field alone.
  std::optional<std::string> column_name = std::nullopt;
  std::optional<std::string> field_name = std::nullopt;
};

std::string output_name(const Typed& value);
// Nothing: none but what its place gives it.
std::optional<std::string> field_name(const Typed& value);

// Parse trees, made without any text of SQL.
Tree column_tree(const std::string& column_id);
Tree constant_tree(duckdb::Value value);
Tree number_tree(std::int64_t value);  // a BIGINT
Tree null_tree(const Type& type);
Tree call_tree(const std::string& function, Trees arguments);
Tree cast_tree(Tree tree, const Type& type);
Tree compare_tree(duckdb::ExpressionType comparison, Tree left, Tree right);
Tree operator_tree(duckdb::ExpressionType operation, Trees operands);
Tree conjunction_tree(duckdb::ExpressionType conjunction, Trees operands);
Tree case_tree(std::vector<std::pair<Tree, Tree>> branches, Tree otherwise);
Tree if_tree(Tree condition, Tree then, Tree otherwise);
Tree present_tree(const Tree& value);  // value IS NOT NULL

template <typename... T>
Trees trees(T... tree) {
  Trees result;
  (result.push_back(std::move(tree)), ...);
  return result;
}

template <typename... T>
Tree call_tree(const std::string& function, Tree first, T... rest) {
  return call_tree(function, trees(std::move(first), std::move(rest)...));
}

}  // namespace engine
