#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "api/glue/types.h"
#include "base/clock.h"
#include "engine/engine.h"
#include "lake/lake.h"
#include "lake/staged_commit.h"
#include "plan/program.pb.h"
#include "services/glue/bookmarks_store.h"
#include "services/glue/job_run_machine.h"
#include "services/glue/visual/frame.h"
#include "services/glue/visual/node_report.h"
#include "services/glue/visual/target.h"
#include "store/journal.h"

namespace services::glue {

// How a run that succeeds moves its job's bookmark.
struct BookmarkMove {
  std::optional<BookmarkRow> from;  // the newest when the run looked; another one by now is a conflict
  BookmarkStates states;
};

// What an attempt brought about, all of it invisible still.
struct JobOutput {
  std::optional<lake::StagedCommit> staged;  // nothing: there was nothing to read, so nothing to write
  std::vector<visual::Target> targets;
  plan::Report report;  // its writes are those of the targets
  std::vector<visual::NodeReport> nodes;
  std::optional<BookmarkMove> bookmark;

  std::string detail() const;  // 68883 rows read, 68883 rows written
};

// The work of one run: looks at the targets, then at what there is to read, plans, and runs the plan on the
// engine. Errors are what the run's ErrorMessage says.
class JobAttempt {
 public:
  struct Collaborators {
    store::Journal& journal;
    lake::Lake& lake;
    engine::Engine& engine;
    const base::Clock& clock;
  };

  JobAttempt(Collaborators collaborators, const JobRun& run, const api::glue::Job& job,
             const api::glue::JobRun& declared)
      : to_(collaborators), run_(run), job_(job), declared_(declared) {}

  base::Result<JobOutput> work(engine::Limits limits, std::stop_token stop,
                               std::function<void(const engine::Progress&)> on_progress);

 private:
  base::Result<void> check_targets(const std::vector<visual::Target>& targets);
  base::Result<std::optional<BookmarkWindow>> bookmark_window(JobOutput& output);

  Collaborators to_;
  const JobRun& run_;
  const api::glue::Job& job_;
  const api::glue::JobRun& declared_;
};

// Makes the output visible, in the transaction that sets the run to SUCCEEDED: objects, tables and
// partitions, bookmark.
base::Result<void> publish_output(store::Transaction& transaction, const JobRun& run, JobOutput& output,
                                  base::Timestamp now);

}  // namespace services::glue
