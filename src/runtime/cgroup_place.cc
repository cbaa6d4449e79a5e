#include "runtime/cgroup_place.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/text.h"

namespace runtime {
namespace {

namespace fs = std::filesystem;

constexpr const char* kServerLeaf = "dovetail-server";

class Search {
 public:
  Search(CgroupFiles& files, pid_t process) : files_(files), process_(std::to_string(process)) {}

  // Whether bounded groups can be made below `group`, after this made it so.
  base::Result<void> prepare(const fs::path& group, bool is_own) {
    if (hands_memory_down(group)) return probe(group);
    if (!lists_memory(group / "cgroup.controllers"))
      return base::failure("the memory controller is not handed down to it");
    if (is_own && !is_root(group)) return move_out_of(group);
    TRY(hand_memory_down(group));
    return probe(group);
  }

 private:
  bool hands_memory_down(const fs::path& group) const {
    return lists_memory(group / "cgroup.subtree_control");
  }

  bool lists_memory(const fs::path& file) const {
    const auto text = files_.read(file);
    if (!text.ok()) return false;
    for (const std::string_view controller : base::split(base::trim(*text), ' '))
      if (controller == "memory") return true;
    return false;
  }

  // The only group without a type; a container's root is an ordinary group that has one.
  bool is_root(const fs::path& group) const { return !files_.read(group / "cgroup.type").ok(); }

  base::Result<void> hand_memory_down(const fs::path& group) {
    return files_.write(group / "cgroup.subtree_control", "+memory");
  }

  base::Result<void> move_out_of(const fs::path& group) {
    if (base::trim(TRY(files_.read(group / "cgroup.procs"))) != process_)
      return base::failure("other processes are in it");
    const fs::path leaf = group / kServerLeaf;
    TRY(files_.make(leaf));
    const auto moved = [&]() -> base::Result<void> {
      TRY(files_.write(leaf / "cgroup.procs", process_));
      TRY(hand_memory_down(group));
      return probe(group);
    }();
    if (!moved.ok()) {
      (void)files_.write(group / "cgroup.procs", process_);
      (void)files_.remove(leaf);
    }
    return moved;
  }

  // A group with a bound, made and removed. Moving a process into it takes the right to write to the group
  // that is above both.
  base::Result<void> probe(const fs::path& group) {
    if (!files_.may_write(group / "cgroup.procs"))
      return base::failure("this process may not move processes within it");
    const fs::path probe = group / ("dovetail-probe-" + process_);
    TRY(files_.make(probe));
    const auto limited = files_.write(probe / "memory.max", "1073741824");
    TRY(files_.remove(probe));
    return limited;
  }

  CgroupFiles& files_;
  const std::string process_;
};

}  // namespace

base::Result<fs::path> find_cgroup_place(CgroupFiles& files, const OwnCgroup& own, pid_t process) {
  Search search(files, process);
  // A reset of the server finds it where it has moved to.
  fs::path group = own.group.filename() == kServerLeaf ? own.group.parent_path() : own.group;
  std::string reasons;
  for (;; group = group.parent_path()) {
    const auto prepared = search.prepare(group, group == own.group);
    if (prepared.ok()) return group;
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", group.string(), prepared.error().message);
    if (group == own.mount) return base::failure("{}", reasons);
  }
}

}  // namespace runtime
