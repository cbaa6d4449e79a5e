#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

base::Result<Lowered> Lowering::filter(const connect::Filter& filter) {
  TRY(consume_only(filter, {"input", "condition"}));
  auto input = TRY(relation(filter.input()));
  auto condition = TRY(expression(filter.condition(), input.columns));
  if (is_null_type(condition.type))
    condition.tree = null_tree(Type::BOOLEAN);
  else if (condition.type.id() != duckdb::LogicalTypeId::BOOLEAN)
    return base::refusal("DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", 400,
                         "[DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN] Filter expression \"" + condition.name +
                             "\" of type \"" + sql_name(condition.type) + "\" is not a boolean.");
  auto node = select_from(std::move(input.table));
  select_all(*node, input.columns);
  node->where_clause = std::move(condition.tree);
  input.table = as_table(std::move(node));
  return input;
}

}  // namespace engine
