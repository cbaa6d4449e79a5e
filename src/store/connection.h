#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "store/value.h"

struct sqlite3_stmt;

namespace store {

class Database;

// The number of a commit: every write transaction that becomes durable has one, and later ones are larger.
using Sequence = std::int64_t;

// The current row of a Rows; columns count from 0. Views die with the next step.
class Row {
 public:
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;  // also for blobs; NULL gives an empty one
  std::string_view view(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  friend class Rows;
  sqlite3_stmt* statement_ = nullptr;
};

// The rows of one query, fetched one at a time: while (TRY(rows.next())) use(rows.row()). It dies before the
// body that asked for it returns; its statement goes back to the connection's cache.
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();
  base::Result<bool> next();
  const Row& row() const { return row_; }

 private:
  friend class Connection;
  Rows(sqlite3_stmt* statement, std::vector<sqlite3_stmt*>& home);
  Row row_;
  std::vector<sqlite3_stmt*>* home_;  // where the connection keeps idle statements of the same text
};

// What Snapshot and Transaction share: queries over one SQLite connection, whose statements stay prepared.
// Texts of statements are meant to be few: each one is kept prepared for as long as the connection lives.
class Connection {
 public:
  base::Result<Rows> query(std::string_view sql, std::initializer_list<Value> values = {}) {
    return query(sql, std::span(values.begin(), values.size()));
  }
  base::Result<Rows> query(std::string_view sql, std::span<const Value> values);

  // What `read` makes of the first row; nothing when there is none.
  template <typename Read>
  base::Result<std::optional<std::invoke_result_t<Read, const Row&>>> one(std::string_view sql,
                                                                          std::initializer_list<Value> values,
                                                                          Read&& read) {
    Rows rows = TRY(query(sql, values));
    std::optional<std::invoke_result_t<Read, const Row&>> found;
    if (TRY(rows.next())) found.emplace(read(rows.row()));
    return found;
  }

  // What `read` makes of every row, in order.
  template <typename Read>
  base::Result<std::vector<std::invoke_result_t<Read, const Row&>>> all(std::string_view sql,
                                                                        std::initializer_list<Value> values,
                                                                        Read&& read) {
    Rows rows = TRY(query(sql, values));
    std::vector<std::invoke_result_t<Read, const Row&>> found;
    while (TRY(rows.next())) found.push_back(read(rows.row()));
    return found;
  }

 protected:
  explicit Connection(Database& database) : database_(&database) {}
  ~Connection() = default;
  Database* database_;
};

// A consistent view of the journal as of one commit. Used on one thread, for as short as can be: content that
// it sees cannot leave the WAL while it lives. It writes nothing.
class Snapshot : public Connection {
 public:
  // The newest commit that it sees.
  Sequence sequence() const { return sequence_; }

 private:
  friend class Journal;
  Snapshot(Database& database, Sequence sequence) : Connection(database), sequence_(sequence) {}
  Sequence sequence_;
};

// A transaction that writes. It lives on the writer's thread, inside Journal::write; pass it explicitly to
// whatever must commit together.
class Transaction : public Connection {
 public:
  // Runs a statement that gives no rows; returns how many rows it changed.
  base::Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Value> values = {}) {
    return execute(sql, std::span(values.begin(), values.size()));
  }
  base::Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values);
  std::int64_t last_insert_id() const;

  // The number of this commit, the same on every call.
  Sequence sequence() const { return sequence_; }

  // Runs `effect` on the writer's thread once the commit is durable and before write() returns (wake a
  // reconciler, free memory); never when it failed. Effects are short: other writers wait. They must not call
  // write(), nor take a lock that is held by somebody who calls it.
  void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }

 private:
  friend class Writer;
  Transaction(Database& database, Sequence sequence) : Connection(database), sequence_(sequence) {}
  Sequence sequence_;
  std::vector<std::function<void()>> effects_;
};

}  // namespace store
