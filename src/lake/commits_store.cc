#include "lake/commits_store.h"

namespace lake {
namespace {

// The last of the next `limit` rows of a commit, by id; nothing: it has none left.
base::Result<std::optional<std::int64_t>> last_of_batch(store::Connection& connection, CommitId commit,
                                                        int limit) {
  store::Rows rows = TRY(connection.query(
      "SELECT max(id) FROM (SELECT id FROM lake_objects WHERE commit_id = ?1 ORDER BY id LIMIT ?2)",
      {commit, limit}));
  if (!TRY(rows.next())) return std::nullopt;
  return rows.row().optional_integer(0);
}

// Writes the begin into the rows up to `last`, and the same as an end into the rows of their keys that they
// superseded. Ends first, because the second statement takes the rows out of the commit, by which the first
// one finds them. What anybody sees stays the same: VisibleObjects has read them so since the commit was
// published.
base::Result<void> settle_rows(store::Transaction& transaction, CommitId commit, std::int64_t last,
                               store::Sequence published) {
  TRY(
      transaction.execute("UPDATE lake_objects SET end_sequence = ?3 WHERE id IN ("
                          " SELECT old.id FROM lake_objects new"
                          " CROSS JOIN lake_objects old ON old.bucket = new.bucket AND old.key = new.key AND "
                          "old.end_sequence IS NULL"
                          " LEFT JOIN lake_commits c ON c.id = old.commit_id"
                          " WHERE new.commit_id = ?1 AND new.id <= ?2 AND (COALESCE(old.begin_sequence, "
                          "c.sequence), old.id) < (?3, new.id))",
                          {commit, last, published}));
  TRY(transaction.execute(
      "UPDATE lake_objects SET begin_sequence = ?3, commit_id = NULL WHERE commit_id = ?1 AND id <= ?2",
      {commit, last, published}));
  return {};
}

base::Result<void> delete_commit(store::Transaction& transaction, CommitId commit) {
  TRY(transaction.execute("DELETE FROM lake_commit_buckets WHERE commit_id = ?1", {commit}));
  TRY(transaction.execute("DELETE FROM lake_commits WHERE id = ?1", {commit}));
  return {};
}

}  // namespace

base::Result<CommitId> insert_commit(store::Transaction& transaction,
                                     std::optional<std::string_view> account) {
  TRY(transaction.execute("INSERT INTO lake_commits (account) VALUES (?1)", {account}));
  return transaction.last_insert_id();
}

base::Result<std::optional<OpenCommit>> open_commit(store::Connection& connection, CommitId commit) {
  return connection.one(
      "SELECT account FROM lake_commits WHERE id = ?1 AND sequence IS NULL AND discarded = 0", {commit},
      [](const store::Row& row) { return OpenCommit{row.optional_text(0)}; });
}

base::Result<void> add_commit_bucket(store::Transaction& transaction, CommitId commit, std::int64_t bucket,
                                     std::string_view name) {
  TRY(transaction.execute(
      "INSERT OR IGNORE INTO lake_commit_buckets (commit_id, bucket, name) VALUES (?1, ?2, ?3)",
      {commit, bucket, name}));
  return {};
}

// However many objects the commit has, one row flips: all that was slow has been done by stage().
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
  const auto last = TRY(last_of_batch(transaction, commit, limit));
  if (!last) return delete_commit(transaction, commit);
  return settle_rows(transaction, commit, *last, published);
}

// Their contents were never visible, so they are garbage that no lease has seen.
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
