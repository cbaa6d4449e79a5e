#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "machine/reconciler.h"
#include "store/journal.h"

namespace machine {

// A side effect that is still owed: "run this job run", "deliver this message".
struct Task {
  std::int64_t id = 0;    // given by the journal
  std::string kind;       // who executes it: "glue.job_run"
  std::string subject;    // what it is about, in the kind's own words: a job run's id
  base::Timestamp due{};  // not before; the default is at once
};

// Side effects that survive a crash. A task commits in the transaction whose state it follows from; after the
// commit it is validated against the newest state, handed to an executor thread, and removed once that has
// succeeded. What a crash or an error interrupts is handed out again, so execution is at least once: the
// validator drops a task that the state says is done, and an executor commits its outcome in one transaction.
// A queue's threads are its slots: tasks that find none free wait in the order of their commits. Thread-safe
// after start().
class Tasks {
 public:
  static store::Schema schema();

  struct Kind {
    // Whether the state still asks for it. It may look at the journal only.
    std::function<base::Result<bool>(store::Snapshot&, const Task&)> is_current;
    // Does it, and writes what came of it. A failure of the work is an outcome too; an Error means "not done,
    // try again later". Returns soon after a stop request (interrupt(), or the end of the server).
    std::function<base::Result<void>(const Task&, std::stop_token)> execute;
  };

  struct Options {
    std::string queue;  // several Tasks with queues of different names share one journal
    int slots = 1;
    std::chrono::milliseconds retry_after = std::chrono::seconds(5);
  };

  Tasks(store::Journal& journal, const base::Clock& clock, Options options);
  ~Tasks() { stop(); }

  // Before start(). Tasks of a kind that nobody defines stay in the journal.
  void define(std::string kind, Kind behaviour);

  // Hands out what the journal owes, from before a restart too.
  void start();

  // Interrupts what runs and waits for its end; the rest stays owed.
  void stop();

  base::Result<void> add(store::Transaction& transaction, const Task& task);

  // For an executor that wants its task gone in the very commit of its outcome. Optional.
  base::Result<void> finish(store::Transaction& transaction, const Task& task);

  // How many tasks this holds in memory: those that run, those that wait for a slot, those that failed.
  std::size_t held() const;

  // Asks the execution of that subject, if it runs now, to stop. Write the wish into the state first: the
  // validator then drops a task that has not begun.
  void interrupt(std::string_view kind, std::string_view subject);

 private:
  struct Execution {
    Task task;
    std::stop_source stop;
  };

  // How far the journal was handed out. Rows behind `id` that were not due then become due later, in the
  // order of their times: all up to {due_us, due_id} were handed out.
  struct Position {
    std::int64_t id = 0;
    std::int64_t due_us = std::numeric_limits<std::int64_t>::min();
    std::int64_t due_id = 0;
  };

  base::Result<std::vector<Task>> due_since(std::int64_t now_us, std::int64_t limit);  // in tasks_store.cc
  base::Result<std::vector<Task>> new_tasks(std::int64_t now_us, std::int64_t limit);  // in tasks_store.cc
  base::Result<void> remove(const Task& task);                                         // in tasks_store.cc
  base::Result<void> hand_out();
  std::int64_t repeat_and_count_room();
  void enqueue(const std::vector<Task>& tasks, std::int64_t& room);
  void work(std::stop_token stop);
  std::optional<Execution> next(std::stop_token stop);
  base::Result<void> process(const Execution& execution);
  void settle(const Execution& execution, const base::Result<void>& result);

  store::Journal& journal_;
  const base::Clock& clock_;
  const Options options_;
  std::map<std::string, Kind, std::less<>> kinds_;

  mutable std::mutex mutex_;  // guards the next five
  std::condition_variable_any work_;
  std::deque<Task> queue_;
  std::map<std::int64_t, Execution> running_;
  std::multimap<base::Timestamp, Task> failed_;  // by the time at which to try again
  bool more_waits_ = false;                      // in the journal, for want of room

  Position position_;           // the dispatcher's own
  std::int64_t latest_us_ = 0;  // the dispatcher's own: a clock that is set back hides no task

  std::optional<Reconciler> dispatcher_;
  std::vector<std::jthread> threads_;
};

}  // namespace machine
