#pragma once

#include "base/clock.h"
#include "engine/engine.h"
#include "spark/operation.h"

namespace spark_door {

// Tells a client how far its plan is, now and then: what its progress bar shows. Spark counts tasks; here
// there is one stage, of a hundred parts of the work. A short run says nothing. One thread.
class ProgressMessages {
 public:
  ProgressMessages(const Operation::Emit& emit, const base::Clock& clock, int threads)
      : emit_(emit), clock_(clock), threads_(threads), last_(clock.now()) {}

  void operator()(const engine::Progress& progress);

 private:
  static constexpr std::chrono::milliseconds kInterval{500};
  static constexpr int kParts = 100;

  const Operation::Emit& emit_;
  const base::Clock& clock_;
  const int threads_;  // that work
  base::Timestamp last_;
};

}  // namespace spark_door
