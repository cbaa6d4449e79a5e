#pragma once

#include <cstdint>

#include "runtime/own_cgroup.h"

namespace runtime {

// The memory that this process may count on: the machine's, or the limit of the container or control group
// that it is in, if that is less.
std::int64_t machine_memory_bytes();

// `bytes`, or the least limit that a group or one above it has in the file of that name.
std::int64_t memory_within(const OwnCgroup& own, const char* file, std::int64_t bytes);

// What of it runs may have together. The server, the page cache and other programs live on the rest.
constexpr std::int64_t memory_share(std::int64_t machine_bytes) {
  return machine_bytes / 4 * 3;
}

}  // namespace runtime
