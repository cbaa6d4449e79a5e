#include "machine/reconciler.h"

#include <pthread.h>

#include <algorithm>

#include "base/log.h"

namespace machine {

Reconciler::Reconciler(Options options, Body body) : options_(std::move(options)), body_(std::move(body)) {
  thread_ = std::jthread([this](std::stop_token stop) { loop(stop); });
}

void Reconciler::signal() {
  {
    std::lock_guard lock(mutex_);
    signalled_ = true;
  }
  wake_.notify_one();
}

void Reconciler::stop() {
  if (!thread_.joinable()) return;
  ASSERT(thread_.get_id() != std::this_thread::get_id(), "a reconciler is not stopped by its own body");
  thread_.request_stop();
  thread_.join();
}

void Reconciler::loop(std::stop_token stop) {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());  // Linux takes no longer one
  while (!stop.stop_requested()) {
    const auto pause = run_body(stop);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, pause, [&] { return signalled_; });
    signalled_ = false;
  }
}

// How long to wait for a signal after it.
std::chrono::milliseconds Reconciler::run_body(std::stop_token stop) {
  const base::Result<void> result = body_(stop);
  if (result.ok()) {
    last_error_.clear();
    return options_.every;
  }
  if (!stop.stop_requested() && result.error().message != last_error_) {
    last_error_ = result.error().message;
    spdlog::warn("{}: {}; it will be tried again", options_.name, last_error_);
  }
  return std::min(options_.retry_after, options_.every);
}

}  // namespace machine
