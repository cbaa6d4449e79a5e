#pragma once

#include <sys/types.h>

#include <cstdint>

#include "base/result.h"

namespace runtime {

// Resident memory of one process, as the kernel counts it. Errors: it is gone, or not ours to ask about.
base::Result<std::int64_t> resident_memory_bytes(pid_t process);
// The most of it since the process started or the peak was reset.
base::Result<std::int64_t> peak_memory_bytes(pid_t process);
base::Result<void> reset_peak_memory(pid_t process);

}  // namespace runtime
