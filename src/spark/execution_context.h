#pragma once

#include <stop_token>

#include "spark/executor.h"
#include "spark/session.h"

namespace spark_door {

// One execution of a client's: what works for it, for which session, where answers go, and what ends it.
struct ExecutionContext {
  Executor& executor;
  Session& session;
  const Operation::Emit& emit;
  const std::stop_token& stop;
};

}  // namespace spark_door
