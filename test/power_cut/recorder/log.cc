#include "recorder/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace power_cut {
namespace {

// Out of the way of hosts that count on small numbers or close them all.
constexpr int kLogFd = 700;

struct Header {
  std::uint32_t magic = 0x31435750;  // "PWC1"
  std::uint8_t kind = 0;
  std::uint8_t reserved[3] = {};
  std::uint32_t pid = 0;
  std::uint32_t thread = 0;
  std::uint64_t inode = 0;
  std::uint64_t birth_ns = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  std::uint32_t path_bytes = 0;
  std::uint32_t other_bytes = 0;
  std::uint64_t data_bytes = 0;
};
static_assert(sizeof(Header) == 64, "rebuild.py knows its layout");

std::string real_path(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return {};
  return path_at(AT_FDCWD, value);
}

int open_log() {
  const int fd = static_cast<int>(
      syscall(SYS_openat, AT_FDCWD, log_path().c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (fd < 0) return -1;
  const int high = static_cast<int>(syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, kLogFd));
  syscall(SYS_close, fd);
  return high;
}

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "power-cut recorder: %s: %s\n", what, std::strerror(errno));
  std::abort();
}

void write_whole(std::span<const iovec> parts, std::size_t total) {
  static int log = open_log();
  ssize_t written = syscall(SYS_writev, log, parts.data(), parts.size());
  if (written < 0 && errno == EBADF) {
    log = open_log();
    written = syscall(SYS_writev, log, parts.data(), parts.size());
  }
  if (written != static_cast<ssize_t>(total)) die("a record does not fit into the log");
}

std::vector<iovec> limited(std::span<const iovec> data, std::size_t limit) {
  std::vector<iovec> parts;
  for (const iovec& part : data) {
    const std::size_t length = std::min(part.iov_len, limit);
    if (length > 0) parts.push_back({part.iov_base, length});
    limit -= length;
  }
  return parts;
}

iovec bytes_of(std::string_view text) {
  return {const_cast<char*>(text.data()), text.size()};
}

}  // namespace

const std::string& folder_path() {
  static const std::string folder = real_path("POWER_CUT_FOLDER");
  return folder;
}

const std::string& log_path() {
  static const std::string log = real_path("POWER_CUT_LOG");
  return log;
}

bool is_active() {
  return !folder_path().empty() && !log_path().empty();
}

void append(const Record& record) {
  const std::vector<iovec> data = limited(record.data, record.data_limit);
  Header header{.kind = static_cast<std::uint8_t>(record.kind),
                .pid = static_cast<std::uint32_t>(getpid()),
                .thread = static_cast<std::uint32_t>(gettid()),
                .inode = record.file.inode,
                .birth_ns = record.file.birth_ns,
                .offset = record.offset,
                .size = record.size,
                .path_bytes = static_cast<std::uint32_t>(record.path.size()),
                .other_bytes = static_cast<std::uint32_t>(record.other.size())};
  for (const iovec& part : data) header.data_bytes += part.iov_len;
  std::vector<iovec> parts = {{&header, sizeof header}, bytes_of(record.path), bytes_of(record.other)};
  parts.insert(parts.end(), data.begin(), data.end());
  write_whole(parts, sizeof header + record.path.size() + record.other.size() + header.data_bytes);
}

bool is_recorded(std::string_view path) {
  const std::string_view folder = folder_path();
  if (!is_active() || !path.starts_with(folder)) return false;
  return path.size() == folder.size() || path[folder.size()] == '/';
}

std::string path_of(int fd) {
  char link[32], path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path);
  return length < 0 ? std::string() : std::string(path, static_cast<std::size_t>(length));
}

std::string path_at(int dirfd, const char* path) {
  std::string_view text(path);
  while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
  const std::size_t slash = text.rfind('/');
  const std::string parent(slash == text.npos ? "." : slash == 0 ? "/" : text.substr(0, slash));
  const int fd =
      static_cast<int>(syscall(SYS_openat, dirfd, parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC, 0));
  if (fd < 0) return {};
  std::string absolute = path_of(fd);
  syscall(SYS_close, fd);
  if (absolute != "/") absolute += '/';
  return absolute.append(slash == text.npos ? text : text.substr(slash + 1));
}

Identity identity_of(int fd) {
  struct statx status {};
  if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &status) != 0) return {};
  const std::uint64_t birth =
      (status.stx_mask & STATX_BTIME) == 0
          ? 0
          : static_cast<std::uint64_t>(status.stx_btime.tv_sec) * 1'000'000'000 + status.stx_btime.tv_nsec;
  return {status.stx_ino, birth};
}

Place place_of(int fd) {
  if (!is_active()) return {};
  std::string path = path_of(fd);
  if (!is_recorded(path)) return {};
  return {std::move(path), identity_of(fd)};
}

KeepErrno::KeepErrno() : value_(errno) {}
KeepErrno::~KeepErrno() {
  errno = value_;
}

}  // namespace power_cut
