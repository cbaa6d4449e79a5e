#pragma once

#include <filesystem>
#include <optional>

namespace runtime {

// Where a hierarchy of control groups is mounted, and this process's group in it. In a container the kernel
// may name the group as the host sees it; what is mounted is then the container's own group.
struct OwnCgroup {
  std::filesystem::path mount;
  std::filesystem::path group;  // `mount` or a folder below it
};

// None when the hierarchy is not mounted. Version 1: the memory controller's.
std::optional<OwnCgroup> own_cgroup_v2();
std::optional<OwnCgroup> own_cgroup_v1();

}  // namespace runtime
