#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/query_node/set_operation_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "engine/functions/call_errors.h"
#include "engine/lower/input_files.h"
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

std::string name_of(const Node& operation) {
  const auto name =
      Node::SetOpType_Name(operation.set_op_type()).substr(std::string_view("SET_OP_TYPE_").size());
  const bool all = operation.is_all() && operation.set_op_type() != Node::SET_OP_TYPE_UNION;
  return all ? name + " ALL" : name;
}

base::Error other_number_of_columns(const Node& operation, const Columns& left, const Columns& right) {
  return plan::spark_error(
      "NUM_COLUMNS_MISMATCH",
      "<operator> can only be performed on inputs with the same number of columns, but the "
      "first input has <firstNumColumns> columns and the <invalidOrdinalNum> input has "
      "<invalidNumColumns> columns.",
      {{"operator", name_of(operation)},
       {"firstNumColumns", std::to_string(left.size())},
       {"invalidOrdinalNum", "second"},
       {"invalidNumColumns", std::to_string(right.size())}});
}

base::Error incompatible_types(const Node& operation, std::size_t place, const Type& left,
                               const Type& right) {
  return plan::spark_error(
      "INCOMPATIBLE_COLUMN_TYPE",
      "<operator> can only be performed on tables with compatible column types. The "
      "<columnOrdinalNumber> column of the <tableOrdinalNumber> table is <dataType1> type which "
      "is not compatible with <dataType2> at the same column of the first table.<hint>.",
      {{"operator", name_of(operation)},
       {"columnOrdinalNumber", ordinal(place + 1)},
       {"tableOrdinalNumber", "second"},
       {"dataType1", fmt::format("\"{}\"", sql_name(right))},
       {"dataType2", fmt::format("\"{}\"", sql_name(left))},
       {"hint", ""}});
}

}  // namespace

// The right columns in the order of the left ones; what one of them lacks is NULL there, if that may be.
base::Result<void> Lowering::match_by_name(Lowered& left, Lowered& right, bool may_lack,
                                           const Wanted& wanted) {
  const auto in_order = [&](Lowered& side, const Columns& order) -> base::Result<void> {
    Values values;
    for (const auto& column : order) {
      const auto found = columns_named(side.columns, column.name);
      if (found.empty() && !may_lack) return not_among(column.name, side.columns);
      const auto value = found.empty() ? Typed{null_tree(column.type), column.type, column.name}
                                       : Typed{column_tree(found[0]->id), found[0]->type, column.name, true};
      OutputColumn made = new_column(column.name, value.type);
      values.emplace_back(Typed{value.tree->Copy(), value.type, value.name, value.is_column},
                          std::move(made));
    }
    side = TRY(select(std::move(side), std::move(values), wanted));
    return {};
  };
  for (const auto& column : left.columns)
    if (!may_lack && columns_named(right.columns, column.name).empty())
      return not_among(column.name, right.columns);
  Columns order = left.columns;
  for (const auto& column : right.columns)
    if (columns_named(left.columns, column.name).empty()) order.push_back(column);
  if (order.size() > left.columns.size()) TRY(in_order(left, order));
  return in_order(right, order);
}

// Columns are matched by their places and have the first input's names; NULL equals NULL.
base::Result<Lowered> Lowering::set_operation(const connect::SetOperation& operation, const Wanted& wanted) {
  TRY(consume_only(
      operation, {"left_input", "right_input", "set_op_type", "is_all", "by_name", "allow_missing_columns"}));
  const auto type = type_of(operation.set_op_type());
  if (!type)
    return unsupported(fmt::format("set_op_type = {}", Node::SetOpType_Name(operation.set_op_type())));
  Wanted below;
  if (wanted.contains(kInputFile) && *type == duckdb::SetOperationType::UNION && operation.is_all())
    below.insert(kInputFile);
  auto left = TRY(relation(operation.left_input(), below));
  auto right = TRY(relation(operation.right_input(), below));
  if (operation.by_name()) TRY(match_by_name(left, right, operation.allow_missing_columns(), below));
  if (left.columns.size() != right.columns.size())
    return other_number_of_columns(operation, left.columns, right.columns);

  auto left_node = select_from(std::move(left.table)), right_node = select_from(std::move(right.table));
  Lowered result;
  for (std::size_t i = 0; i < left.columns.size(); ++i) {
    const auto& a = left.columns[i];
    const auto& b = right.columns[i];
    const auto common = common_type(a.type, b.type, session_);
    if (!common) return incompatible_types(operation, i, a.type, b.type);
    auto column = new_column(a.name, *common);
    // Columns of the first frame still mean these; those of the second mean nothing any more.
    column.plan_ids = a.plan_ids;
    auto first = TRY(coerce(value_of(a), *common, session_));
    auto second = TRY(coerce(value_of(b), *common, session_));
    select_value(*left_node, std::move(first.tree), column);
    select_value(*right_node, std::move(second.tree), column);
    result.columns.push_back(std::move(column));
  }
  if (!below.empty()) {
    OutputColumn file = as_file_column(new_column(kInputFile, type_of_input_file()));
    select_value(*left_node, input_file_tree(left), file);
    select_value(*right_node, input_file_tree(right), file);
    result.left_out.push_back(std::move(file));
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
