// Worker types. Follows https://docs.aws.amazon.com/glue/latest/dg/worker-types.html
#include "services/glue/worker_types.h"

#include <algorithm>

#include "runtime/machine_memory.h"
#include "runtime/memory_broker.h"
#include "runtime/slots.h"

namespace services::glue {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;

}  // namespace

const std::vector<WorkerType>& worker_types() {
  static const std::vector<WorkerType> types = {
      {"G.025X", 0.25, 2, 4}, {"G.1X", 1, 4, 16},     {"G.2X", 2, 8, 32},     {"G.4X", 4, 16, 64},
      {"G.8X", 8, 32, 128},   {"G.12X", 12, 48, 192}, {"G.16X", 16, 64, 256}, {"R.1X", 1, 4, 32},
      {"R.2X", 2, 8, 64},     {"R.4X", 4, 16, 128},   {"R.8X", 8, 32, 256},   {"Standard", 1, 4, 16},
      {"Z.2X", 2, 8, 64},
  };
  return types;
}

const WorkerType* find_worker_type(std::string_view name) {
  for (const WorkerType& type : worker_types())
    if (type.name == name) return &type;
  return nullptr;
}

Machine this_machine() {
  return {.cores = runtime::Slots::one_per_core(), .memory_bytes = runtime::machine_memory_bytes()};
}

engine::Limits worker_limits(const WorkerType& type, int workers, const Machine& machine) {
  const std::int64_t count = std::max(workers, 1);
  const std::int64_t machines_share = runtime::memory_share(machine.memory_bytes);
  return {.threads = static_cast<int>(std::min<std::int64_t>(count * type.vcpus, machine.cores)),
          .memory_bytes = std::max(runtime::MemoryBroker::kLeast,
                                   std::min(count * type.memory_gib * kGib, machines_share))};
}

}  // namespace services::glue
