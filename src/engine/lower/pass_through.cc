#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

// What tells Spark how to go about it, and changes no row: the engine has one partition and its own
// optimizer.
namespace engine {

// Spark, too, passes over hints that it does not know.
base::Result<Lowered> Lowering::hint(const connect::Hint& hint) {
  TRY(consume_only(hint, {"input", "name", "parameters"}));
  return relation(hint.input());
}

base::Result<Lowered> Lowering::repartition(const connect::Repartition& repartition) {
  TRY(consume_only(repartition, {"input", "num_partitions", "shuffle"}));
  if (repartition.num_partitions() <= 0)
    return plan::illegal_argument(fmt::format(
        "requirement failed: Number of partitions ({}) must be positive.", repartition.num_partitions()));
  return relation(repartition.input());
}

base::Result<Lowered> Lowering::repartition_by(const connect::RepartitionByExpression& repartition) {
  TRY(consume_only(repartition, {"input", "partition_exprs", "num_partitions"}));
  auto input = TRY(relation(repartition.input()));
  for (const auto& key : repartition.partition_exprs()) {
    if (key.has_sort_order())
      TRY(sort_order(key.sort_order(), input.columns));
    else
      TRY(expression(key, input.columns));
  }
  return input;
}

}  // namespace engine
