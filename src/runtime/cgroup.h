#pragma once

#include <memory>

#include "runtime/memory_bound.h"

namespace runtime {

// Bounders that use the kernel's control groups, below the group that this process is in. None when this
// process may not make groups there, or when the memory controller is not to be had.
std::unique_ptr<MemoryBounder> cgroup_v2_bounder();
std::unique_ptr<MemoryBounder> cgroup_v1_bounder();

}  // namespace runtime
