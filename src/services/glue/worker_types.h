#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace services::glue {

// One of Glue's worker types: what AWS bills for it and what a worker of it has.
struct WorkerType {
  std::string_view name;
  double dpu;
  int vcpus;
  int memory_gib;
};

const std::vector<WorkerType>& worker_types();
const WorkerType* find_worker_type(std::string_view name);  // null: there is none of that name

// What this machine can give to one run.
struct Machine {
  int cores = 1;
  std::int64_t memory_bytes = std::int64_t{1} << 30;
};
Machine this_machine();

// The bounds of a run with that many workers: together they are one engine worker here, bounded by the
// machine. docs/how-to/worker-types.md tells it to users.
engine::Limits worker_limits(const WorkerType& type, int workers, const Machine& machine);

}  // namespace services::glue
