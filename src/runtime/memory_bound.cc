#include "runtime/memory_bound.h"

#include "runtime/cgroup.h"

namespace runtime {

std::unique_ptr<MemoryBounder> MemoryBounder::best() {
  if (auto v2 = cgroup_v2_bounder()) return v2;
  if (auto v1 = cgroup_v1_bounder()) return v1;
  return sampling();
}

}  // namespace runtime
