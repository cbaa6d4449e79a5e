#pragma once

#include <sys/types.h>

#include <vector>

namespace runtime {

// A process and all below it, whichever of their threads started them. Not those whose own parent has ended:
// they have become init's.
std::vector<pid_t> process_tree(pid_t process);

// SIGKILL to all of them, and to the group that `process` leads.
void kill_process_tree(pid_t process);

}  // namespace runtime
