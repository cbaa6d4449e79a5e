#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/functions/cast.h"
#include "engine/storage/run_storage.h"

namespace plan {
class Description;
class Program;
class Report;
}  // namespace plan

namespace engine {

class Database;

// How far a run is; read by one thread while another runs it.
class RunProgress {
 public:
  struct Snapshot {
    double fraction = 0;
    std::int64_t rows_read = 0;
    std::int64_t rows_written = 0;
    std::int64_t bytes_read = 0;
  };
  Snapshot snapshot() const;

 private:
  friend class Execution;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<ReadCounters>> reads_;
  std::int64_t pinned_bytes_ = 0;
  std::int64_t rows_written_ = 0;                                  // by the writes that are done
  const std::atomic<std::int64_t>* rows_being_written_ = nullptr;  // by the one under way
  mutable double fraction_ = 0;                                    // what was said last: it never falls
};

// Runs one program in the worker's database: its shared relations into temporary tables, then its writes in
// order. What DuckDB throws ends here. One thread.
class Execution {
 public:
  using TakeRows = std::function<base::Result<void>(const plan::Description& columns, std::string arrow,
                                                    std::int64_t count)>;

  // `scan_bytes`: what the program's reads may take from storage; 0: any number. `take_rows` gets the rows
  // that the program fetches.
  Execution(Database& database, Broker& broker, const base::Clock& clock, std::int64_t scan_bytes = 0,
            TakeRows take_rows = nullptr)
      : database_(database),
        broker_(broker),
        clock_(clock),
        scan_bytes_(scan_bytes),
        take_rows_(std::move(take_rows)) {}

  base::Result<plan::Report> run(const plan::Program& program, const Session& session, RunProgress& progress);

 private:
  Database& database_;
  Broker& broker_;
  const base::Clock& clock_;
  const std::int64_t scan_bytes_;
  const TakeRows take_rows_;
};

}  // namespace engine
