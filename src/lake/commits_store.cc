#include "lake/commits_store.h"

#include <vector>

namespace lake {
namespace {

struct UnsettledRow {
  std::int64_t id;
  std::int64_t bucket;
  std::string key;
};

base::Result<std::vector<UnsettledRow>> unsettled_rows(store::Connection& connection, CommitId commit,
                                                       int limit) {
  std::vector<UnsettledRow> unsettled;
  store::Rows rows = TRY(connection.query(
      "SELECT id, bucket, key FROM lake_objects WHERE commit_id = ?1 LIMIT ?2", {commit, limit}));
  while (TRY(rows.next()))
    unsettled.push_back({rows.row().integer(0), rows.row().integer(1), rows.row().text(2)});
  return unsettled;
}

// Writes the begin into the row, and the same as an end into the rows of the key that it superseded.
base::Result<void> settle_row(store::Transaction& transaction, const UnsettledRow& row,
                              store::Sequence published) {
  TRY(
      transaction.execute("UPDATE lake_objects SET end_sequence = ?4 WHERE bucket = ?1 AND key = ?2 AND "
                          "end_sequence IS NULL AND id IN ("
                          " SELECT o.id FROM lake_objects o LEFT JOIN lake_commits c ON c.id = o.commit_id"
                          " WHERE o.bucket = ?1 AND o.key = ?2"
                          " AND (COALESCE(o.begin_sequence, c.sequence), o.id) < (?4, ?3))",
                          {row.bucket, row.key, row.id, published}));
  TRY(transaction.execute("UPDATE lake_objects SET begin_sequence = ?2, commit_id = NULL WHERE id = ?1",
                          {row.id, published}));
  return {};
}

base::Result<void> delete_commit(store::Transaction& transaction, CommitId commit) {
  TRY(transaction.execute("DELETE FROM lake_commit_buckets WHERE commit_id = ?1", {commit}));
  TRY(transaction.execute("DELETE FROM lake_commits WHERE id = ?1", {commit}));
  return {};
}

}  // namespace

base::Result<CommitId> insert_commit(store::Transaction& transaction) {
  TRY(transaction.execute("INSERT INTO lake_commits (sequence) VALUES (NULL)"));
  return transaction.last_insert_id();
}

base::Result<bool> is_open_commit(store::Connection& connection, CommitId commit) {
  store::Rows rows = TRY(connection.query(
      "SELECT 1 FROM lake_commits WHERE id = ?1 AND sequence IS NULL AND discarded = 0", {commit}));
  return rows.next();
}

base::Result<void> add_commit_bucket(store::Transaction& transaction, CommitId commit, std::int64_t bucket,
                                     std::string_view name) {
  TRY(transaction.execute(
      "INSERT OR IGNORE INTO lake_commit_buckets (commit_id, bucket, name) VALUES (?1, ?2, ?3)",
      {commit, bucket, name}));
  return {};
}

base::Result<bool> publish_commit(store::Transaction& transaction, CommitId commit) {
  const std::int64_t flipped = TRY(transaction.execute(
      "UPDATE lake_commits SET sequence = ?2 WHERE id = ?1 AND sequence IS NULL AND discarded = 0",
      {commit, transaction.sequence()}));
  return flipped == 1;
}

base::Result<std::optional<std::string>> missing_bucket(store::Connection& connection, CommitId commit) {
  store::Rows rows =
      TRY(connection.query("SELECT name FROM lake_commit_buckets WHERE commit_id = ?1 AND bucket NOT IN "
                           "(SELECT id FROM lake_buckets)",
                           {commit}));
  if (!TRY(rows.next())) return std::nullopt;
  return std::optional(rows.row().text(0));
}

base::Result<void> discard_commit(store::Transaction& transaction, CommitId commit) {
  TRY(transaction.execute("UPDATE lake_commits SET discarded = 1 WHERE id = ?1 AND sequence IS NULL",
                          {commit}));
  return {};
}

base::Result<std::int64_t> discard_open_commits(store::Transaction& transaction) {
  return transaction.execute(
      "UPDATE lake_commits SET discarded = 1 WHERE sequence IS NULL AND discarded = 0");
}

base::Result<bool> has_closed_commits(store::Connection& connection) {
  store::Rows rows =
      TRY(connection.query("SELECT 1 FROM lake_commits WHERE sequence IS NOT NULL OR discarded = 1 LIMIT 1"));
  return rows.next();
}

base::Result<void> settle_published(store::Transaction& transaction, int limit) {
  CommitId commit = 0;
  store::Sequence published = 0;
  {
    store::Rows rows = TRY(transaction.query(
        "SELECT id, sequence FROM lake_commits WHERE sequence IS NOT NULL ORDER BY sequence LIMIT 1"));
    if (!TRY(rows.next())) return {};
    commit = rows.row().integer(0);
    published = rows.row().integer(1);
  }
  const std::vector<UnsettledRow> rows = TRY(unsettled_rows(transaction, commit, limit));
  for (const UnsettledRow& row : rows) TRY(settle_row(transaction, row, published));
  if (rows.empty()) TRY(delete_commit(transaction, commit));
  return {};
}

base::Result<void> remove_discarded(store::Transaction& transaction, int limit) {
  CommitId commit = 0;
  {
    store::Rows rows = TRY(transaction.query("SELECT id FROM lake_commits WHERE discarded = 1 LIMIT 1"));
    if (!TRY(rows.next())) return {};
    commit = rows.row().integer(0);
  }
  TRY(
      transaction.execute("INSERT OR IGNORE INTO lake_garbage (content, sequence)"
                          " SELECT content, 0 FROM lake_objects WHERE commit_id = ?1 ORDER BY id LIMIT ?2",
                          {commit, limit}));
  const std::int64_t removed =
      TRY(transaction.execute("DELETE FROM lake_objects WHERE id IN"
                              " (SELECT id FROM lake_objects WHERE commit_id = ?1 ORDER BY id LIMIT ?2)",
                              {commit, limit}));
  if (removed == 0) TRY(delete_commit(transaction, commit));
  return {};
}

}  // namespace lake
