#include <unistd.h>

#include <cstdlib>

#include "base/log.h"
#include "engine/channel.h"
#include "engine/worker/database.h"
#include "engine/worker/worker.h"

// dovetail-engine: started by the server with its end of a channel at descriptor 3
// (engine/worker_protocol.proto).
int main() {
  base::start_logging(spdlog::level::info);
  auto database = engine::Database::open();
  if (!database.ok()) {
    spdlog::error("{}", database.error().message);
    return EXIT_FAILURE;
  }
  engine::Channel channel(base::Fd(engine::kChannelFd));
  const base::SystemClock clock;
  engine::Worker worker(channel, **database, clock);
  const auto served = worker.serve();
  if (!served.ok()) spdlog::error("{}", served.error().message);
  // A run may be under way for a server that is gone: nothing of it is worth ending in order.
  ::_exit(served.ok() ? EXIT_SUCCESS : EXIT_FAILURE);
}
