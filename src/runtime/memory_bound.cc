#include "runtime/memory_bound.h"

#include "base/log.h"
#include "runtime/cgroup.h"

namespace runtime {

std::unique_ptr<MemoryBounder> MemoryBounder::best() {
  auto v2 = cgroup_v2_bounder();
  if (v2.ok()) return std::move(v2).value();
  auto v1 = cgroup_v1_bounder();
  if (v1.ok()) return std::move(v1).value();
  spdlog::warn("The memory of workers is sampled, as no control group can bound it: {}; {}",
               v2.error().message, v1.error().message);
  return sampling();
}

}  // namespace runtime
