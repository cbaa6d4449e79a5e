#include "view.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/mount.h>
#include <pwd.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/fd.h"
#include "base/file.h"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

constexpr unsigned long kHarmless = MS_NOSUID | MS_NODEV;
constexpr const char* kOwnFolder = "mode=1777,size=1g";

// Where it really is; empty: nowhere.
fs::path place(const std::string& path) {
  std::error_code error;
  const fs::path found = path.starts_with('/') ? fs::canonical(path, error) : fs::path();
  return error ? fs::path() : found;
}

bool is_within(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// The kernel writes blanks in names as \040 and the like.
std::string unescaped(const std::string& name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escape = name[i] == '\\' && i + 3 < name.size();
    out += escape ? static_cast<char>(std::stoi(name.substr(i + 1, 3), nullptr, 8)) : name[i];
    if (escape) i += 3;
  }
  return out;
}

// For kernels before 5.12.
bool make_each_read_only() {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string id, parent, device, root, folder;
    fields >> id >> parent >> device >> root >> folder;
    folder = unescaped(folder);
    struct statvfs found {};
    if (::statvfs(folder.c_str(), &found) != 0) continue;  // under another: nobody sees it
    // What a mount has of these must be said again. ST_... are MS_..., except for this one.
    constexpr unsigned long kSame = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME;
    const unsigned long flags =
        (found.f_flag & kSame) | ((found.f_flag & ST_RELATIME) != 0 ? std::uint64_t{MS_RELATIME} : 0);
    if (::mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, nullptr) != 0)
      return false;
  }
  return true;
}

bool make_read_only() {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY;
  if (::syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &attributes, sizeof attributes) == 0)
    return true;
  return errno == ENOSYS && make_each_read_only();
}

std::vector<fs::path> covered(const fs::path& hidden, const std::vector<fs::path>& kept) {
  std::vector<std::string> names = {"/tmp", "/var/tmp", "/dev/shm", "/run"};
  if (const char* home = std::getenv("HOME")) names.emplace_back(home);
  if (const passwd* user = ::getpwuid(::geteuid())) names.emplace_back(user->pw_dir);
  if (::geteuid() == 0) names.insert(names.end(), {"/root", "/home"});
  std::vector<fs::path> folders;
  for (const std::string& name : names) {
    const fs::path folder = place(name);
    const bool needed =
        std::ranges::any_of(kept, [&](const fs::path& one) { return is_within(folder, one); });
    if (folder.empty() || folder == "/" || needed || is_within(folder, hidden)) continue;
    folders.push_back(folder);
  }
  std::ranges::sort(folders);  // what is within another comes behind it
  return folders;
}

struct Kept {
  fs::path path;
  base::Fd file;
  bool is_folder = false;
};

// Holds on to what is about to be covered.
std::vector<Kept> hold(const std::vector<fs::path>& kept, const std::vector<fs::path>& folders) {
  std::vector<Kept> held;
  for (const fs::path& path : kept) {
    const bool lost = std::ranges::any_of(folders, [&](const fs::path& one) { return is_within(path, one); });
    const bool is_held =
        std::ranges::any_of(held, [&](const Kept& one) { return is_within(path, one.path); });
    base::Fd file(lost && !is_held ? ::open(path.c_str(), O_PATH | O_CLOEXEC) : -1);
    std::error_code error;
    if (file.valid()) held.push_back({path, std::move(file), fs::is_directory(path, error)});
  }
  return held;
}

bool bring_back(const Kept& one) {
  std::error_code error;
  fs::create_directories(one.is_folder ? one.path : one.path.parent_path(), error);
  if (!one.is_folder && !base::open_file(one.path, O_CREAT | O_WRONLY, 0644).ok()) return false;
  const std::string from = fmt::format("/proc/self/fd/{}", one.file.get());
  return ::mount(from.c_str(), one.path.c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0;
}

bool cover(const std::vector<fs::path>& folders) {
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const auto before = folders.begin() + static_cast<std::ptrdiff_t>(i);
    std::error_code error;
    if (std::any_of(folders.begin(), before, [&](const fs::path& one) { return is_within(folders[i], one); }))
      fs::create_directories(folders[i], error);
    else if (::mount("tmpfs", folders[i].c_str(), "tmpfs", kHarmless, kOwnFolder) != 0)
      return false;
  }
  return true;
}

bool hide(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || ::mount("tmpfs", folder.c_str(), "tmpfs",
                                               MS_RDONLY | kHarmless | MS_NOEXEC, "size=4k,mode=000") == 0;
}

// A container's /proc may have covers of its own, which the kernel does not let anyone get around: then there
// is none.
bool renew_processes() {
  constexpr unsigned long kFlags = MS_RDONLY | kHarmless | MS_NOEXEC;
  return ::mount("proc", "/proc", "proc", kFlags, nullptr) == 0 ||
         ::mount("tmpfs", "/proc", "tmpfs", kFlags, "size=4k,mode=555") == 0;
}

}  // namespace

bool make_view(const View& view) {
  const fs::path hidden = place(view.hidden);
  if (hidden.empty()) return false;
  std::vector<fs::path> kept;
  for (const std::string& name : view.kept)
    if (fs::path path = place(name); !path.empty()) kept.push_back(std::move(path));
  kept.push_back(place("/etc/resolv.conf"));  // often a link into /run
  std::ranges::sort(kept);                    // folders come before what they hold
  const std::vector<fs::path> folders = covered(hidden, kept);
  const std::vector<Kept> held = hold(kept, folders);
  ::umask(022);
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && make_read_only() &&
         cover(folders) && std::ranges::all_of(held, bring_back) && hide(hidden) && renew_processes();
}

}  // namespace sandbox
