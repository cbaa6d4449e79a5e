#include "services/glue/jobs_store.h"

namespace services::glue {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE glue_job (
        account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
        created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (account, region, name)) WITHOUT ROWID;
      CREATE TABLE glue_job_tag (
        account TEXT NOT NULL, region TEXT NOT NULL, job TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (account, region, job, key),
        FOREIGN KEY (account, region, job) REFERENCES glue_job (account, region, name) ON DELETE CASCADE)
        WITHOUT ROWID;
    )sql"},
};

JobRow read_job(const store::Row& row) {
  return {.name = row.text(0),
          .created_at = base::from_micros(row.integer(1)),
          .modified_at = base::from_micros(row.integer(2)),
          .definition = row.text(3)};
}

}  // namespace

store::Schema JobsStore::schema() {
  return {"glue_jobs", kMigrations};
}

base::Result<std::optional<JobRow>> JobsStore::job(store::Connection& journal, const Scope& scope,
                                                   std::string_view name) {
  return journal.one(
      "SELECT name, created_at, modified_at, definition FROM glue_job"
      " WHERE account = ? AND region = ? AND name = ?",
      {scope.account, scope.region, name}, read_job);
}

base::Result<std::vector<JobRow>> JobsStore::jobs(store::Connection& journal, const Scope& scope,
                                                  std::string_view after, int limit) {
  return journal.all(
      "SELECT name, created_at, modified_at, definition FROM glue_job"
      " WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
      {scope.account, scope.region, after, limit}, read_job);
}

// An update keeps the time of the creation, by which runs and bookmarks know their job.
base::Result<void> JobsStore::put(store::Transaction& journal, const Scope& scope, const JobRow& row) {
  TRY(journal.execute(
      "INSERT INTO glue_job (account, region, name, created_at, modified_at, definition) VALUES (?, ?, ?, ?, "
      "?, ?)"
      " ON CONFLICT DO UPDATE SET modified_at = excluded.modified_at, definition = excluded.definition",
      {scope.account, scope.region, row.name, base::to_micros(row.created_at),
       base::to_micros(row.modified_at), row.definition}));
  return {};
}

base::Result<void> JobsStore::set_tags(store::Transaction& journal, const Scope& scope, std::string_view name,
                                       const std::vector<std::pair<std::string, std::string>>& tags) {
  for (const auto& [key, value] : tags)
    TRY(
        journal.execute("INSERT INTO glue_job_tag (account, region, job, key, value) VALUES (?, ?, ?, ?, ?)"
                        " ON CONFLICT DO UPDATE SET value = excluded.value",
                        {scope.account, scope.region, name, key, value}));
  return {};
}

base::Result<std::vector<std::pair<std::string, std::string>>> JobsStore::tags(store::Connection& journal,
                                                                               const Scope& scope,
                                                                               std::string_view name) {
  return journal.all("SELECT key, value FROM glue_job_tag WHERE account = ? AND region = ? AND job = ?",
                     {scope.account, scope.region, name},
                     [](const store::Row& row) { return std::pair(row.text(0), row.text(1)); });
}

base::Result<void> JobsStore::remove(store::Transaction& journal, const Scope& scope, std::string_view name) {
  TRY(journal.execute("DELETE FROM glue_job WHERE account = ? AND region = ? AND name = ?",
                      {scope.account, scope.region, name}));
  return {};
}

}  // namespace services::glue
