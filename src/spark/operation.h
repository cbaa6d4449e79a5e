#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/deep_thread.h"
#include "base/result.h"
#include "spark/kept_responses.h"

namespace spark_door {

// One execution of a plan: a thread makes responses, and clients stream them, from wherever they were torn
// off. A response is kept until it is released; while more is kept than memory and a file may hold, the work
// waits. Thread-safe.
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
    std::filesystem::path scratch;  // for responses that nobody takes yet; empty: memory alone
  };

  Operation(Identity identity, Work work, const base::Clock& clock);
  ~Operation();  // interrupts it

  const Identity& identity() const { return identity_; }

  // Who reads the responses.
  class Client {
   public:
    virtual ~Client() = default;
    virtual bool write(const Response& response) = 0;  // false: it has hung up
    virtual bool is_gone() const = 0;
  };

  // Writes what comes behind that response (empty: all), until the end or until the client is gone. Of an
  // operation that is not reattachable, what is written is released. The error is the operation's own.
  base::Result<void> stream(const std::string& last_response_id, Client& client);

  // Whether no client has streamed it since then.
  bool is_left_since(base::Timestamp time);

  void release_until(const std::string& response_id);
  // Returns whether it was still under way.
  bool interrupt();

 private:
  base::Result<void> emit(Response response);
  base::Result<void> stream_behind(std::uint64_t last, std::unique_lock<std::mutex>& lock, Client& client);
  void run(const Work& work);
  void release(std::uint64_t count);

  // A client that hangs up while there is nothing to write is noticed within this time.
  static constexpr std::chrono::seconds kLookForClient{1};

  const Identity identity_;
  const base::Clock& clock_;
  std::mutex mutex_;  // guards all below but the thread
  std::condition_variable_any changed_;
  KeptResponses kept_;
  int streams_ = 0;       // under way
  base::Timestamp left_;  // when the last one ended, or the operation began
  bool ended_ = false;
  std::optional<base::Error> error_;
  std::stop_source stop_;
  base::DeepThread thread_;  // last: it uses the rest
};

}  // namespace spark_door
