#include <fmt/format.h>

#include "duckdb/parser/query_node/set_operation_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using Node = connect::SetOperation;

std::optional<duckdb::SetOperationType> type_of(Node::SetOpType type) {
  switch (type) {
    case Node::SET_OP_TYPE_UNION:
      return duckdb::SetOperationType::UNION;
    case Node::SET_OP_TYPE_INTERSECT:
      return duckdb::SetOperationType::INTERSECT;
    case Node::SET_OP_TYPE_EXCEPT:
      return duckdb::SetOperationType::EXCEPT;
    default:
      return std::nullopt;
  }
}

base::Error other_number_of_columns(const Columns& left, const Columns& right) {
  return base::refusal(
      "NUM_COLUMNS_MISMATCH", 400,
      fmt::format(
          "[NUM_COLUMNS_MISMATCH] A set operation needs inputs of the same number of columns, but the "
          "first has {} columns and the second has {}.",
          left.size(), right.size()));
}

}  // namespace

// Columns are matched by their places and have the first input's names; NULL equals NULL.
base::Result<Lowered> Lowering::set_operation(const connect::SetOperation& operation) {
  TRY(consume_only(operation, {"left_input", "right_input", "set_op_type", "is_all"}));
  const auto type = type_of(operation.set_op_type());
  if (!type)
    return unsupported(fmt::format("set_op_type = {}", Node::SetOpType_Name(operation.set_op_type())));
  auto left = TRY(relation(operation.left_input()));
  auto right = TRY(relation(operation.right_input()));
  if (left.columns.size() != right.columns.size())
    return other_number_of_columns(left.columns, right.columns);

  auto left_node = select_from(std::move(left.table)), right_node = select_from(std::move(right.table));
  Lowered result;
  for (std::size_t i = 0; i < left.columns.size(); ++i) {
    const auto& a = left.columns[i];
    const auto& b = right.columns[i];
    const auto common = common_type(a.type, b.type);
    if (!common)
      return base::refusal(
          "INCOMPATIBLE_COLUMN_TYPE", 400,
          fmt::format(
              "[INCOMPATIBLE_COLUMN_TYPE] The column {} of a set operation has the types \"{}\" and \"{}\".",
              i + 1, sql_name(a.type), sql_name(b.type)));
    auto column = new_column(a.name, *common);
    auto first = TRY(coerce({column_tree(a.id), a.type, a.name, true}, *common, session_));
    auto second = TRY(coerce({column_tree(b.id), b.type, b.name, true}, *common, session_));
    select_value(*left_node, std::move(first.tree), column);
    select_value(*right_node, std::move(second.tree), column);
    result.columns.push_back(std::move(column));
  }
  auto node = duckdb::make_uniq<duckdb::SetOperationNode>();
  node->setop_type = *type;
  node->setop_all = operation.is_all();
  node->children.push_back(std::move(left_node));
  node->children.push_back(std::move(right_node));
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  result.table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement));
  return result;
}

}  // namespace engine
