#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// The rows pass through; what is observed of them is asked for beside them (plan::Program.observed).
base::Result<Lowered> Lowering::collect_metrics(const connect::CollectMetrics& metrics) {
  TRY(consume_only(metrics, {"input", "name", "metrics"}));
  return relation(metrics.input());
}

}  // namespace engine
