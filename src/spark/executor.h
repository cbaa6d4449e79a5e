#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "engine/engine.h"
#include "plan/builders.h"
#include "plan/catalog.h"
#include "plan/program.pb.h"
#include "runtime/slots.h"
#include "spark/operation.h"
#include "spark/storage.h"

namespace spark_door {

// Whom a relation is run for.
struct Caller {
  std::string time_zone;
  std::string database = "default";
  bool ansi = false;                                   // spark.sql.ansi.enabled
  std::map<std::string, std::string> settings;         // what else the engine obeys of the session's
  std::string session;                                 // one of this server's
  std::map<std::string, std::string> python_settings;  // what the session's settings say of user Python
  engine::SessionFiles files;                          // what the session has sent
};

// Runs relations in the engine, for a session, over what they read at that moment. Thread-safe.
class Executor {
 public:
  Executor(engine::Engine& engine, const Storage& storage, runtime::Slots& slots, engine::Limits limits,
           std::string spark_version)
      : engine_(engine),
        storage_(storage),
        slots_(slots),
        limits_(limits),
        spark_version_(std::move(spark_version)) {}

  // The columns of a relation, as a struct; no row is computed.
  base::Result<spark::connect::DataType> schema(plan::Relation relation, const Caller& caller,
                                                std::stop_token stop);
  base::Result<std::vector<plan::Column>> columns(plan::Relation relation, const Caller& caller,
                                                  std::stop_token stop);

  base::Result<bool> knows_time_zone(const std::string& name, std::stop_token stop);

  // How the engine would compute it.
  base::Result<std::string> explain(plan::Relation relation, const Caller& caller, std::stop_token stop);

  // The URIs of the files that it reads.
  base::Result<std::vector<std::string>> input_files(plan::Relation relation, const Caller& caller,
                                                     std::stop_token stop);

  // Ends what is kept of a session's user Python.
  void forget_session(const std::string& session) { engine_.forget_session(session); }

  // The schema and the rows of a relation, as responses, and what is observed on the way.
  base::Result<void> fetch(plan::Relation relation, const Caller& caller, const Operation::Emit& emit,
                           std::stop_token stop);

  // Where a write's output is staged: into a commit of the lake's, or into a folder outside of it.
  struct Destination {
    lake::CommitId commit = 0;
    engine::OutputFolder* folder = nullptr;
  };
  // Runs a write; what is observed on the way is a response.
  base::Result<plan::WriteReport> write(plan::WriteOperation operation, Destination destination,
                                        const Caller& caller, const Operation::Emit& emit,
                                        std::stop_token stop);

  const Storage& storage() const { return storage_; }

 private:
  struct Output {
    Destination destination = {};                             // of writes
    decltype(engine::RunRequest::on_rows) on_rows = nullptr;  // of what is fetched
    decltype(engine::RunRequest::on_progress) on_progress = nullptr;
  };
  base::Result<plan::Report> run(const plan::Program& program, const Caller& caller, const lake::Lease& lease,
                                 Output output, const std::stop_token& stop);
  base::Result<plan::Description> describe(plan::Relation relation, const Caller& caller,
                                           const std::stop_token& stop);

  decltype(engine::RunRequest::on_progress) progress_to(const Operation::Emit& emit) const;

  engine::Engine& engine_;
  const Storage& storage_;
  runtime::Slots& slots_;
  const engine::Limits limits_;
  const std::string spark_version_;  // that version() tells
};

}  // namespace spark_door
