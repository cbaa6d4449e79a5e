#include "lake/garbage_store.h"

namespace lake {

base::Result<void> add_garbage(store::Transaction& transaction, const ContentId& content,
                               store::Sequence sequence) {
  TRY(transaction.execute("INSERT OR IGNORE INTO lake_garbage (content, sequence) VALUES (?1, ?2)",
                          {content.str(), sequence}));
  return {};
}

base::Result<std::vector<ContentId>> garbage(store::Connection& connection, store::Sequence horizon,
                                             int limit) {
  std::vector<ContentId> contents;
  store::Rows rows = TRY(
      connection.query("SELECT content FROM lake_garbage WHERE sequence <= ?1 LIMIT ?2", {horizon, limit}));
  while (TRY(rows.next())) contents.emplace_back(rows.row().text(0));
  return contents;
}

base::Result<void> forget_garbage(store::Transaction& transaction, const ContentId& content) {
  TRY(transaction.execute("DELETE FROM lake_garbage WHERE content = ?1", {content.str()}));
  return {};
}

base::Result<std::int64_t> reap_ended(store::Transaction& transaction, store::Sequence horizon, int limit) {
  TRY(transaction.execute(
      "INSERT OR IGNORE INTO lake_garbage (content, sequence)"
      " SELECT content, 0 FROM lake_objects WHERE end_sequence <= ?1 ORDER BY end_sequence, id LIMIT ?2",
      {horizon, limit}));
  return transaction.execute(
      "DELETE FROM lake_objects WHERE id IN"
      " (SELECT id FROM lake_objects WHERE end_sequence <= ?1 ORDER BY end_sequence, id LIMIT ?2)",
      {horizon, limit});
}

base::Result<bool> has_ended(store::Connection& connection, store::Sequence horizon) {
  store::Rows rows =
      TRY(connection.query("SELECT 1 FROM lake_objects WHERE end_sequence <= ?1 LIMIT 1", {horizon}));
  return rows.next();
}

base::Result<bool> is_named(store::Connection& connection, const ContentId& content) {
  store::Rows rows =
      TRY(connection.query("SELECT 1 WHERE EXISTS (SELECT 1 FROM lake_objects WHERE content = ?1)"
                           " OR EXISTS (SELECT 1 FROM lake_parts WHERE content = ?1) OR EXISTS (SELECT 1 "
                           "FROM lake_garbage WHERE content = ?1)",
                           {content.str()}));
  return rows.next();
}

}  // namespace lake
