#pragma once

#include <sys/types.h>

#include <filesystem>

#include "base/result.h"
#include "runtime/cgroup_files.h"
#include "runtime/own_cgroup.h"

namespace runtime {

// Finds the group of version 2 below which groups with a memory bound can be made, the nearest to this
// process first. Such a group hands the memory controller down (cgroup.subtree_control), and the kernel
// refuses that to a group that holds processes itself, the root apart. So it is
// - the process's own group, when nobody else is in it, as in a systemd unit: the process moves into a leaf;
// - or a group above it that hands memory down or can be made to, as the slices of systemd do.
// In either case this process must be allowed to make groups there and to move processes. The error says of
// each group why it is not the place.
// https://docs.kernel.org/admin-guide/cgroup-v2.html, "No Internal Process Constraint" and "Delegation"
base::Result<std::filesystem::path> find_cgroup_place(CgroupFiles& files, const OwnCgroup& own,
                                                      pid_t process);

}  // namespace runtime
