#include <limits>

#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

// How many numbers there are; nothing: none, or too many to say of each in which partition it lies.
std::optional<std::int64_t> count_of(const connect::Range& range) {
  const auto way = static_cast<__int128>(range.end()) - range.start();
  const __int128 step = range.step();
  const __int128 count = (way + step - (step > 0 ? 1 : -1)) / step;
  const __int128 most = std::numeric_limits<std::int64_t>::max();
  const bool fits = (way < 0) == (step < 0) && way <= most && -way <= most;
  if (!fits || way == 0 || (count + 1) * std::max(1, range.num_partitions()) > most) return std::nullopt;
  return static_cast<std::int64_t>(count);
}

}  // namespace

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
  result.columns.push_back(column);
  const auto places = count_of(range);
  if (!range.has_num_partitions() || !places) return result;
  auto place = call_tree("//", call_tree("-", column_tree(column.id), number_tree(range.start())),
                         number_tree(range.step()));
  return with_number(std::move(result), stretch_of(std::move(place), *places, range.num_partitions()),
                     new_column(kPartitionNumber, Type::INTEGER));
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
  if (numbers.size() > 3 && numbers[3] > 0 && numbers[3] <= std::numeric_limits<std::int32_t>::max())
    range.set_num_partitions(static_cast<std::int32_t>(numbers[3]));
  return this->range(range);
}

}  // namespace engine
