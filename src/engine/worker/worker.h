#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "engine/channel.h"
#include "engine/worker/channel_broker.h"

namespace engine {
namespace protocol {
class Run;
class ToServer;
}  // namespace protocol

class Database;

// A worker process: serves the Runs that come over the channel, one after another. The thread that calls
// serve() receives; a second one runs programs; a third says how far it is while one runs.
class Worker {
 public:
  Worker(Channel& channel, Database& database, const base::Clock& clock);
  ~Worker();

  // Says Ready and serves until the server is gone. Returns only when nothing is under way; a server that
  // goes away in the midst of a run leaves nobody to finish it for, so the caller ends the process.
  base::Result<void> serve();

 private:
  void run_programs();
  protocol::ToServer run(const protocol::Run& run);
  protocol::ToServer run_within_bounds(const protocol::Run& run);

  Channel& channel_;
  Database& database_;
  const base::Clock& clock_;
  ChannelBroker broker_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::unique_ptr<protocol::Run> next_;
};

}  // namespace engine
