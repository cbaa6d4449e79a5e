#include <fmt/format.h>

#include "base/text.h"
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

base::Error missing_column(const std::string& name, const Columns& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return base::refusal(
      "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", 400,
      fmt::format("[UNRESOLVED_COLUMN_AMONG_FIELD_NAMES] Cannot resolve column name \"{}\" among ({}). "
                  "SQLSTATE: 42704",
                  name, base::join(names, ", ")));
}

}  // namespace

// The right columns in the order of the left ones; what one of them lacks is NULL there, if that may be.
base::Result<void> Lowering::match_by_name(Lowered& left, Lowered& right, bool may_lack) {
  const auto in_order = [&](Lowered& side, const Columns& wanted) -> base::Result<void> {
    std::vector<std::pair<Typed, OutputColumn>> values;
    for (const auto& column : wanted) {
      const auto found = columns_named(side.columns, column.name);
      if (found.empty() && !may_lack) return missing_column(column.name, side.columns);
      const auto value = found.empty() ? Typed{null_tree(column.type), column.type, column.name}
                                       : Typed{column_tree(found[0]->id), found[0]->type, column.name, true};
      OutputColumn made = new_column(column.name, value.type);
      values.emplace_back(Typed{value.tree->Copy(), value.type, value.name, value.is_column},
                          std::move(made));
    }
    side = TRY(select(std::move(side), std::move(values)));
    return {};
  };
  Columns wanted = left.columns;
  for (const auto& column : right.columns)
    if (columns_named(left.columns, column.name).empty()) wanted.push_back(column);
  if (wanted.size() > left.columns.size()) TRY(in_order(left, wanted));
  return in_order(right, wanted);
}

// Columns are matched by their places and have the first input's names; NULL equals NULL.
base::Result<Lowered> Lowering::set_operation(const connect::SetOperation& operation) {
  TRY(consume_only(
      operation, {"left_input", "right_input", "set_op_type", "is_all", "by_name", "allow_missing_columns"}));
  const auto type = type_of(operation.set_op_type());
  if (!type)
    return unsupported(fmt::format("set_op_type = {}", Node::SetOpType_Name(operation.set_op_type())));
  auto left = TRY(relation(operation.left_input()));
  auto right = TRY(relation(operation.right_input()));
  if (operation.by_name()) TRY(match_by_name(left, right, operation.allow_missing_columns()));
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
