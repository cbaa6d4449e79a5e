#include "runtime/machine_memory.h"

#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"

namespace runtime {

// A group without a limit says "max", or a number that is out of reach.
std::int64_t memory_within(const OwnCgroup& own, const char* file, std::int64_t bytes) {
  for (auto group = own.group;; group = group.parent_path()) {
    const auto text = base::read_file(group / file);
    const auto limit = text.ok() ? base::parse_int(base::trim(*text)) : std::nullopt;
    if (limit && *limit > 0) bytes = std::min(bytes, *limit);
    if (group == own.mount) return bytes;
  }
}

std::int64_t machine_memory_bytes() {
  std::int64_t bytes = std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
  if (const auto v2 = own_cgroup_v2()) bytes = memory_within(*v2, "memory.max", bytes);
  if (const auto v1 = own_cgroup_v1()) bytes = memory_within(*v1, "memory.limit_in_bytes", bytes);
  return bytes;
}

}  // namespace runtime
