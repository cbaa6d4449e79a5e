#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "store/connection.h"
#include "store/migrations.h"

namespace store {

// The one durable state of the server: SQLite in WAL mode, synchronous=FULL. One thread writes; the
// transactions that wait share one commit and one fsync (group commit), each in a savepoint of its own, so
// that one that fails takes no other along. Only the writer checkpoints. Thread-safe. It refuses a file with
// migrations it does not know.
class Journal {
 public:
  struct Options {
    std::filesystem::path file;
    std::vector<Schema> schemas;                               // in the order in which they migrate
    std::chrono::milliseconds idle = std::chrono::seconds(2);  // without writes, until the WAL is emptied
    std::int64_t reserve_bytes = 16 << 20;  // kept free for the journal, in a file beside it
  };
  static base::Result<std::unique_ptr<Journal>> open(Options options);
  ~Journal();

  // Runs body(Transaction&) -> Result<T> on the writer's thread and returns its value once it is durable. A
  // body that returns an Error changes nothing. When the disk fails, every body of the group gets that error,
  // nothing of them is kept, and the journal stays usable. Bodies must be short and must not call write()
  // again.
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

  // Of the newest durable commit: no older than what any read() has seen, and a read() that begins later sees
  // it. A body that changes no row moves nothing.
  Sequence last_sequence() const;

  // Refuses, as a full disk does, while the journal has no room in reserve: to be asked by whoever is about
  // to store something large beside it. What frees space does not ask.
  base::Result<void> require_room();

  // What the writer did since open: how well commits are shared.
  struct Statistics {
    std::int64_t waiting = 0;      // transactions that wait for the writer now
    std::int64_t bodies = 0;       // transactions run, whatever came of them
    std::int64_t commits = 0;      // groups made durable: one fsync of the WAL each
    std::int64_t checkpoints = 0;  // times the WAL was copied into the file
  };
  Statistics statistics() const;

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  base::Result<void> run(const std::function<base::Result<void>(Transaction&)>& body);
  base::Result<void> look(const std::function<base::Result<void>(Snapshot&)>& body);
  std::unique_ptr<State> state_;
};

}  // namespace store
