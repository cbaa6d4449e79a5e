#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/engine.h"
#include "plan/spark_version.h"
#include "runtime/slots.h"
#include "spark/storage.h"

namespace spark_door {

// Spark Connect on a port: what PySpark's `SparkSession.builder.remote("sc://127.0.0.1:15002")` talks to.
// Plans are run by the engine; each run has a worker process and a slot of its own. The destructor interrupts
// what is under way.
class Door {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 15002;  // 0: one that is free
    engine::Limits limits;       // of one run
    std::string spark_version = plan::kSparkVersion;
    std::string warehouse;  // s3://bucket/folder, for tables whose database has no place; empty: none
  };
  static base::Result<std::unique_ptr<Door>> open(Options options, engine::Engine& engine,
                                                  runtime::Slots& slots, Storage storage);
  virtual ~Door() = default;

  virtual std::string url() const = 0;  // sc://127.0.0.1:15002
};

}  // namespace spark_door
