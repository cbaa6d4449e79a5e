#pragma once

#include <condition_variable>
#include <mutex>
#include <set>

#include "lake/types.h"

namespace lake {

// One completion of an upload at a time: the next one waits, and then finds what became of the first.
// Thread-safe.
class UploadLocks {
 public:
  class Held {
   public:
    Held(UploadLocks& locks, const UploadId& id) : locks_(locks), id_(id) { locks_.lock(id_); }
    Held(const Held&) = delete;
    ~Held() { locks_.unlock(id_); }

   private:
    UploadLocks& locks_;
    const UploadId id_;
  };

 private:
  void lock(const UploadId& id) {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return held_.insert(id.str()).second; });
  }
  void unlock(const UploadId& id) {
    std::lock_guard lock(mutex_);
    held_.erase(id.str());
    freed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable freed_;
  std::set<std::string> held_;
};

}  // namespace lake
