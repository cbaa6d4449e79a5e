#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "engine/python_host.h"

namespace engine {

// The hosts of user Python, one for each session that has called for it: what one session's code leaves
// behind is never seen by another's. One that finds no use for a while is ended, as is the one that was used
// least lately where there are too many. Thread-safe.
class PythonHosts {
 public:
  PythonHosts(PythonOptions options, runtime::MemoryBounder& bounder, std::chrono::milliseconds idle_time)
      : options_(std::move(options)), bounder_(bounder), idle_time_(idle_time) {}

  // Shared with the runs that use it; it is not ended under them.
  base::Result<std::shared_ptr<PythonHost>> of(const std::string& session, std::stop_token stop);
  // Of a session that is over.
  void forget(const std::string& session);

  int count() const {
    std::lock_guard lock(mutex_);
    return static_cast<int>(hosts_.size());
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Entry {
    std::shared_ptr<PythonHost> host;  // null: being started
    Time last_use;
  };
  void retire(std::stop_token stop);
  std::map<std::string, Entry>::iterator least_lately_used();

  static constexpr std::size_t kMost = 8;

  const PythonOptions options_;
  runtime::MemoryBounder& bounder_;
  const std::chrono::milliseconds idle_time_;
  mutable std::mutex mutex_;  // guards the next three
  std::condition_variable_any changed_;
  std::map<std::string, Entry> hosts_;  // by session
  std::jthread retirer_;                // from the first host on; last: it uses all of the above
};

}  // namespace engine
