#pragma once

#include "base/result.h"
#include "plan/program.pb.h"

namespace services::glue::visual {

// Takes those pinned objects out of a program whose folders' columns cannot meet the conditions that stand
// above their Read: they are not opened. What is left is a superset of what is needed, so the conditions
// stay.
base::Result<void> prune_partitions(plan::Program& program);

}  // namespace services::glue::visual
