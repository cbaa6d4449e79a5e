#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// One column, id bigint. SELECT without FROM is a Range(0, 1).
base::Result<Lowered> Lowering::range(const connect::Range& range) {
  TRY(consume_only(range, {"start", "end", "step", "num_partitions"}));
  if (range.step() == 0)
    return base::refusal("INVALID_PARAMETER_VALUE", 400, "The step of a range is not zero.");
  auto item = duckdb::make_uniq<duckdb::TableFunctionRef>();
  item->function = call_tree("range", trees(constant_tree(duckdb::Value::BIGINT(range.start())),
                                            constant_tree(duckdb::Value::BIGINT(range.end())),
                                            constant_tree(duckdb::Value::BIGINT(range.step()))));
  auto column = new_column("id", Type::BIGINT);
  item->column_name_alias.push_back(column.id);
  Lowered result{.table = std::move(item)};
  result.columns.push_back(std::move(column));
  return result;
}

}  // namespace engine
