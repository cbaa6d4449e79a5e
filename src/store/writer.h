#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/connection.h"
#include "store/journal.h"
#include "store/reserve.h"

namespace store {

// The journal's one writing thread: the store's own. It owns the only connection that writes and checkpoints;
// whoever calls run() waits on their own thread.
class Writer {
 public:
  using Body = std::function<base::Result<void>(Transaction&)>;

  // `database` is open for writing, migrated, and not used by anybody else.
  Writer(std::unique_ptr<Database> database, Sequence last, std::chrono::milliseconds idle, Reserve& reserve);
  // Commits what still waits, then stops. Nobody may call run() any more.
  ~Writer();

  base::Result<void> run(const Body& body);
  Sequence last_sequence() const { return last_; }
  // A reader saw this commit, perhaps before the writer's thread came to say that it is durable.
  void seen(Sequence sequence);
  Journal::Statistics statistics();

 private:
  // A caller that waits, on its own stack. All but `body` is the writer's until `done`, which mutex_ guards.
  struct Request {
    const Body& body;
    base::Result<void> outcome;
    std::optional<Transaction> transaction;
    bool done = false;
    std::condition_variable wake;
  };
  using Group = std::vector<Request*>;

  void loop();
  Group wait_for_group(std::unique_lock<std::mutex>& lock);
  void process(const Group& group);
  base::Result<void> commit(const Group& group);
  base::Result<bool> run_body(Request& request);
  void abandon(const Group& group, const base::Error& error);
  void checkpoint_when_due();
  void checkpoint(int mode);

  std::unique_ptr<Database> database_;
  const std::chrono::milliseconds idle_;
  Reserve& reserve_;
  Sequence next_;               // never falls, so that a number that a failed group saw is not given twice
  int wal_pages_ = 0;           // as SQLite tells after each commit
  int checkpointed_pages_ = 0;  // of them, copied into the file already
  std::atomic<Sequence> last_;
  std::atomic<std::int64_t> bodies_ = 0;
  std::atomic<std::int64_t> commits_ = 0;
  std::atomic<std::int64_t> checkpoints_ = 0;

  std::mutex mutex_;  // guards all below
  std::condition_variable work_;
  Group waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace store
