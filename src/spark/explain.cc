#include "spark/explain.h"

#include <fmt/format.h>

namespace spark_door {

// The engine's plan is its optimized one: there is no other behind it, and nothing is generated.
std::string explain_text(const Explained& explained,
                         spark::connect::AnalyzePlanRequest::Explain::ExplainMode mode) {
  using Explain = spark::connect::AnalyzePlanRequest::Explain;
  if (mode == Explain::EXPLAIN_MODE_EXTENDED)
    return fmt::format(
        "== Parsed Logical Plan ==\n{0}\n== Analyzed Logical Plan ==\n{2}\n{1}\n== Optimized Logical Plan "
        "==\n{3}\n== Physical Plan ==\n{3}",
        explained.parsed, explained.analyzed, explained.columns, explained.physical);
  if (mode == Explain::EXPLAIN_MODE_COST)
    return fmt::format("== Optimized Logical Plan ==\n{0}\n== Physical Plan ==\n{0}", explained.physical);
  return fmt::format("== Physical Plan ==\n{}", explained.physical);
}

}  // namespace spark_door
