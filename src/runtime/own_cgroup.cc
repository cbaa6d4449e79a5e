#include "runtime/own_cgroup.h"

#include <fstream>
#include <string>
#include <string_view>

#include "base/text.h"

namespace runtime {
namespace {

namespace fs = std::filesystem;

bool names(std::string_view list, std::string_view name) {
  for (const std::string_view present : base::split(list, ','))
    if (present == name) return true;
  return false;
}

// Where a file system of type `type` whose options hold `option` is mounted; no option: any.
std::optional<fs::path> mount_point(std::string_view type, std::string_view option) {
  std::ifstream mounts("/proc/self/mounts");
  for (std::string line; std::getline(mounts, line);) {
    const auto fields = base::split(line, ' ');
    if (fields.size() < 4 || fields[2] != type) continue;
    if (option.empty() || names(fields[3], option)) return fs::path(fields[1]);
  }
  return std::nullopt;
}

// The path in the line of /proc/self/cgroup that names `controller`; version 2's line names none.
std::optional<fs::path> group_path(std::string_view controller) {
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const auto fields = base::split(line, ':');
    if (fields.size() >= 3 && names(fields[1], controller)) return fs::path(fields[2]).relative_path();
  }
  return std::nullopt;
}

std::optional<OwnCgroup> own_cgroup(std::string_view type, std::string_view controller) {
  const auto mount = mount_point(type, controller);
  const auto path = group_path(controller);
  if (!mount || !path) return std::nullopt;
  const bool is_outside = !path->empty() && *path->begin() == "..";  // of the container's part
  std::error_code ignored;
  if (path->empty() || is_outside || !fs::exists(*mount / *path, ignored)) return OwnCgroup{*mount, *mount};
  return OwnCgroup{*mount, *mount / *path};
}

}  // namespace

std::optional<OwnCgroup> own_cgroup_v2() {
  return own_cgroup("cgroup2", "");
}

std::optional<OwnCgroup> own_cgroup_v1() {
  return own_cgroup("cgroup", "memory");
}

}  // namespace runtime
