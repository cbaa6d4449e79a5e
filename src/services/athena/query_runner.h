#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "lake/lake.h"
#include "machine/tasks.h"
#include "plan/catalog.h"
#include "plan/catalog_browser.h"
#include "runtime/slots.h"
#include "services/athena/query_machine.h"
#include "sql/query.h"
#include "store/journal.h"

namespace services::athena {

// Hands out the data catalog of one account and region.
using CatalogFactory =
    std::function<std::unique_ptr<plan::Catalog>(const std::string& account, const std::string& region)>;

using BrowserFactory = std::function<std::unique_ptr<plan::CatalogBrowser>(const std::string& account,
                                                                           const std::string& region)>;

// What Athena works with; all of it outlives Athena.
struct Collaborators {
  store::Journal& journal;
  lake::Lake& lake;
  engine::Engine& engine;
  machine::Tasks&
      tasks;  // not started yet: Athena defines a kind of task; its threads bound the queries that wait
  runtime::Slots& slots;  // of the whole server: a query without one stays QUEUED
  const base::Clock& clock;
  CatalogFactory catalog;
  BrowserFactory browser;
  engine::Limits limits;  // of one query
};

// Runs queries to their end: plans the text, pins what it reads, runs the program into a staged commit, and
// then, in one transaction, makes the result visible and the query SUCCEEDED. Executes tasks of the kind
// below; an execution that is cut short leaves nothing behind and is run again. Thread-safe.
class QueryRunner {
 public:
  static constexpr const char* kTask = "athena.query";  // its subject: the query's id

  explicit QueryRunner(const Collaborators& with) : with_(with) {}

  machine::Tasks::Kind task_kind();

 private:
  class Execution;
  base::Result<void> run(const machine::Task& task, std::stop_token stop);
  base::Result<std::optional<Query>> start(const std::string& id);
  base::Result<std::optional<Query>> find(const std::string& id);

  const Collaborators& with_;
};

}  // namespace services::athena
