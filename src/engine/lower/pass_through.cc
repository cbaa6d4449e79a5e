#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "spark/connect/relations.pb.h"

// What tells Spark how to go about it, and changes no row: the engine has no partitions, and its own
// optimizer.
namespace engine {

// Spark, too, passes over hints that it does not know. Those of partitions are seen where files are written
// (partitioning.h): here no number goes past them.
base::Result<Lowered> Lowering::hint(const connect::Hint& hint, const Wanted& wanted) {
  TRY(consume_only(hint, {"input", "name", "parameters"}));
  const bool moves = base::iequals(hint.name(), "repartition") || base::iequals(hint.name(), "coalesce");
  return relation(hint.input(), moves ? without_partition_number(wanted) : wanted);
}

namespace {

base::Result<void> check_count(std::int64_t count) {
  if (count > 0) return {};
  return plan::illegal_argument(
      fmt::format("requirement failed: Number of partitions ({}) must be positive.", count));
}

}  // namespace

// Rows are numbered only for who wants that: files and spark_partition_id().
base::Result<Lowered> Lowering::repartition(const connect::Repartition& repartition, const Wanted& wanted) {
  TRY(consume_only(repartition, {"input", "num_partitions", "shuffle"}));
  const std::int64_t count = repartition.num_partitions();
  TRY(check_count(count));
  const bool numbers = wanted.contains(kPartitionNumber);
  auto input =
      TRY(relation(repartition.input(), repartition.shuffle() ? without_partition_number(wanted) : wanted));
  if (!numbers) return input;
  const auto column = new_column(kPartitionNumber, Type::INTEGER);
  if (repartition.shuffle()) return with_number(std::move(input), turn_of(row_number(), count), column);
  const OutputColumn* number = partition_number(input.left_out);
  const std::int64_t before = partitioning_of(repartition.input()).count;
  if (number == nullptr || before <= count) return input;
  return with_number(std::move(input), stretch_of(column_tree(number->id), before, count), column);
}

base::Result<Lowered> Lowering::repartition_by(const connect::RepartitionByExpression& repartition,
                                               const Wanted& wanted) {
  TRY(consume_only(repartition, {"input", "partition_exprs", "num_partitions"}));
  const std::int64_t count = repartition.num_partitions();
  if (repartition.has_num_partitions()) TRY(check_count(count));
  Wanted below = without_partition_number(wanted);
  for (const auto& key : repartition.partition_exprs()) below = wanted_by(key, std::move(below));
  auto input = TRY(relation(repartition.input(), below));
  const Columns reachable = input.reachable();
  Window sorted;
  Call hash{.name = "hash", .session = session_};
  for (const auto& key : repartition.partition_exprs()) {
    if (key.has_sort_order())
      sorted.orders.push_back(TRY(sort_order(key.sort_order(), reachable)));
    else
      hash.arguments.push_back(TRY(expression(key, reachable)));
  }
  const bool numbers = wanted.contains(kPartitionNumber) && repartition.has_num_partitions();
  if (!numbers || repartition.partition_exprs().empty()) return input;
  auto column = new_column(kPartitionNumber, Type::INTEGER);
  if (!hash.arguments.empty()) {
    auto number = number_of_hash(TRY(call_function(std::move(hash))).tree, count);
    return with_number(std::move(input), std::move(number), std::move(column));
  }
  auto rank = window_tree(sorted, "rank", Trees());
  auto rows = window_tree(Window(), "count_star", Trees());
  auto number = number_of_rank(std::move(rank), std::move(rows), count);
  return with_number(std::move(input), std::move(number), std::move(column));
}

}  // namespace engine
