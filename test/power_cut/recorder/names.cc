// Functions that change what a folder names. Paths are made absolute before the call, since a name may be
// gone after it.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "recorder/log.h"

namespace power_cut {
namespace {

std::string recorded_path_at(int dirfd, const char* path) {
  if (!is_active()) return {};
  KeepErrno keep;
  std::string absolute = path_at(dirfd, path);
  return is_recorded(absolute) ? absolute : std::string();
}

// A name that comes from or goes to another place cannot be followed.
void record_two(Kind kind, const std::string& path, const std::string& other, Identity file = {}) {
  if (path.empty() && other.empty()) return;
  KeepErrno keep;
  if (kind == Kind::Symlink || (!path.empty() && !other.empty())) {
    append({.kind = kind, .file = file, .path = path, .other = other});
  } else {
    append({.kind = Kind::Unseen, .path = "a name moved over the edge of the folder: " + path + other});
  }
}

int rename_at(int from_dir, const char* from, int to_dir, const char* to, unsigned flags) {
  const std::string path = recorded_path_at(from_dir, from);
  const std::string other = recorded_path_at(to_dir, to);
  const int result = static_cast<int>(syscall(SYS_renameat2, from_dir, from, to_dir, to, flags));
  if (result != 0) return result;
  if ((flags & ~RENAME_NOREPLACE) == 0) {
    record_two(Kind::Rename, path, other);
  } else if (!path.empty() || !other.empty()) {
    append({.kind = Kind::Unseen, .path = "renameat2 of another kind: " + path + other});
  }
  return result;
}

int unlink_at(int dirfd, const char* path, int flags) {
  const std::string absolute = recorded_path_at(dirfd, path);
  const int result = static_cast<int>(syscall(SYS_unlinkat, dirfd, path, flags));
  if (result == 0 && !absolute.empty()) {
    append({.kind = (flags & AT_REMOVEDIR) != 0 ? Kind::RemoveFolder : Kind::Unlink, .path = absolute});
  }
  return result;
}

int make_folder_at(int dirfd, const char* path, mode_t mode) {
  const std::string absolute = recorded_path_at(dirfd, path);
  const int result = static_cast<int>(syscall(SYS_mkdirat, dirfd, path, mode));
  if (result == 0 && !absolute.empty()) append({.kind = Kind::MakeFolder, .path = absolute});
  return result;
}

// Also for a file that has had no name (O_TMPFILE): its identity says which one it is.
int link_at(int from_dir, const char* from, int to_dir, const char* to, int flags) {
  const std::string other = recorded_path_at(to_dir, to);
  const int result = static_cast<int>(syscall(SYS_linkat, from_dir, from, to_dir, to, flags));
  if (result != 0 || other.empty()) return result;
  KeepErrno keep;
  const int fd = static_cast<int>(syscall(SYS_openat, to_dir, to, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0));
  append({.kind = Kind::Link, .file = identity_of(fd), .path = other});
  syscall(SYS_close, fd);
  return result;
}

int symlink_at(const char* target, int dirfd, const char* path) {
  const std::string absolute = recorded_path_at(dirfd, path);
  const int result = static_cast<int>(syscall(SYS_symlinkat, target, dirfd, path));
  if (result == 0 && !absolute.empty()) record_two(Kind::Symlink, target, absolute);
  return result;
}

}  // namespace
}  // namespace power_cut

using namespace power_cut;

POWER_CUT_EXPORT int rename(const char* from, const char* to) noexcept {
  return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
POWER_CUT_EXPORT int renameat(int from_dir, const char* from, int to_dir, const char* to) noexcept {
  return rename_at(from_dir, from, to_dir, to, 0);
}
POWER_CUT_EXPORT int renameat2(int from_dir, const char* from, int to_dir, const char* to,
                               unsigned flags) noexcept {
  return rename_at(from_dir, from, to_dir, to, flags);
}
POWER_CUT_EXPORT int unlink(const char* path) noexcept {
  return unlink_at(AT_FDCWD, path, 0);
}
POWER_CUT_EXPORT int unlinkat(int dirfd, const char* path, int flags) noexcept {
  return unlink_at(dirfd, path, flags);
}
POWER_CUT_EXPORT int rmdir(const char* path) noexcept {
  return unlink_at(AT_FDCWD, path, AT_REMOVEDIR);
}
POWER_CUT_EXPORT int remove(const char* path) noexcept {
  const int result = unlink_at(AT_FDCWD, path, 0);
  return result != 0 && (errno == EISDIR || errno == EPERM) ? unlink_at(AT_FDCWD, path, AT_REMOVEDIR)
                                                            : result;
}
POWER_CUT_EXPORT int mkdir(const char* path, mode_t mode) noexcept {
  return make_folder_at(AT_FDCWD, path, mode);
}
POWER_CUT_EXPORT int mkdirat(int dirfd, const char* path, mode_t mode) noexcept {
  return make_folder_at(dirfd, path, mode);
}
POWER_CUT_EXPORT char* mkdtemp(char* name) noexcept {
  char* made = reinterpret_cast<char* (*)(char*)>(dlsym(RTLD_NEXT, "mkdtemp"))(name);
  const std::string absolute = made == nullptr ? std::string() : recorded_path_at(AT_FDCWD, made);
  if (!absolute.empty()) append({.kind = Kind::MakeFolder, .path = absolute});
  return made;
}
POWER_CUT_EXPORT int link(const char* from, const char* to) noexcept {
  return link_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
POWER_CUT_EXPORT int linkat(int from_dir, const char* from, int to_dir, const char* to, int flags) noexcept {
  return link_at(from_dir, from, to_dir, to, flags);
}
POWER_CUT_EXPORT int symlink(const char* target, const char* path) noexcept {
  return symlink_at(target, AT_FDCWD, path);
}
POWER_CUT_EXPORT int symlinkat(const char* target, int dirfd, const char* path) noexcept {
  return symlink_at(target, dirfd, path);
}
