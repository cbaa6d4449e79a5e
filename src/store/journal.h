#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"

namespace store {

// The number of a commit: every write transaction that becomes durable has one, and later ones are larger.
using Sequence = std::int64_t;

// One step of a schema's history. Numbers start at 1 in each schema and rise by one; a landed one never changes.
struct Migration {
  int number;
  std::string_view sql;
};

// The tables of one owner (a module or a service): only its *_store.cc files hold SQL for them.
struct Schema {
  std::string_view owner;
  std::span<const Migration> migrations;
};

// What a statement binds: NULL, integer, real, text or bytes. Views must live until the call returns.
struct Value {
  Value(std::nullptr_t) : kind(Kind::Null) {}
  Value(std::nullopt_t) : kind(Kind::Null) {}
  template <std::integral T>
  Value(T value) : kind(Kind::Integer), integer(static_cast<std::int64_t>(value)) {}
  Value(double value) : kind(Kind::Real), real(value) {}
  Value(std::string_view value) : kind(Kind::Text), text(value) {}
  Value(const std::string& value) : kind(Kind::Text), text(value) {}
  Value(const char* value) : kind(Kind::Text), text(value) {}
  template <typename T>
  Value(const std::optional<T>& value) : kind(Kind::Null) {
    if (value) *this = Value(*value);
  }
  static Value blob(std::string_view bytes) {
    Value value(bytes);
    value.kind = Kind::Blob;
    return value;
  }

  enum class Kind { Null, Integer, Real, Text, Blob } kind;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
};

// The current row of a Rows; columns count from 0. Views die with the next step.
class Row {
 public:
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;  // also for blobs
  std::string_view view(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  friend class Rows;
  void* statement_ = nullptr;
};

// The rows of one query, fetched one at a time: while (TRY(rows.next())) use(rows.row()).
class Rows {
 public:
  Rows(Rows&&) noexcept;
  ~Rows();
  base::Result<bool> next();
  const Row& row() const { return row_; }

 private:
  friend class Connection;
  explicit Rows(void* statement);
  Row row_;
};

// One SQLite connection with a cache of prepared statements. `sql` must be a string that lives as long as the
// program (a literal): it is the cache's key.
class Connection {
 public:
  virtual ~Connection() = default;
  base::Result<Rows> query(std::string_view sql, std::initializer_list<Value> values = {});
  base::Result<Rows> query(std::string_view sql, std::span<const Value> values);

 protected:
  Connection() = default;
  struct State;
  State* state_ = nullptr;
};

// A consistent view of the journal as of one commit. Used on one thread, for as short as can be.
class Snapshot : public Connection {};

// A transaction that writes. It lives on the writer's thread, inside Journal::write; pass it explicitly to whatever
// must commit together.
class Transaction : public Connection {
 public:
  // Runs a statement that gives no rows; returns how many rows it changed.
  base::Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Value> values = {});
  std::int64_t last_insert_id() const;

  // The number of this commit, the same on every call.
  Sequence sequence() const { return sequence_; }

  // Runs `effect` on the writer's thread once the commit is durable (wake a reconciler, free memory); never when it failed.
  void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }

 private:
  friend class Journal;
  Sequence sequence_ = 0;
  std::vector<std::function<void()>> effects_;
};

// The one durable state of the server: SQLite in WAL mode, synchronous=FULL. One thread writes; the transactions that
// wait share one commit and one fsync (group commit), each in a savepoint of its own, so that one that fails takes
// no other along. Only the writer checkpoints. Thread-safe.
class Journal {
 public:
  struct Options {
    std::filesystem::path file;
    std::vector<Schema> schemas;  // in the order in which they migrate; pending migrations copy the journal first
  };
  static base::Result<std::unique_ptr<Journal>> open(Options options);
  ~Journal();

  // Runs body(Transaction&) -> Result<T> on the writer's thread and returns its value once it is durable. A body that returns
  // an Error changes nothing. Bodies must be short and must not call write() again.
  template <typename Body>
  std::invoke_result_t<Body, Transaction&> write(Body&& body) {
    using R = std::invoke_result_t<Body, Transaction&>;
    std::optional<R> result;
    base::Result<void> committed = run([&](Transaction& transaction) -> base::Result<void> {
      result.emplace(body(transaction));
      if (!result->ok()) return result->error();
      return {};
    });
    if (!committed.ok()) return std::move(committed).error();
    return *std::move(result);
  }

  // Runs body(Snapshot&) -> Result<T> on the calling thread against the newest commit.
  template <typename Body>
  std::invoke_result_t<Body, Snapshot&> read(Body&& body) {
    using R = std::invoke_result_t<Body, Snapshot&>;
    std::optional<R> result;
    base::Result<void> done = look([&](Snapshot& snapshot) -> base::Result<void> {
      result.emplace(body(snapshot));
      return {};
    });
    if (!done.ok()) return std::move(done).error();
    return *std::move(result);
  }

  Sequence last_sequence() const;  // of the newest durable commit

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  base::Result<void> run(std::function<base::Result<void>(Transaction&)> body);
  base::Result<void> look(std::function<base::Result<void>(Snapshot&)> body);
  std::unique_ptr<State> state_;
};

}  // namespace store
