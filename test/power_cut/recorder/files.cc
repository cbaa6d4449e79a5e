// Functions that change what a file holds. Each calls the kernel first and records what came of it before it
// returns: whatever the host does afterwards is recorded later.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "recorder/answers.h"
#include "recorder/log.h"
#include "recorder/syncs.h"

namespace power_cut {
namespace {

void record_open(int fd, int flags) {
  if ((flags & (O_CREAT | O_TRUNC)) == 0 && (flags & O_TMPFILE) != O_TMPFILE) return;
  KeepErrno keep;
  if (const Place place = place_of(fd)) {
    append({.kind = Kind::Open, .file = place.file, .size = flags, .path = place.path});
  }
}

int open_at(int dirfd, const char* path, int flags, mode_t mode) {
  const int fd = static_cast<int>(syscall(SYS_openat, dirfd, path, flags, mode));
  if (fd >= 0) record_open(fd, flags);
  return fd;
}

// The mode is there only when a file may be made.
mode_t mode_of(int flags, va_list arguments) {
  const bool has_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? va_arg(arguments, mode_t) : 0;
}

// Files that were opened to be synced with each write are.
void sync_if_asked(int fd, int flags) {
  if (((syscall(SYS_fcntl, fd, F_GETFL) & O_DSYNC) | (flags & (RWF_DSYNC | RWF_SYNC))) != 0)
    record_synced_now(fd);
}

// The file's own position, which has moved behind the bytes by now.
constexpr std::int64_t kPosition = -1;

// Where bytes came to stand. With O_APPEND the kernel ignores the offset that it is told.
std::int64_t start_of(int fd, std::int64_t offset, ssize_t written) {
  if (offset == kPosition) return syscall(SYS_lseek, fd, 0, SEEK_CUR) - written;
  if ((syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND) == 0) return offset;
  struct stat status {};
  syscall(SYS_fstat, fd, &status);
  return status.st_size - written;
}

void record_write(int fd, std::span<const iovec> data, ssize_t written, std::int64_t offset) {
  if (written <= 0) return;
  KeepErrno keep;
  if (const Place place = place_of(fd)) {
    append({.kind = Kind::Write,
            .file = place.file,
            .offset = start_of(fd, offset, written),
            .path = place.path,
            .data = data,
            .data_limit = static_cast<std::size_t>(written)});
    sync_if_asked(fd, 0);
  }
}

// For bytes that the host never held: they are read from the file that they were moved into.
void record_moved(int fd, ssize_t moved, std::int64_t offset) {
  if (moved <= 0) return;
  KeepErrno keep;
  if (!place_of(fd)) return;
  const std::string self = "/proc/self/fd/" + std::to_string(fd);
  const int reader = static_cast<int>(syscall(SYS_openat, AT_FDCWD, self.c_str(), O_RDONLY | O_CLOEXEC, 0));
  std::string bytes(static_cast<std::size_t>(moved), '\0');
  const long got = syscall(SYS_pread64, reader, bytes.data(), bytes.size(), start_of(fd, offset, moved));
  syscall(SYS_close, reader);
  if (got == moved) {
    const iovec data{bytes.data(), bytes.size()};
    record_write(fd, {&data, 1}, moved, offset);
  } else {
    append({.kind = Kind::Unseen, .path = "bytes moved into " + path_of(fd)});
  }
}

void record_size(int fd, std::int64_t size) {
  KeepErrno keep;
  if (const Place place = place_of(fd)) {
    append({.kind = Kind::Truncate, .file = place.file, .size = size, .path = place.path});
  }
}

int truncate_path(const char* path, std::int64_t size) {
  const int fd = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0));
  if (fd < 0) return -1;
  const int result = static_cast<int>(syscall(SYS_ftruncate, fd, size));
  if (result == 0) record_size(fd, size);
  KeepErrno keep;
  syscall(SYS_close, fd);
  return result;
}

void record_allocation(int fd, int mode, std::int64_t offset, std::int64_t length) {
  KeepErrno keep;
  const Place place = place_of(fd);
  if (!place || mode == FALLOC_FL_KEEP_SIZE) return;
  struct stat status {};
  syscall(SYS_fstat, fd, &status);
  if (mode == 0) return record_size(fd, status.st_size);
  if ((mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) == 0) {
    return append({.kind = Kind::Unseen, .path = "fallocate of another kind, " + place.path});
  }
  record_moved(fd, std::min<std::int64_t>(length, status.st_size - offset), offset);
}

int allocate(int fd, int mode, std::int64_t offset, std::int64_t length) {
  const int result = static_cast<int>(syscall(SYS_fallocate, fd, mode, offset, length));
  if (result == 0) record_allocation(fd, mode, offset, length);
  return result;
}

ssize_t write_at(int fd, const iovec* parts, int count, std::int64_t offset, int flags) {
  const ssize_t written = syscall(SYS_pwritev2, fd, parts, static_cast<long>(count), offset, 0L, flags);
  record_write(fd, std::span(parts, static_cast<std::size_t>(count)), written, offset);
  if (written > 0 && flags != 0 && place_of(fd)) sync_if_asked(fd, flags);
  return written;
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// Only how the file comes to be: what is written through the C library's own buffers shows when the recording
// is verified.
FILE* open_stream(const char* function, const char* path, const char* mode) {
  FILE* stream = next<FILE* (*)(const char*, const char*)>(function)(path, mode);
  if (stream == nullptr) return nullptr;
  if (*mode == 'w') record_open(fileno(stream), O_CREAT | O_TRUNC);
  if (*mode == 'a') record_open(fileno(stream), O_CREAT);
  return stream;
}

int make_temporary(int fd) {
  if (fd >= 0) record_open(fd, O_CREAT | O_EXCL);
  return fd;
}

// For calls that keep the position in `offset`, when there is one.
void record_moved_to(int fd, const off64_t* offset, ssize_t moved) {
  record_moved(fd, moved, offset == nullptr ? kPosition : *offset - moved);
}

}  // namespace
}  // namespace power_cut

using namespace power_cut;

#define POWER_CUT_MODE()                         \
  va_list arguments;                             \
  va_start(arguments, flags);                    \
  const mode_t mode = mode_of(flags, arguments); \
  va_end(arguments)

POWER_CUT_EXPORT int open(const char* path, int flags, ...) {
  POWER_CUT_MODE();
  return open_at(AT_FDCWD, path, flags, mode);
}
POWER_CUT_EXPORT int open64(const char* path, int flags, ...) {
  POWER_CUT_MODE();
  return open_at(AT_FDCWD, path, flags, mode);
}
POWER_CUT_EXPORT int openat(int dirfd, const char* path, int flags, ...) {
  POWER_CUT_MODE();
  return open_at(dirfd, path, flags, mode);
}
POWER_CUT_EXPORT int openat64(int dirfd, const char* path, int flags, ...) {
  POWER_CUT_MODE();
  return open_at(dirfd, path, flags, mode);
}
POWER_CUT_EXPORT int __open_2(const char* path, int flags) {
  return open_at(AT_FDCWD, path, flags, 0);
}
POWER_CUT_EXPORT int __open64_2(const char* path, int flags) {
  return open_at(AT_FDCWD, path, flags, 0);
}
POWER_CUT_EXPORT int __openat_2(int dirfd, const char* path, int flags) {
  return open_at(dirfd, path, flags, 0);
}
POWER_CUT_EXPORT int __openat64_2(int dirfd, const char* path, int flags) {
  return open_at(dirfd, path, flags, 0);
}
POWER_CUT_EXPORT int creat(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
POWER_CUT_EXPORT int creat64(const char* path, mode_t mode) {
  return creat(path, mode);
}

POWER_CUT_EXPORT FILE* fopen(const char* path, const char* mode) {
  return open_stream("fopen", path, mode);
}
POWER_CUT_EXPORT FILE* fopen64(const char* path, const char* mode) {
  return open_stream("fopen64", path, mode);
}
POWER_CUT_EXPORT int mkstemp(char* name) {
  return make_temporary(next<int (*)(char*)>("mkstemp")(name));
}
POWER_CUT_EXPORT int mkstemp64(char* name) {
  return make_temporary(next<int (*)(char*)>("mkstemp64")(name));
}
POWER_CUT_EXPORT int mkostemp(char* name, int flags) {
  return make_temporary(next<int (*)(char*, int)>("mkostemp")(name, flags));
}
POWER_CUT_EXPORT int mkostemp64(char* name, int flags) {
  return make_temporary(next<int (*)(char*, int)>("mkostemp64")(name, flags));
}

POWER_CUT_EXPORT ssize_t write(int fd, const void* bytes, size_t size) {
  const iovec data{const_cast<void*>(bytes), size};
  record_answer(fd, {&data, 1});
  const ssize_t written = syscall(SYS_write, fd, bytes, size);
  record_write(fd, {&data, 1}, written, kPosition);
  return written;
}
POWER_CUT_EXPORT ssize_t writev(int fd, const iovec* parts, int count) {
  record_answer(fd, std::span(parts, static_cast<std::size_t>(count)));
  const ssize_t written = syscall(SYS_writev, fd, parts, count);
  record_write(fd, std::span(parts, static_cast<std::size_t>(count)), written, kPosition);
  return written;
}
POWER_CUT_EXPORT ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  const ssize_t written = syscall(SYS_pwrite64, fd, bytes, size, offset);
  const iovec data{const_cast<void*>(bytes), size};
  record_write(fd, {&data, 1}, written, offset);
  return written;
}
POWER_CUT_EXPORT ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  return pwrite64(fd, bytes, size, offset);
}
POWER_CUT_EXPORT ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  return write_at(fd, parts, count, offset, 0);
}
POWER_CUT_EXPORT ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) {
  return write_at(fd, parts, count, offset, 0);
}
POWER_CUT_EXPORT ssize_t pwritev2(int fd, const iovec* parts, int count, off_t offset, int flags) {
  return write_at(fd, parts, count, offset, flags);
}
POWER_CUT_EXPORT ssize_t pwritev64v2(int fd, const iovec* parts, int count, off64_t offset, int flags) {
  return write_at(fd, parts, count, offset, flags);
}

POWER_CUT_EXPORT int ftruncate64(int fd, off64_t size) noexcept {
  const int result = static_cast<int>(syscall(SYS_ftruncate, fd, size));
  if (result == 0) record_size(fd, size);
  return result;
}
POWER_CUT_EXPORT int ftruncate(int fd, off_t size) noexcept {
  return ftruncate64(fd, size);
}
POWER_CUT_EXPORT int truncate64(const char* path, off64_t size) noexcept {
  return truncate_path(path, size);
}
POWER_CUT_EXPORT int truncate(const char* path, off_t size) noexcept {
  return truncate_path(path, size);
}
POWER_CUT_EXPORT int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  return allocate(fd, mode, offset, length);
}
POWER_CUT_EXPORT int fallocate(int fd, int mode, off_t offset, off_t length) {
  return allocate(fd, mode, offset, length);
}
POWER_CUT_EXPORT int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  KeepErrno keep;
  return allocate(fd, 0, offset, length) == 0 ? 0 : errno;
}
POWER_CUT_EXPORT int posix_fallocate(int fd, off_t offset, off_t length) {
  return posix_fallocate64(fd, offset, length);
}

POWER_CUT_EXPORT ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset,
                                         size_t size, unsigned flags) {
  const ssize_t moved = syscall(SYS_copy_file_range, from, from_offset, to, to_offset, size, flags);
  record_moved_to(to, to_offset, moved);
  return moved;
}
POWER_CUT_EXPORT ssize_t splice(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t size,
                                unsigned flags) {
  record_answer(to, {});
  const ssize_t moved = syscall(SYS_splice, from, from_offset, to, to_offset, size, flags);
  record_moved_to(to, to_offset, moved);
  return moved;
}
POWER_CUT_EXPORT ssize_t sendfile64(int to, int from, off64_t* offset, size_t size) noexcept {
  record_answer(to, {});
  const ssize_t moved = syscall(SYS_sendfile, to, from, offset, size);
  record_moved_to(to, nullptr, moved);
  return moved;
}
POWER_CUT_EXPORT ssize_t sendfile(int to, int from, off_t* offset, size_t size) noexcept {
  return sendfile64(to, from, offset, size);
}

POWER_CUT_EXPORT void* mmap64(void* address, size_t size, int protection, int flags, int fd,
                              off64_t offset) noexcept {
  if (fd >= 0 && (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0) {
    KeepErrno keep;
    if (const Place place = place_of(fd)) append({.kind = Kind::Map, .file = place.file, .path = place.path});
  }
  return reinterpret_cast<void*>(syscall(SYS_mmap, address, size, protection, flags, fd, offset));
}
POWER_CUT_EXPORT void* mmap(void* address, size_t size, int protection, int flags, int fd,
                            off_t offset) noexcept {
  return mmap64(address, size, protection, flags, fd, offset);
}

POWER_CUT_EXPORT int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list arguments;
  va_start(arguments, request);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  const int result = static_cast<int>(syscall(SYS_ioctl, fd, request, argument));
  if (result == 0 && (request == FICLONE || request == FICLONERANGE)) {
    KeepErrno keep;
    if (const Place place = place_of(fd)) append({.kind = Kind::Unseen, .path = "clone into " + place.path});
  }
  return result;
}
