#include "machine/tasks.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <latch>
#include <semaphore>
#include <set>

#include "machine/test_journal.h"

namespace machine {
namespace {

using ::testing::ElementsAre;

// A shop whose orders are to be shipped: the state that the tasks under test follow from.
constexpr store::Migration kMigrations[] = {
    {1, "CREATE TABLE parcel (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT"}};

struct TasksTest : testing::Test {
  TestJournal journal{{Tasks::schema(), {.owner = "shop", .migrations = kMigrations}}};
  base::ManualClock clock{base::Timestamp()};

  std::unique_ptr<Tasks> make_tasks(std::function<base::Result<void>(const Task&, std::stop_token)> execute,
                                    int slots = 1) {
    auto tasks = std::make_unique<Tasks>(
        *journal, clock,
        Tasks::Options{.queue = "test", .slots = slots, .retry_after = std::chrono::milliseconds(0)});
    tasks->define("ship",
                  {.is_current = [](store::Snapshot& snapshot, const Task& task) -> base::Result<bool> {
                     const auto ordered =
                         TRY(snapshot.one("SELECT 1 FROM parcel WHERE name = ? AND state = 'ORDERED'",
                                          {task.subject}, [](const store::Row&) { return true; }));
                     return ordered.has_value();
                   },
                   .execute = std::move(execute)});
    return tasks;
  }

  void order(Tasks& tasks, std::string name, base::Timestamp due = {}) {
    ASSERT_TRUE(journal
                    ->write([&](store::Transaction& transaction) -> base::Result<void> {
                      TRY(transaction.execute("INSERT INTO parcel VALUES (?, 'ORDERED')", {name}));
                      return tasks.add(transaction, {.kind = "ship", .subject = name, .due = due});
                    })
                    .ok());
  }

  base::Result<void> set_state(std::string_view name, std::string_view state) {
    return journal->write([&](store::Transaction& transaction) -> base::Result<void> {
      TRY(transaction.execute("UPDATE parcel SET state = ? WHERE name = ?", {state, name}));
      return {};
    });
  }

  std::int64_t owed() {
    return *journal
                ->read([](store::Snapshot& snapshot) {
                  return snapshot.one("SELECT count(*) FROM task", {},
                                      [](const store::Row& row) { return row.integer(0); });
                })
                .value();
  }
};

TEST_F(TasksTest, ATaskIsExecutedAfterTheCommitThatOwesItAndThenGone) {
  std::latch shipped(1);
  auto tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    TRY(set_state(task.subject, "SHIPPED"));
    shipped.count_down();
    return {};
  });
  tasks->start();
  order(*tasks, "book");
  shipped.wait();
  tasks->stop();
  EXPECT_EQ(owed(), 0);
}

TEST_F(TasksTest, ATransactionThatFailsOwesNothing) {
  auto tasks = make_tasks([](const Task&, std::stop_token) -> base::Result<void> { return {}; });
  (void)journal->write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(tasks->add(transaction, {.kind = "ship", .subject = "ghost"}));
    return base::failure("out of stock");
  });
  EXPECT_EQ(owed(), 0);
}

TEST_F(TasksTest, AStaleTaskIsDroppedWithoutBeingExecuted) {
  std::vector<std::string> shipped;
  std::latch done(1);
  auto tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    shipped.push_back(task.subject);
    done.count_down();
    return {};
  });
  order(*tasks, "cancelled");
  ASSERT_TRUE(set_state("cancelled", "CANCELLED").ok());
  order(*tasks, "wanted");
  tasks->start();
  done.wait();
  tasks->stop();
  EXPECT_THAT(shipped, ElementsAre("wanted"));
  EXPECT_EQ(owed(), 0);
}

TEST_F(TasksTest, WhatARestartInterruptsIsHandedOutAgain) {
  {
    std::latch begun(1);
    auto tasks = make_tasks([&](const Task&, std::stop_token stop) -> base::Result<void> {
      begun.count_down();
      std::binary_semaphore stopped(0);
      std::stop_callback on_stop(stop, [&] { stopped.release(); });
      stopped.acquire();
      return base::failure("the server stops");
    });
    tasks->start();
    order(*tasks, "book");
    begun.wait();
  }
  journal.reopen();
  std::latch shipped(1);
  auto tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    EXPECT_EQ(task.subject, "book");
    shipped.count_down();
    return {};
  });
  tasks->start();
  shipped.wait();
}

TEST_F(TasksTest, AnErrorIsTriedAgain) {
  std::latch shipped(1);
  int attempts = 0;
  auto tasks = make_tasks([&](const Task&, std::stop_token) -> base::Result<void> {
    if (++attempts == 1) return base::failure("the van is broken");
    shipped.count_down();
    return {};
  });
  tasks->start();
  order(*tasks, "book");
  shipped.wait();
}

TEST_F(TasksTest, SlotsBoundWhatRunsAtOnceAndTheOthersWaitInOrder) {
  std::atomic<int> running = 0, most = 0;
  std::vector<std::string> begun;
  std::mutex mutex;
  std::latch all(6);
  std::counting_semaphore<> one_began(0), go(0);
  auto tasks = make_tasks(
      [&](const Task& task, std::stop_token) -> base::Result<void> {
        {
          std::lock_guard lock(mutex);
          most = std::max<int>(most, ++running);
          begun.push_back(task.subject);
        }
        one_began.release();
        go.acquire();
        --running;
        all.count_down();
        return {};
      },
      2);
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) order(*tasks, name);
  tasks->start();
  one_began.acquire();
  for (int i = 0; i < 4; ++i) {  // two run; one goes, and the next begins
    one_began.acquire();
    go.release();
  }
  one_began.acquire();
  go.release(2);
  all.wait();
  tasks->stop();
  EXPECT_LE(most, 2);
  const auto first = testing::AnyOf("a", "b");
  EXPECT_THAT(begun, testing::ElementsAre(first, first, "c", "d", "e", "f"));
}

TEST_F(TasksTest, AnInterruptStopsTheRunningExecutionOfThatSubjectOnly) {
  std::latch begun(2), stopped(1);
  std::atomic<int> others_stopped = 0;
  auto tasks = make_tasks(
      [&](const Task& task, std::stop_token stop) -> base::Result<void> {
        begun.count_down();
        std::binary_semaphore wake(0);
        std::stop_callback on_stop(stop, [&] { wake.release(); });
        wake.acquire();
        if (task.subject == "book")
          stopped.count_down();
        else
          ++others_stopped;
        return set_state(task.subject, "STOPPED");
      },
      2);
  tasks->start();
  order(*tasks, "book");
  order(*tasks, "lamp");
  begun.wait();
  tasks->interrupt("ship", "book");
  stopped.wait();
  EXPECT_EQ(others_stopped, 0);
}

TEST_F(TasksTest, ATaskWithATimeWaitsForIt) {
  std::vector<std::string> shipped;
  std::latch now(1), both(2);
  auto tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    shipped.push_back(task.subject);
    if (shipped.size() == 1) now.count_down();
    both.count_down();
    return {};
  });
  tasks->start();
  order(*tasks, "tomorrow", clock.now() + std::chrono::hours(24));
  order(*tasks, "today");
  now.wait();
  clock.advance(std::chrono::hours(24));
  both.wait();
  tasks->stop();
  EXPECT_THAT(shipped, ElementsAre("today", "tomorrow"));
}

TEST_F(TasksTest, AnExecutorMayFinishItsTaskInTheCommitOfItsOutcome) {
  std::latch shipped(1);
  std::unique_ptr<Tasks> tasks;
  tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    TRY(journal->write([&](store::Transaction& transaction) { return tasks->finish(transaction, task); }));
    EXPECT_EQ(owed(), 0);
    shipped.count_down();
    return {};
  });
  tasks->start();
  order(*tasks, "book");
  shipped.wait();
}

TEST_F(TasksTest, OfALongBacklogOnlyAPartIsInMemoryAndAllOfItRunsInOrder) {
  constexpr int kMany = 5000;
  std::vector<int> shipped;
  std::size_t most = 0;
  std::latch all(kMany);
  std::unique_ptr<Tasks> tasks;
  tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    shipped.push_back(std::stoi(task.subject));
    most = std::max(most, tasks->held());
    all.count_down();
    return {};
  });
  ASSERT_TRUE(
      journal
          ->write([&](store::Transaction& transaction) -> base::Result<void> {
            for (int i = 0; i < kMany; ++i) {
              TRY(transaction.execute("INSERT INTO parcel VALUES (?, 'ORDERED')", {std::to_string(i)}));
              TRY(tasks->add(transaction, {.kind = "ship", .subject = std::to_string(i)}));
            }
            return {};
          })
          .ok());
  tasks->start();
  all.wait();
  tasks->stop();
  EXPECT_LE(most, 1001u);
  EXPECT_GT(most, 1u);
  EXPECT_TRUE(std::is_sorted(shipped.begin(), shipped.end()));
  EXPECT_EQ(owed(), 0);
}

// More of them than fit into memory at once, and behind the last that was handed out.
TEST_F(TasksTest, ManyTasksWhoseTimeComesAtOnceAreAllHandedOut) {
  constexpr int kMany = 2500;
  std::latch today(1), all(kMany + 1);
  std::set<std::string> shipped;
  std::unique_ptr<Tasks> tasks;
  tasks = make_tasks([&](const Task& task, std::stop_token) -> base::Result<void> {
    shipped.insert(task.subject);
    if (task.subject == "today") today.count_down();
    all.count_down();
    return {};
  });
  const base::Timestamp tomorrow = clock.now() + std::chrono::hours(24);
  ASSERT_TRUE(
      journal
          ->write([&](store::Transaction& transaction) -> base::Result<void> {
            for (int i = 0; i < kMany; ++i) {
              TRY(transaction.execute("INSERT INTO parcel VALUES (?, 'ORDERED')", {std::to_string(i)}));
              TRY(tasks->add(transaction, {.kind = "ship", .subject = std::to_string(i), .due = tomorrow}));
            }
            return {};
          })
          .ok());
  order(*tasks, "today");
  tasks->start();
  today.wait();
  clock.advance(std::chrono::hours(24));
  all.wait();
  tasks->stop();
  EXPECT_EQ(shipped.size(), kMany + 1u);
}

}  // namespace
}  // namespace machine
