#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/worker_process.h"

namespace engine {

// The workers that wait for runs. None is started before the first run is announced. A worker whose run ended
// cleanly is used again, as starting one (a process, and a library of 70 MB) costs more than most queries; it
// keeps no state between runs but what its database library does. It is replaced when a run failed in it for
// another reason than the caller's, when it was stopped, has grown, or has served for long. Thread-safe.
class WorkerPool {
 public:
  WorkerPool(WorkerProcess::Options options, int warm_workers)
      : options_(std::move(options)), warm_workers_(static_cast<std::size_t>(warm_workers)) {}
  ~WorkerPool();

  // Starts workers on a thread of the pool's own until so many are idle as are kept warm.
  void warm_up();
  // An idle worker, one that is being started, or a new one.
  base::Result<std::unique_ptr<WorkerProcess>> take();
  // A new one, whatever is idle.
  base::Result<std::unique_ptr<WorkerProcess>> start() { return WorkerProcess::start(options_); }
  // Gives back one that is ready for another run; it is kept or ended.
  void give_back(std::unique_ptr<WorkerProcess> worker);

  int idle() const {
    std::lock_guard lock(mutex_);
    return static_cast<int>(idle_.size());
  }

 private:
  std::unique_ptr<WorkerProcess> take_idle();
  void fill();

  const WorkerProcess::Options options_;
  const std::size_t warm_workers_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<WorkerProcess>> idle_;  // the one that was used last at the end
  bool filling_ = false;  // the filler is at work and will announce what it starts
  bool ending_ = false;
  std::jthread filler_;
};

}  // namespace engine
