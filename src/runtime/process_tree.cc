#include "runtime/process_tree.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"

namespace runtime {
namespace {

void add_children(const std::filesystem::path& thread, std::vector<pid_t>& to) {
  const auto children = base::read_file(thread / "children");
  if (!children.ok()) return;  // it ended
  for (const std::string_view child : base::split(*children, ' '))
    if (const auto pid = base::parse_int(base::trim(child))) to.push_back(static_cast<pid_t>(*pid));
}

}  // namespace

std::vector<pid_t> process_tree(pid_t process) {
  std::vector<pid_t> tree{process};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    std::error_code error;
    std::filesystem::directory_iterator thread(fmt::format("/proc/{}/task", tree[i]), error);
    for (; !error && thread != std::filesystem::directory_iterator(); thread.increment(error))
      add_children(thread->path(), tree);
  }
  return tree;
}

// A child that is made between the look and its parent's end is not among them; the group's signal finds it,
// unless it has left the group by then. A control group knows better (memory_bound.h).
void kill_process_tree(pid_t process) {
  for (const pid_t one : process_tree(process)) ::kill(one, SIGKILL);
  ::kill(-process, SIGKILL);
}

}  // namespace runtime
