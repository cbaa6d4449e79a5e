#include "runtime/machine_memory.h"

#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "runtime/own_cgroup.h"

namespace runtime {
namespace {

// The least limit of the group and of those above it; none says "max", or a number that is out of reach.
std::int64_t limited(std::int64_t bytes, const std::optional<OwnCgroup>& own, const char* file) {
  if (!own) return bytes;
  for (auto group = own->group;; group = group.parent_path()) {
    const auto text = base::read_file(group / file);
    const auto limit = text.ok() ? base::parse_int(base::trim(*text)) : std::nullopt;
    if (limit && *limit > 0) bytes = std::min(bytes, *limit);
    if (group == own->mount) return bytes;
  }
}

}  // namespace

std::int64_t machine_memory_bytes() {
  const std::int64_t physical = std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
  return limited(limited(physical, own_cgroup_v2(), "memory.max"), own_cgroup_v1(), "memory.limit_in_bytes");
}

}  // namespace runtime
