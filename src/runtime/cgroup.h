#pragma once

#include <memory>

#include "base/result.h"
#include "runtime/memory_bound.h"

namespace runtime {

// Bounders that use the kernel's control groups: version 2 where find_cgroup_place() finds one, version 1
// below the group that this process is in. The error says why this process may not have it.
base::Result<std::unique_ptr<MemoryBounder>> cgroup_v2_bounder();
base::Result<std::unique_ptr<MemoryBounder>> cgroup_v1_bounder();

}  // namespace runtime
