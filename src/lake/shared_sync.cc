#include "lake/shared_sync.h"

namespace lake {

base::Result<void> SharedSync::sync() {
  std::unique_lock lock(mutex_);
  const std::uint64_t wanted = begun_ + 1;  // one that begins from now on
  for (;;) {
    if (done_ >= wanted) return {};
    if (!running_) break;
    finished_.wait(lock);
  }
  running_ = true;
  const std::uint64_t mine = ++begun_;
  lock.unlock();
  base::Result<void> result = sync_(folder_);
  lock.lock();
  running_ = false;
  // A failure serves nobody: each of those who wait tries for itself.
  if (result.ok()) done_ = mine;
  finished_.notify_all();
  return result;
}

}  // namespace lake
