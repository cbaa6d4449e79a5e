#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/glue/job_run_machine.h"
#include "store/journal.h"

namespace services::glue {

// A run with what it was started with, which never changes.
struct StoredRun {
  std::int64_t number = 0;  // rises in the order of the starts; given by add()
  JobRun run;
  std::string declared;  // JSON of the api::glue::JobRun members that the start decides: arguments, workers
  std::string job;       // JSON of the api::glue::Job as it was then; empty in lists
};

// The rows of job runs. They outlive their job, as AWS keeps them too.
class JobRunsStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<StoredRun>> run(store::Connection& journal, std::string_view id);
  static base::Result<std::optional<StoredRun>> run(store::Connection& journal, const Scope& scope,
                                                    std::string_view job, std::string_view id);
  // Newest first, those that are older than the run of that number (0: from the newest).
  static base::Result<std::vector<StoredRun>> runs(store::Connection& journal, const Scope& scope,
                                                   std::string_view job, std::int64_t before, int limit);
  static base::Result<std::int64_t> count_active(store::Connection& journal, const Scope& scope,
                                                 std::string_view job);

  static base::Result<void> add(store::Transaction& journal, const StoredRun& run);
  static base::Result<void> update(store::Transaction& journal, const JobRun& run);

  // What the nodes of a run did, as JSON; empty until it has succeeded.
  static base::Result<std::string> nodes(store::Connection& journal, std::string_view id);
  static base::Result<void> keep_nodes(store::Transaction& journal, std::string_view id,
                                       std::string_view nodes);
};

}  // namespace services::glue
