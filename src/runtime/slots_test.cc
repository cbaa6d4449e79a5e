#include "runtime/slots.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace runtime {
namespace {

void wait_until_waiting(const Slots& slots, int count) {
  while (slots.usage().waiting < count) std::this_thread::yield();
}

TEST(Slots, NoMoreThanTheirNumberIsEverInUse) {
  Slots slots(2);
  std::atomic<int> inside = 0, most = 0;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 8; ++i)
      workers.emplace_back([&] {
        const auto slot = slots.acquire();
        most = std::max(most.load(), ++inside);
        std::this_thread::yield();
        --inside;
      });
  }
  EXPECT_LE(most, 2);
  EXPECT_EQ(slots.usage().used, 0);
}

TEST(Slots, FirstComeFirstServed) {
  Slots slots(1);
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> workers;
  {
    const auto held = slots.acquire();
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back([&, i] {
        const auto slot = slots.acquire();
        std::lock_guard lock(mutex);
        order.push_back(i);
      });
      wait_until_waiting(slots, i + 1);
    }
  }
  workers.clear();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
}

TEST(Slots, WhatWasAskedForEarlierIsServedFirstThoughItComesLater) {
  Slots slots(1);
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> workers;
  {
    const auto held = slots.acquire();
    int waiting = 0;
    for (const int asked_at : {30, 10, 20}) {
      workers.emplace_back([&, asked_at] {
        const auto slot = slots.acquire({}, base::from_micros(asked_at));
        std::lock_guard lock(mutex);
        order.push_back(asked_at);
      });
      wait_until_waiting(slots, ++waiting);
    }
  }
  workers.clear();
  EXPECT_EQ(order, (std::vector<int>{10, 20, 30}));
}

TEST(Slots, AStopEndsTheWaitAndLeavesTheQueueInOrder) {
  Slots slots(1);
  auto held = slots.acquire();
  std::stop_source stop;
  std::optional<Slot> never;
  std::jthread waiting([&] { never = slots.acquire(stop.get_token()); });
  wait_until_waiting(slots, 1);
  stop.request_stop();
  waiting.join();
  EXPECT_FALSE(never);
  EXPECT_EQ(slots.usage().waiting, 0);
}

}  // namespace
}  // namespace runtime
