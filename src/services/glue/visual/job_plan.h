#pragma once

#include <vector>

#include "plan/program.pb.h"
#include "services/glue/visual/graph.h"

namespace services::glue::visual {

// A visual job ready to run.
struct JobPlan {
  plan::Program program;
  std::vector<Target> targets;            // of the program's writes, in their order
  std::vector<std::size_t> target_steps;  // where these stand in the graph
  BookmarkStates states;                  // how far each source is read when it has run
};

// Resolves the sources and turns the graph into a program. The plan id of a step's relation is its place in
// the graph, counted from 1. A target whose source has nothing to read is left
// out: nothing would come of it. A relation that feeds several nodes is computed once. What depends on the
// rows of a source is found out by the reader's `run_aside`.
base::Result<JobPlan> plan_job(const Graph& graph, SourceReader& reader);

}  // namespace services::glue::visual
