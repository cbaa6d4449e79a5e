#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/glue/visual/job_plan.h"

namespace services::glue::visual {

// What became of one node in a run. The engine does the work of several nodes in one go where nothing has to
// stand between them: such a node has no time of its own, and rows where they can be told (it keeps all rows
// of its input, or its output has all of its own; Route's are those of the groups that are picked).
struct NodeReport {
  std::string id;
  std::string name;
  std::string kind;                     // SelectFields
  std::optional<std::int64_t> rows;     // that it gave on; of a target, that it wrote
  std::optional<std::int64_t> bytes;    // that a source read or a target wrote
  std::optional<std::int64_t> micros;   // of a node whose rows were computed by themselves
  std::vector<std::string> fused_into;  // ids of those in whose time it was done; none: it was not run
};

// In the order of the graph.
std::vector<NodeReport> node_reports(const Graph& graph, const JobPlan& plan, const plan::Report& report);

}  // namespace services::glue::visual
