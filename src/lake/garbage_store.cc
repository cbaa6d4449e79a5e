#include "lake/garbage_store.h"

namespace lake {

namespace {

// A content that another row names, as copies share it, goes with the last of them.
const std::string kBecomeGarbage =
    std::string("WITH ended AS MATERIALIZED (SELECT id, content")
        .append(kBeganAndEnded)
        .append(
            ") INSERT OR IGNORE INTO lake_garbage (content, sequence) SELECT content, 0 FROM ended"
            " WHERE NOT EXISTS (SELECT 1 FROM lake_objects other WHERE other.content = ended.content"
            "  AND other.id NOT IN (SELECT id FROM ended))");
const std::string kReap =
    std::string("DELETE FROM lake_objects WHERE id IN (SELECT id").append(kBeganAndEnded).append(")");
const std::string kHasEnded = std::string("SELECT 1").append(kBeganAndEnded);

}  // namespace

base::Result<void> add_garbage(store::Transaction& transaction, const ContentId& content) {
  TRY(transaction.execute("INSERT OR IGNORE INTO lake_garbage (content, sequence) VALUES (?1, 0)",
                          {content.str()}));
  return {};
}

base::Result<std::vector<ContentId>> garbage(store::Connection& connection, const UnreadSpan& unread,
                                             int limit) {
  return connection.all(kRemovable, {unread.after, unread.until, limit},
                        [](const store::Row& row) { return ContentId(row.text(0)); });
}

base::Result<void> forget_garbage(store::Transaction& transaction, const ContentId& content) {
  TRY(transaction.execute("DELETE FROM lake_garbage WHERE content = ?1", {content.str()}));
  return {};
}

base::Result<std::int64_t> reap_ended(store::Transaction& transaction, const UnreadSpan& unread, int limit) {
  TRY(transaction.execute(kBecomeGarbage, {unread.after, unread.until, limit}));
  return transaction.execute(kReap, {unread.after, unread.until, limit});
}

base::Result<bool> has_ended(store::Connection& connection, const UnreadSpan& unread) {
  store::Rows rows = TRY(connection.query(kHasEnded, {unread.after, unread.until, 1}));
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
