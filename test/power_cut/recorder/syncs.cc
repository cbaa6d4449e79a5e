// Functions that bring files and names to the disk. A sync has two records: it covers what was recorded
// before its begin, and counts from its end on. So neither is a write of another thread taken for synced that
// came too late for it, nor is a sync counted that had not come back when an answer left.
#include "recorder/syncs.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include "recorder/log.h"

namespace power_cut {
namespace {

std::int64_t next_ticket() {
  static std::atomic<std::int64_t> counter = 0;
  return (static_cast<std::int64_t>(getpid()) << 32) | ++counter;
}

int sync_with(long call, int fd) {
  const Place place = place_of(fd);
  if (!place) return static_cast<int>(syscall(call, fd));
  const std::int64_t ticket = next_ticket();
  append({.kind = Kind::SyncBegin, .file = place.file, .offset = ticket, .path = place.path});
  const int result = static_cast<int>(syscall(call, fd));
  KeepErrno keep;
  if (result == 0) append({.kind = Kind::SyncEnd, .file = place.file, .offset = ticket, .path = place.path});
  return result;
}

}  // namespace

void record_synced_now(int fd) {
  const Place place = place_of(fd);
  if (!place) return;
  const std::int64_t ticket = next_ticket();
  append({.kind = Kind::SyncBegin, .file = place.file, .offset = ticket, .path = place.path});
  append({.kind = Kind::SyncEnd, .file = place.file, .offset = ticket, .path = place.path});
}

}  // namespace power_cut

using namespace power_cut;

// sync_file_range stays out: it flushes neither the file's size nor the disk's cache, so nothing is safe by
// it. sync and syncfs stay out too: a program whose safety rests on them loses it here.
POWER_CUT_EXPORT int fsync(int fd) {
  return sync_with(SYS_fsync, fd);
}
POWER_CUT_EXPORT int fdatasync(int fd) {
  return sync_with(SYS_fdatasync, fd);
}
