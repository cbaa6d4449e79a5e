#include "runtime/memory_broker.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace runtime {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr std::int64_t kAll = 1000 * kGib;  // more than there is

void wait_until_waiting(const MemoryBroker& broker, int count) {
  while (broker.usage().waiting < count) std::this_thread::yield();
}

TEST(MemoryBroker, ARunGetsWhatItAskedForIfThereIsSoMuch) {
  MemoryBroker broker(16 * kGib, 4);
  EXPECT_EQ(broker.lease(3 * kGib)->bytes(), 3 * kGib);
}

TEST(MemoryBroker, ALoneRunLeavesSomethingForEachFreePlace) {
  MemoryBroker broker(16 * kGib, 4);
  EXPECT_EQ(broker.lease(kAll)->bytes(), 10 * kGib);
}

TEST(MemoryBroker, TheOnlyPlaceGetsTheWholeShare) {
  MemoryBroker broker(16 * kGib, 1);
  EXPECT_EQ(broker.lease(kAll)->bytes(), 16 * kGib);
}

// Two runs with Glue's defaults, each of which would take all.
TEST(MemoryBroker, GreedyRunsTogetherNeverExceedTheShare) {
  for (const int places : {1, 2, 3, 8, 64}) {
    MemoryBroker broker(16 * kGib, places);
    std::vector<MemoryLease> leases;
    std::int64_t sum = 0;
    for (int i = 0; i < places; ++i) {
      leases.push_back(*broker.lease(kAll));
      EXPECT_GE(leases.back().bytes(), 16 * kGib / places / 2);
      EXPECT_EQ(broker.usage().leased_bytes, sum += leases.back().bytes());
    }
    EXPECT_LE(sum, 16 * kGib);
  }
}

TEST(MemoryBroker, ARunBesideOthersGetsAnEvenPartAtMost) {
  MemoryBroker broker(16 * kGib, 4);
  const auto small = broker.lease(kGib);
  EXPECT_EQ(broker.lease(kAll)->bytes(), 4 * kGib);
}

TEST(MemoryBroker, WhatIsGivenBackIsLeasedAgain) {
  MemoryBroker broker(16 * kGib, 2);
  { const auto lease = broker.lease(kAll); }
  EXPECT_EQ(broker.usage().leased_bytes, 0);
  EXPECT_EQ(broker.lease(kAll)->bytes(), 12 * kGib);
}

TEST(MemoryBroker, ALeaseCanBeReplaced) {
  MemoryBroker broker(16 * kGib, 2);
  auto lease = broker.lease(kGib);
  lease = broker.lease(2 * kGib);
  EXPECT_EQ(broker.usage().leased_bytes, 2 * kGib);
}

// 1 GiB for eight cores: four runs at once, the others wait, in their order.
TEST(MemoryBroker, WhereMemoryIsScarceFewerRunsAreAdmitted) {
  MemoryBroker broker(kGib, 8);
  std::vector<MemoryLease> held;
  for (int i = 0; i < 4; ++i) {
    held.push_back(*broker.lease(kAll));
    EXPECT_EQ(held.back().bytes(), MemoryBroker::kLeast);
  }
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back([&, i] {
      const auto lease = broker.lease(kAll);
      std::lock_guard lock(mutex);
      order.push_back(i);
    });
    wait_until_waiting(broker, i + 1);
  }
  held.pop_back();
  waiting.clear();
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2));
}

TEST(MemoryBroker, AStopEndsTheWait) {
  MemoryBroker broker(kGib, 1);
  const auto held = broker.lease(kGib);
  std::stop_source stop;
  std::optional<MemoryLease> never;
  std::jthread waiting([&] { never = broker.lease(kGib, stop.get_token()); });
  wait_until_waiting(broker, 1);
  stop.request_stop();
  waiting.join();
  EXPECT_FALSE(never);
  EXPECT_EQ(broker.usage().waiting, 0);
}

TEST(MemoryBroker, AMachineOfNothingStillAdmitsOneRun) {
  MemoryBroker broker(1, 4);
  EXPECT_EQ(broker.lease(kAll)->bytes(), MemoryBroker::kLeast);
}

}  // namespace
}  // namespace runtime
