#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace server {

// Lets many visitors in at once, or one who needs to be alone. Who asks to be alone waits until all visitors
// have left, and holds new ones back meanwhile; so it waits for a limited time. Thread-safe; must outlive its
// passes.
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

  // Null: somebody is alone, or waits to be.
  Pass try_enter() {
    std::lock_guard lock(mutex_);
    if (alone_) return nullptr;
    ++visitors_;
    return Pass(this, [](Gate* gate) { gate->leave(); });
  }

  // Must not be asked for by a visitor. Null: there were others all that time.
  Pass enter_alone(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(mutex_);
    if (!changed_.wait_until(lock, deadline, [&] { return !alone_; })) return nullptr;
    alone_ = true;
    if (changed_.wait_until(lock, deadline, [&] { return visitors_ == 0; }))
      return Pass(this, [](Gate* gate) { gate->open(); });
    alone_ = false;
    changed_.notify_all();
    return nullptr;
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
