#include "services/glue/bookmarks_store.h"

namespace services::glue {
namespace {

constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE glue_bookmark (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL, region TEXT NOT NULL, job TEXT NOT NULL,
        version INTEGER NOT NULL, run INTEGER NOT NULL, attempt INTEGER NOT NULL,
        run_id TEXT NOT NULL, previous_run_id TEXT, states TEXT NOT NULL,
        UNIQUE (account, region, job, version));
    )sql"},
};

// The row, and its states still as JSON.
std::pair<BookmarkRow, std::string> read_bookmark(const store::Row& row) {
  return {BookmarkRow{.id = row.integer(0),
                      .version = static_cast<int>(row.integer(1)),
                      .run = static_cast<int>(row.integer(2)),
                      .attempt = static_cast<int>(row.integer(3)),
                      .run_id = row.text(4),
                      .previous_run_id = row.optional_text(5)},
          row.text(6)};
}

base::Result<std::optional<BookmarkRow>> decoded(std::optional<std::pair<BookmarkRow, std::string>> found) {
  if (!found) return std::optional<BookmarkRow>();
  found->first.states = TRY(decode_states(found->second));
  return std::optional(std::move(found->first));
}

}  // namespace

store::Schema BookmarksStore::schema() {
  return {"glue_bookmarks", kMigrations};
}

base::Result<std::optional<BookmarkRow>> BookmarksStore::newest(store::Connection& journal,
                                                                const Scope& scope, std::string_view job) {
  return decoded(
      TRY(journal.one("SELECT id, version, run, attempt, run_id, previous_run_id, states FROM glue_bookmark"
                      " WHERE account = ? AND region = ? AND job = ? ORDER BY version DESC LIMIT 1",
                      {scope.account, scope.region, job}, read_bookmark)));
}

base::Result<std::optional<BookmarkRow>> BookmarksStore::after_run(store::Connection& journal,
                                                                   const Scope& scope, std::string_view job,
                                                                   std::string_view run_id) {
  return decoded(
      TRY(journal.one("SELECT id, version, run, attempt, run_id, previous_run_id, states FROM glue_bookmark"
                      " WHERE account = ? AND region = ? AND job = ? AND run_id = ? ORDER BY version LIMIT 1",
                      {scope.account, scope.region, job, run_id}, read_bookmark)));
}

base::Result<void> BookmarksStore::add(store::Transaction& journal, const Scope& scope, std::string_view job,
                                       const BookmarkRow& row) {
  TRY(
      journal.execute("INSERT INTO glue_bookmark (account, region, job, version, run, attempt, run_id, "
                      "previous_run_id, states)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      {scope.account, scope.region, job, row.version, row.run, row.attempt, row.run_id,
                       row.previous_run_id, encode_states(row.states)}));
  return {};
}

base::Result<void> BookmarksStore::remove(store::Transaction& journal, const Scope& scope,
                                          std::string_view job) {
  TRY(journal.execute("DELETE FROM glue_bookmark WHERE account = ? AND region = ? AND job = ?",
                      {scope.account, scope.region, job}));
  return {};
}

}  // namespace services::glue
