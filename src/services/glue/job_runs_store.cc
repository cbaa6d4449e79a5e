#include "services/glue/job_runs_store.h"

namespace services::glue {
namespace {

// The index of active runs is what MaxConcurrentRuns counts. States are texts, so that the machine's
// enumeration may be put in another order. `declared` and `definition` are JSON: what a run was started with
// is shown and run again, and never searched by. A run has the creation time of its job as well, because a
// job that is deleted and made anew under its name must not get the bookmark of the former's runs.
constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE glue_job_run (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL, region TEXT NOT NULL, job TEXT NOT NULL,
        attempt INTEGER NOT NULL, previous_run_id TEXT, max_retries INTEGER NOT NULL, max_capacity REAL NOT NULL,
        state TEXT NOT NULL, started_on INTEGER NOT NULL, modified_on INTEGER NOT NULL,
        running_since INTEGER, completed_on INTEGER, error_message TEXT NOT NULL, state_detail TEXT NOT NULL,
        declared TEXT NOT NULL, definition TEXT NOT NULL);
      CREATE INDEX glue_job_run_by_job ON glue_job_run (account, region, job, number);
      CREATE INDEX glue_job_run_active ON glue_job_run (account, region, job)
        WHERE state IN ('STARTING', 'RUNNING', 'STOPPING');
    )sql"},
    {2, R"sql(
      ALTER TABLE glue_job_run ADD COLUMN job_created_at INTEGER NOT NULL DEFAULT 0;
      UPDATE glue_job_run SET job_created_at = coalesce(
        (SELECT created_at FROM glue_job
          WHERE glue_job.account = glue_job_run.account AND glue_job.region = glue_job_run.region
            AND glue_job.name = glue_job_run.job), 0);
    )sql"},
    {3, "ALTER TABLE glue_job_run ADD COLUMN nodes TEXT NOT NULL DEFAULT ''"},
};

std::optional<base::Timestamp> optional_time(const store::Row& row, int column) {
  const auto micros = row.optional_integer(column);
  return micros ? std::optional(base::from_micros(*micros)) : std::nullopt;
}

std::optional<std::int64_t> optional_micros(const std::optional<base::Timestamp>& time) {
  return time ? std::optional(base::to_micros(*time)) : std::nullopt;
}

// In the order in which read_run() counts them; `definition`, which is long, comes last and not in lists.
#define RUN_COLUMNS                                                                                \
  "number, id, account, region, job, attempt, previous_run_id, max_retries, max_capacity, state,"  \
  " started_on, modified_on, running_since, completed_on, error_message, state_detail, declared, " \
  "job_created_at"

StoredRun read_run(const store::Row& row) {
  JobRun run{.scope = {.account = row.text(2), .region = row.text(3)},
             .job_name = row.text(4),
             .job_created_at = base::from_micros(row.integer(17)),
             .id = row.text(1),
             .attempt = static_cast<int>(row.integer(5)),
             .previous_run_id = row.optional_text(6),
             .max_retries = static_cast<int>(row.integer(7)),
             .max_capacity = row.real(8),
             .started_on = base::from_micros(row.integer(10)),
             .last_modified_on = base::from_micros(row.integer(11)),
             .running_since = optional_time(row, 12),
             .completed_on = optional_time(row, 13),
             .error_message = row.text(14),
             .state_detail = row.text(15)};
  const auto state = job_run_state(row.view(9));
  ASSERT(state.has_value(), "the journal holds states that the machine knows");
  run.state = *state;
  return {.number = row.integer(0), .run = std::move(run), .declared = row.text(16), .job = {}};
}

StoredRun read_whole_run(const store::Row& row) {
  StoredRun run = read_run(row);
  run.job = row.text(18);
  return run;
}

}  // namespace

store::Schema JobRunsStore::schema() {
  return {"glue_job_runs", kMigrations};
}

base::Result<std::optional<StoredRun>> JobRunsStore::run(store::Connection& journal, std::string_view id) {
  return journal.one("SELECT " RUN_COLUMNS ", definition FROM glue_job_run WHERE id = ?", {id},
                     read_whole_run);
}

base::Result<std::optional<StoredRun>> JobRunsStore::run(store::Connection& journal, const Scope& scope,
                                                         std::string_view job, std::string_view id) {
  // Ids are unique in the whole journal; one of another job or account is as good as none.
  auto found = TRY(run(journal, id));
  if (found && (found->run.scope != scope || found->run.job_name != job)) found.reset();
  return found;
}

base::Result<std::vector<StoredRun>> JobRunsStore::runs(store::Connection& journal, const Scope& scope,
                                                        std::string_view job, std::int64_t before,
                                                        int limit) {
  return journal.all(
      "SELECT " RUN_COLUMNS
      " FROM glue_job_run WHERE account = ? AND region = ? AND job = ? AND (? = 0 OR number < ?)"
      " ORDER BY number DESC LIMIT ?",
      {scope.account, scope.region, job, before, before, limit}, read_run);
}

// The states as the index's condition spells them, or SQLite would not use it.
base::Result<std::int64_t> JobRunsStore::count_active(store::Connection& journal, const Scope& scope,
                                                      std::string_view job) {
  return TRY(journal.one("SELECT count(*) FROM glue_job_run WHERE account = ? AND region = ? AND job = ?"
                         " AND state IN ('STARTING', 'RUNNING', 'STOPPING')",
                         {scope.account, scope.region, job},
                         [](const store::Row& row) { return row.integer(0); }))
      .value_or(0);
}

base::Result<void> JobRunsStore::add(store::Transaction& journal, const StoredRun& stored) {
  const JobRun& run = stored.run;
  TRY(journal.execute(
      "INSERT INTO glue_job_run (id, account, region, job, attempt, previous_run_id, max_retries, "
      "max_capacity,"
      " state, started_on, modified_on, running_since, completed_on, error_message, state_detail, declared, "
      "definition, job_created_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {run.id, run.scope.account, run.scope.region, run.job_name, run.attempt, run.previous_run_id,
       run.max_retries, run.max_capacity, name_of(run.state), base::to_micros(run.started_on),
       base::to_micros(run.last_modified_on), optional_micros(run.running_since),
       optional_micros(run.completed_on), run.error_message, run.state_detail, stored.declared, stored.job,
       base::to_micros(run.job_created_at)}));
  return {};
}

// What transitions change; the rest was decided by the start.
base::Result<void> JobRunsStore::update(store::Transaction& journal, const JobRun& run) {
  TRY(journal.execute(
      "UPDATE glue_job_run SET state = ?, modified_on = ?, running_since = ?, completed_on = ?, "
      "error_message = ?,"
      " state_detail = ? WHERE id = ?",
      {name_of(run.state), base::to_micros(run.last_modified_on), optional_micros(run.running_since),
       optional_micros(run.completed_on), run.error_message, run.state_detail, run.id}));
  return {};
}

base::Result<std::string> JobRunsStore::nodes(store::Connection& journal, std::string_view id) {
  return TRY(journal.one("SELECT nodes FROM glue_job_run WHERE id = ?", {id},
                         [](const store::Row& row) { return row.text(0); }))
      .value_or("");
}

base::Result<void> JobRunsStore::keep_nodes(store::Transaction& journal, std::string_view id,
                                            std::string_view nodes) {
  TRY(journal.execute("UPDATE glue_job_run SET nodes = ? WHERE id = ?", {nodes, id}));
  return {};
}

}  // namespace services::glue
