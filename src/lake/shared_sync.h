#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>

#include "base/file.h"
#include "base/result.h"

namespace lake {

// Syncs a folder's names for many threads at once: those that wait share the next fsync. An fsync that
// already runs may have missed a name made meanwhile, so it serves only those who asked before it began.
// Thread-safe.
class SharedSync {
 public:
  using Sync = std::function<base::Result<void>(const std::filesystem::path&)>;
  explicit SharedSync(std::filesystem::path folder, Sync sync = base::sync_folder)
      : folder_(std::move(folder)), sync_(std::move(sync)) {}
  base::Result<void> sync();

 private:
  const std::filesystem::path folder_;
  const Sync sync_;
  std::mutex mutex_;
  std::condition_variable finished_;
  bool running_ = false;
  std::uint64_t begun_ = 0;  // how many fsyncs have begun
  std::uint64_t done_ = 0;   // the last one that was successful
};

}  // namespace lake
