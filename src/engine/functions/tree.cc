#include "engine/functions/tree.h"

#include "duckdb/parser/expression/case_expression.hpp"
#include "duckdb/parser/expression/cast_expression.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/comparison_expression.hpp"
#include "duckdb/parser/expression/conjunction_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/operator_expression.hpp"
#include "engine/functions/spark_interval.h"

namespace engine {

std::string output_name(const Typed& value) {
  return value.column_name.value_or(value.name);
}

std::optional<std::string> field_name(const Typed& value) {
  return value.is_column ? value.name : value.field_name;
}

Tree column_tree(const std::string& column_id) {
  return duckdb::make_uniq<duckdb::ColumnRefExpression>(column_id);
}

Tree constant_tree(duckdb::Value value) {
  return duckdb::make_uniq<duckdb::ConstantExpression>(std::move(value));
}

Tree number_tree(std::int64_t value) {
  return constant_tree(duckdb::Value::BIGINT(value));
}

Tree null_tree(const Type& type) {
  return constant_tree(duckdb::Value(without_intervals(type)));
}

Tree call_tree(const std::string& function, Trees arguments) {
  return duckdb::make_uniq<duckdb::FunctionExpression>(function, std::move(arguments));
}

Tree cast_tree(Tree tree, const Type& type) {
  return duckdb::make_uniq<duckdb::CastExpression>(without_intervals(type), std::move(tree));
}

Tree compare_tree(duckdb::ExpressionType comparison, Tree left, Tree right) {
  return duckdb::make_uniq<duckdb::ComparisonExpression>(comparison, std::move(left), std::move(right));
}

Tree operator_tree(duckdb::ExpressionType operation, Trees operands) {
  return duckdb::make_uniq<duckdb::OperatorExpression>(operation, std::move(operands));
}

Tree conjunction_tree(duckdb::ExpressionType conjunction, Trees operands) {
  return duckdb::make_uniq<duckdb::ConjunctionExpression>(conjunction, std::move(operands));
}

Tree case_tree(std::vector<std::pair<Tree, Tree>> branches, Tree otherwise) {
  auto result = duckdb::make_uniq<duckdb::CaseExpression>();
  for (auto& [when, then] : branches) {
    duckdb::CaseCheck check;
    check.when_expr = std::move(when);
    check.then_expr = std::move(then);
    result->case_checks.push_back(std::move(check));
  }
  result->else_expr = std::move(otherwise);
  return result;
}

Tree if_tree(Tree condition, Tree then, Tree otherwise) {
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(std::move(condition), std::move(then));
  return case_tree(std::move(branches), std::move(otherwise));
}

Tree present_tree(const Tree& value) {
  return operator_tree(duckdb::ExpressionType::OPERATOR_IS_NOT_NULL, trees(value->Copy()));
}

}  // namespace engine
