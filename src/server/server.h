#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "server/configuration.h"

namespace server {

// A whole Dovetail on one data folder and one port: what `dovetail serve` runs, and what tests start in
// process.
class Server {
 public:
  // Opens the data folder, then the port: when this returns, requests are answered and the ready file is
  // written. `clock` outlives the server.
  static base::Result<std::unique_ptr<Server>> start(Configuration configuration, const base::Clock& clock);
  ~Server();  // stop() without patience

  std::string url() const;  // http://127.0.0.1:4566

  // Takes no more requests, lets those under way end within the patience, closes the journal. Runs are
  // stopped and stay in the journal as they are; the next start takes them up.
  void stop(std::chrono::milliseconds patience);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace server
