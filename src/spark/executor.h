#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "plan/builders.h"
#include "plan/catalog.h"
#include "plan/program.pb.h"
#include "runtime/slots.h"
#include "spark/operation.h"
#include "spark/storage.h"

namespace spark_door {

// Runs relations in the engine, in a session's time zone, over what they read at that moment. Thread-safe.
class Executor {
 public:
  Executor(engine::Engine& engine, const Storage& storage, runtime::Slots& slots, engine::Limits limits)
      : engine_(engine), storage_(storage), slots_(slots), limits_(limits) {}

  // The columns of a relation, as a struct; no row is computed.
  base::Result<spark::connect::DataType> schema(plan::Relation relation, const std::string& time_zone,
                                                std::stop_token stop);
  base::Result<std::vector<plan::Column>> columns(plan::Relation relation, const std::string& time_zone,
                                                  std::stop_token stop);

  // The schema and the rows of a relation, as responses.
  base::Result<void> fetch(plan::Relation relation, const std::string& time_zone, const Operation::Emit& emit,
                           std::stop_token stop);

  // Runs a write, whose output is staged into the commit.
  base::Result<plan::WriteReport> write(plan::WriteOperation operation, lake::CommitId commit,
                                        const std::string& time_zone, std::stop_token stop);

  const Storage& storage() const { return storage_; }

 private:
  base::Result<plan::Report> run(const engine::RunRequest& request, const std::stop_token& stop);
  base::Result<plan::Description> describe(plan::Relation relation, const std::string& time_zone,
                                           const std::stop_token& stop);

  engine::Engine& engine_;
  const Storage& storage_;
  runtime::Slots& slots_;
  const engine::Limits limits_;
};

}  // namespace spark_door
