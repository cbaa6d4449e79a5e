#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

// What tells Spark how to go about it, and changes no row: the engine has one partition and its own
// optimizer.
namespace engine {

// Spark, too, passes over hints that it does not know.
base::Result<Lowered> Lowering::hint(const connect::Hint& hint, const Wanted& wanted) {
  TRY(consume_only(hint, {"input", "name", "parameters"}));
  return relation(hint.input(), wanted);
}

base::Result<Lowered> Lowering::repartition(const connect::Repartition& repartition, const Wanted& wanted) {
  TRY(consume_only(repartition, {"input", "num_partitions", "shuffle"}));
  if (repartition.num_partitions() <= 0)
    return plan::illegal_argument(fmt::format(
        "requirement failed: Number of partitions ({}) must be positive.", repartition.num_partitions()));
  return relation(repartition.input(), wanted);
}

base::Result<Lowered> Lowering::repartition_by(const connect::RepartitionByExpression& repartition,
                                               const Wanted& wanted) {
  TRY(consume_only(repartition, {"input", "partition_exprs", "num_partitions"}));
  Wanted below = wanted;
  for (const auto& key : repartition.partition_exprs()) below = wanted_by(key, std::move(below));
  auto input = TRY(relation(repartition.input(), below));
  const Columns reachable = input.reachable();
  for (const auto& key : repartition.partition_exprs()) {
    if (key.has_sort_order())
      TRY(sort_order(key.sort_order(), reachable));
    else
      TRY(expression(key, reachable));
  }
  return input;
}

}  // namespace engine
