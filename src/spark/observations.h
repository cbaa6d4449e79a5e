#pragma once

#include <string>
#include <vector>

#include "plan/builders.h"
#include "plan/program.pb.h"
#include "spark/operation.h"

namespace spark_door {

// Of df.observe(name, metrics): what clients know it by.
struct Observation {
  std::string name;
  std::int64_t plan_id = 0;
};

// Prepares a program to observe what passes through the CollectMetrics of a relation that it is going to
// fetch or write: their inputs are shared, so that what is observed are the very rows that go on.
base::Result<std::vector<Observation>> observe(plan::Relation& relation, plan::Program& program);

// What a run has observed, as clients are told.
base::Result<void> emit_observed(const std::vector<Observation>& observations, const plan::Report& report,
                                 const Operation::Emit& emit);

}  // namespace spark_door
