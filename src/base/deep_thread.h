#pragma once

#include <pthread.h>

#include <functional>
#include <optional>

#include "base/result.h"

namespace base {

// A thread for walks by recursion over trees as deep as clients may send them: its stack is many times the
// usual one, of which only what is touched takes memory. Joined at its end, like std::jthread; whoever starts
// it owns it.
class DeepThread {
 public:
  DeepThread() = default;
  DeepThread(const DeepThread&) = delete;
  DeepThread& operator=(const DeepThread&) = delete;
  ~DeepThread() { join(); }

  // Once. Where no thread is to be had, nothing of the work is done.
  Result<void> start(std::function<void()> work);
  // Waits until the work is done.
  void join();
  // It runs on, until its own end or the process's.
  void detach();

 private:
  std::optional<pthread_t> thread_;
};

}  // namespace base
