#pragma once

#include <chrono>
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
// another reason than the caller's, when it was stopped, has grown, or has served for long. As many stay as
// were busy of late: the one that was used last goes first, and those that find no use for a while are ended.
// Starting and ending happens on a thread of the pool's own. Thread-safe.
class WorkerPool {
 public:
  struct Options {
    WorkerProcess::Options worker;
    int most_idle = 1;
    std::chrono::milliseconds idle_time = std::chrono::seconds(60);  // without a run, before one is ended
  };
  explicit WorkerPool(Options options) : options_(std::move(options)) {}

  // Sees to it that a worker is idle soon. Returns at once.
  void warm_up();
  // An idle worker, one that is being started, or a new one.
  base::Result<std::unique_ptr<WorkerProcess>> take();
  // A new one, whatever is idle.
  base::Result<std::unique_ptr<WorkerProcess>> start() { return WorkerProcess::start(options_.worker); }
  // Gives back one whose run ended cleanly; it is kept or ended.
  void give_back(std::unique_ptr<WorkerProcess> worker);
  // Gives back one that is to serve no more.
  void discard(std::unique_ptr<WorkerProcess> worker);

  int idle() const {
    std::lock_guard lock(mutex_);
    return static_cast<int>(idle_.size());
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Idle {
    std::unique_ptr<WorkerProcess> worker;
    Time until;
  };

  std::unique_ptr<WorkerProcess> take_idle();
  void ensure_keeper();
  void keep(std::stop_token stop);
  void start_one(std::unique_lock<std::mutex>& lock);
  void end_discarded(std::unique_lock<std::mutex>& lock);
  void retire_unused();
  void add_idle(std::unique_ptr<WorkerProcess> worker);

  const Options options_;
  mutable std::mutex mutex_;  // guards the next four
  std::condition_variable_any changed_;
  std::vector<Idle> idle_;  // the one that was used last at the end
  std::vector<std::unique_ptr<WorkerProcess>> discarded_;
  bool starting_ = false;  // the keeper is asked for a worker and will announce it
  std::jthread keeper_;    // from the first use on; last: it uses all of the above
};

}  // namespace engine
