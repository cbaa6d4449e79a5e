#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace runtime {

// What spawn() starts; `files` are {ours, the child's number}, and nothing else stays open in the child.
struct SpawnRequest {
  const std::string& program;
  const std::vector<std::string>& arguments;
  const std::map<std::string, std::string>& environment;
  const std::vector<std::pair<int, int>>& files;
};

// Starts a program in a process group of its own. The kernel kills it when the *thread* that calls this ends,
// so that thread must live for as long as the child may: Child's supervisor does.
base::Result<pid_t> spawn(const SpawnRequest& request);

}  // namespace runtime
