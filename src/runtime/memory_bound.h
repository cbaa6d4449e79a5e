#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace runtime {

// The memory bound of one process tree. Its destructor lifts the bound and removes what it had made.
class MemoryBound {
 public:
  virtual ~MemoryBound() = default;
  virtual bool exceeded() const = 0;  // whether something was killed for going beyond it
  // SIGKILL to the whole tree, also to those that left its process group.
  virtual void kill() = 0;
  // Changes the bound in place, which costs far less than a new one. An error leaves what was: the tree may
  // hold more than the new bound allows.
  virtual base::Result<void> resize(std::int64_t bytes) = 0;
};

// Bounds the memory of process trees by the best means that this machine allows: cgroup v2, cgroup v1, or
// else sampling the tree's PSS and killing it. Which one is found out once, when it is made. Thread-safe.
class MemoryBounder {
 public:
  virtual ~MemoryBounder() = default;
  virtual std::string_view method()
      const = 0;  // "cgroup v2", "cgroup v1", "PSS samples": `dovetail status` shows it
  virtual base::Result<std::unique_ptr<MemoryBound>> bound(pid_t process, std::int64_t bytes) = 0;

  static std::unique_ptr<MemoryBounder> best();
  static std::unique_ptr<MemoryBounder> sampling();  // the means that works everywhere
};

}  // namespace runtime
