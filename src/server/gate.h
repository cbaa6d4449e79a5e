#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

namespace server {

// Lets many visitors in at once, or one who needs to be alone. Who asks to be alone waits until all visitors
// have left, and holds new ones back meanwhile. Thread-safe; must outlive its passes.
class Gate {
 public:
  // A visit; it lasts as long as the pass or a copy of it.
  using Pass = std::shared_ptr<void>;

  Pass enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !alone_; });
    ++visitors_;
    return Pass(this, [](Gate* gate) { gate->leave(); });
  }

  // Must not be asked for by a visitor.
  Pass enter_alone() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !alone_; });
    alone_ = true;
    changed_.wait(lock, [&] { return visitors_ == 0; });
    return Pass(this, [](Gate* gate) { gate->open(); });
  }

 private:
  void leave() {
    std::lock_guard lock(mutex_);
    --visitors_;
    changed_.notify_all();
  }
  void open() {
    std::lock_guard lock(mutex_);
    alone_ = false;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int visitors_ = 0;
  bool alone_ = false;
};

}  // namespace server
