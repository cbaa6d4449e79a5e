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

// range(end), range(start, end), range(start, end, step, partitions), of constants.
base::Result<Lowered> Lowering::range_function(const connect::UnresolvedTableValuedFunction& function) {
  std::vector<std::int64_t> numbers;
  for (const auto& argument : function.arguments()) {
    const auto number = constant_integer(TRY(coerce(TRY(expression(argument, {})), Type::BIGINT, session_)));
    if (!number) return unsupported("range() of other than whole numbers");
    numbers.push_back(*number);
  }
  if (numbers.empty() || numbers.size() > 4) return unsupported("range() of that many arguments");
  connect::Range range;
  if (numbers.size() > 1) range.set_start(numbers[0]);
  range.set_end(numbers[numbers.size() > 1 ? 1 : 0]);
  range.set_step(numbers.size() > 2 ? numbers[2] : 1);
  return this->range(range);
}

}  // namespace engine
