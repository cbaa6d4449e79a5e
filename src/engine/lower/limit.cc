#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

Lowered with_modifier(Lowered input, Tree limit, Tree offset) {
  auto modifier = duckdb::make_uniq<duckdb::LimitModifier>();
  modifier->limit = std::move(limit);
  modifier->offset = std::move(offset);
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  node->modifiers.push_back(std::move(modifier));
  return {as_table(std::move(node)), std::move(input.columns), input.ordered, std::move(input.left_out)};
}

base::Result<Tree> row_count(std::int32_t count, std::string_view name) {
  if (count < 0)
    return plan::spark_error(
        "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
        "The limit like expression <expr> is invalid. The <name> expression must be equal to or "
        "greater than 0, but got <v>.",
        {{"expr", fmt::format("\"{}\"", count)}, {"name", std::string(name)}, {"v", std::to_string(count)}});
  return constant_tree(duckdb::Value::BIGINT(count));
}

}  // namespace

base::Result<Lowered> Lowering::limit(const connect::Limit& limit, const Wanted& wanted) {
  TRY(consume_only(limit, {"input", "limit"}));
  auto count = TRY(row_count(limit.limit(), "limit"));
  return with_modifier(TRY(relation(limit.input(), without_partition_number(wanted))), std::move(count),
                       nullptr);
}

base::Result<Lowered> Lowering::offset(const connect::Offset& offset, const Wanted& wanted) {
  TRY(consume_only(offset, {"input", "offset"}));
  auto count = TRY(row_count(offset.offset(), "offset"));
  return with_modifier(TRY(relation(offset.input(), without_partition_number(wanted))), nullptr,
                       std::move(count));
}

}  // namespace engine
