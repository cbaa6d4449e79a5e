#pragma once

#include <atomic>
#include <cstdint>

namespace server {

// Counts since the start, for `dovetail status`. Thread-safe.
struct Metrics {
  std::atomic<std::int64_t> requests = 0;
  std::atomic<std::int64_t> refused = 0;  // answered with 4xx
  std::atomic<std::int64_t> failed = 0;   // answered with 5xx
};

}  // namespace server
