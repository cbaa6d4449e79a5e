#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// Each row is taken or not by its own throw of the dice, other ones in each run.
base::Result<Lowered> Lowering::sample(const connect::Sample& sample) {
  TRY(consume_only(sample, {"input", "lower_bound", "upper_bound"}));
  auto input = TRY(relation(sample.input()));
  const double share = sample.upper_bound() - sample.lower_bound();
  if (!(share >= 0 && share <= 1)) return unsupported("a sample of other than a part of the rows");
  return rows_where(std::move(input),
                    compare_tree(duckdb::ExpressionType::COMPARE_LESSTHAN, call_tree("random", Trees()),
                                 constant_tree(duckdb::Value::DOUBLE(share))));
}

}  // namespace engine
