#include "machine/reconciler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>

namespace machine {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Reconciler, RunsOnceAtTheStart) {
  std::latch ran(1);
  Reconciler reconciler({.name = "test", .every = hours(1)}, [&](std::stop_token) -> base::Result<void> {
    ran.count_down();
    return {};
  });
  ran.wait();
}

TEST(Reconciler, RunsAgainWhenSignalled) {
  std::counting_semaphore<> runs(0);
  Reconciler reconciler({.name = "test", .every = hours(1)}, [&](std::stop_token) -> base::Result<void> {
    runs.release();
    return {};
  });
  runs.acquire();
  reconciler.signal();
  runs.acquire();
}

TEST(Reconciler, RunsByItselfEverySoOften) {
  std::latch runs(3);
  std::atomic<int> count = 0;
  Reconciler reconciler({.name = "test", .every = milliseconds(1)},
                        [&](std::stop_token) -> base::Result<void> {
                          if (++count <= 3) runs.count_down();
                          return {};
                        });
  runs.wait();
}

TEST(Reconciler, ManySignalsDuringARunMakeOneMoreRun) {
  std::latch entered(1), leave(1);
  std::counting_semaphore<> later_runs(0);
  std::atomic<int> count = 0;
  Reconciler reconciler({.name = "test", .every = hours(1)}, [&](std::stop_token) -> base::Result<void> {
    if (++count == 1) {
      entered.count_down();
      leave.wait();
    } else {
      later_runs.release();
    }
    return {};
  });
  entered.wait();
  for (int i = 0; i < 100; ++i) reconciler.signal();
  leave.count_down();
  later_runs.acquire();
  EXPECT_FALSE(later_runs.try_acquire_for(milliseconds(50)));
  EXPECT_EQ(count, 2);
}

TEST(Reconciler, AnErrorIsTriedAgainSoon) {
  std::latch recovered(1);
  int count = 0;
  Reconciler reconciler({.name = "test", .every = hours(1), .retry_after = milliseconds(1)},
                        [&](std::stop_token) -> base::Result<void> {
                          if (++count < 3) return base::failure("the disk is sulking");
                          if (count == 3) recovered.count_down();
                          return {};
                        });
  recovered.wait();
}

TEST(Reconciler, StopEndsABodyThatListensAndJoins) {
  std::latch entered(1);
  bool ended = false;
  Reconciler reconciler({.name = "test"}, [&](std::stop_token stop) -> base::Result<void> {
    entered.count_down();
    std::binary_semaphore stopped(0);
    std::stop_callback on_stop(stop, [&] { stopped.release(); });
    stopped.acquire();
    ended = true;
    return {};
  });
  entered.wait();
  reconciler.stop();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace machine
