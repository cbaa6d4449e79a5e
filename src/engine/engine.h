#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "engine/python_host.h"
#include "engine/session_files.h"
#include "lake/lake.h"
#include "runtime/machine_memory.h"
#include "runtime/slots.h"

namespace plan {
class Description;
class Program;
class Report;
}  // namespace plan

namespace engine {

class OutputFolder;

// The bounds of one run; docs/how-to/worker-types.md says how Glue's worker types become them.
struct Limits {
  int threads = 1;
  std::int64_t memory_bytes = std::int64_t{1} << 30;
  std::int64_t scan_bytes = 0;  // of reads; a run that takes more ends with kScanLimitExceeded; 0: any number
};

struct Progress {
  double fraction = 0;  // 0..1, never falls
  std::int64_t rows_read = 0;
  std::int64_t rows_written = 0;
  std::int64_t bytes_read = 0;
};

struct RunRequest {
  const plan::Program& program;
  const lake::Lease& lease;   // what the program reads
  lake::CommitId commit = 0;  // what its writes are staged into
  OutputFolder* folder = nullptr;  // what takes them instead, outside of the lake
  Limits limits;
  std::string time_zone = "UTC";
  std::string database = "default";                  // that names without one mean
  bool ansi = false;                                 // of Spark's: what does not fit is an error, not NULL
  std::map<std::string, std::string> settings = {};  // of plan/spark_settings.h; none: Spark's defaults
  std::string spark_version = {};                    // that version() tells; none: plan::kSparkVersion
  std::string session = {};  // whose user Python the program has; that of one is kept apart from others'
  SessionFiles files = {};   // what it has sent
  std::function<void(const Progress&)> on_progress;  // now and then, and once more before the run ends
  // Rows of Program.fetched, in Arrow's stream format: schema, batch, end; with the first ones their columns,
  // and null after that. The run waits for its return; what it refuses ends the run.
  std::function<base::Result<void>(const plan::Description* columns, std::string arrow, std::int64_t count)>
      on_rows = nullptr;
};

// Runs programs in worker processes: spawned, bounded in memory, reused while warm. A run leases its memory
// out of the machine's share first, so it may get less than its limits say. The server's half of the engine:
// it holds no DuckDB. run() blocks its thread; a stop request ends the worker and gives an error with code
// "Stopped". A refused plan or bad data is the caller's fault (code: a Spark error class or "BadData";
// message with file and line); a worker that died says how (out of memory, signal). Thread-safe.
class Engine {
 public:
  struct Options {
    std::string worker_program;  // path of dovetail-engine
    std::string scratch_folder;  // for spilling; emptied at start
    int runs_at_once = runtime::Slots::one_per_core();
    std::int64_t memory_bytes = runtime::memory_share(runtime::machine_memory_bytes());  // of all runs
    std::chrono::milliseconds idle_time = std::chrono::seconds(60);  // of a worker, before it is ended
    PythonOptions python = {};
  };
  static base::Result<std::unique_ptr<Engine>> create(Options options, lake::Lake& lake);
  virtual ~Engine() = default;
  // Says that a run will come soon: starts a worker in the background unless one is idle. Returns at once.
  virtual void warm_up() {}
  // How memory is bounded on this machine, for `dovetail status`: "cgroup v2".
  virtual std::string memory_bounds() const { return {}; }
  // How user Python is kept from the data folder: "mount namespace".
  virtual std::string python_isolation() const { return {}; }
  struct Usage {
    int idle_workers = 0;  // that wait for a run
    std::int64_t memory_bytes = 0;
    std::int64_t leased_bytes = 0;  // of it, by runs
  };
  virtual Usage usage() const { return {}; }
  // Ends what is kept of a session's user Python.
  virtual void forget_session(const std::string& /*session*/) {}
  virtual base::Result<plan::Report> run(const RunRequest& request, std::stop_token stop) = 0;
};

}  // namespace engine
