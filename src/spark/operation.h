#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/result.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

// One execution of a plan: a thread makes responses, and clients stream them, from wherever they were torn
// off. A response is kept until it is released; while too much is kept, the work waits. Thread-safe.
class Operation {
 public:
  using Response = spark::connect::ExecutePlanResponse;
  using Emit = std::function<base::Result<void>(Response)>;
  // Gives its responses to `emit` in order; an error is how the operation ends.
  using Work = std::function<base::Result<void>(const Emit& emit, std::stop_token stop)>;

  struct Identity {
    std::string session_id, server_session_id, operation_id;
    std::vector<std::string> tags;
    bool reattachable = false;
  };

  Operation(Identity identity, Work work);
  ~Operation();  // interrupts it

  const Identity& identity() const { return identity_; }

  // Writes what comes behind that response (empty: all), until the end or until `write` says that nobody
  // reads any more. Of an operation that is not reattachable, what is written is released. The error is the
  // operation's own.
  base::Result<void> stream(const std::string& last_response_id,
                            const std::function<bool(const Response&)>& write);

  void release_until(const std::string& response_id);
  // Returns whether it was still under way.
  bool interrupt();

 private:
  base::Result<void> emit(Response response);
  void run(const Work& work);
  void release(std::uint64_t count);

  static constexpr std::size_t kMostKeptBytes = std::size_t{64} << 20;

  const Identity identity_;
  std::mutex mutex_;  // guards all below but the thread
  std::condition_variable_any changed_;
  std::deque<Response> kept_;
  std::uint64_t released_ = 0;  // responses before those that are kept
  std::size_t kept_bytes_ = 0;
  bool ended_ = false;
  std::optional<base::Error> error_;
  std::stop_source stop_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace spark_door
