#include "server/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace server {
namespace {

constexpr std::chrono::minutes kPatience{1};

TEST(GateTest, WhoIsAloneWaitsForVisitorsAndHoldsNewOnesBack) {
  Gate gate;
  Gate::Pass first = gate.enter(), second = gate.enter();
  std::atomic<bool> alone = false, entered = false;
  std::thread resetting([&] {
    const Gate::Pass pass = gate.enter_alone(kPatience);
    alone = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_FALSE(entered);
    alone = false;
  });
  first.reset();
  EXPECT_FALSE(alone);
  second.reset();
  while (!alone) std::this_thread::yield();
  const Gate::Pass late = gate.enter();
  entered = true;
  EXPECT_FALSE(alone);
  resetting.join();
}

TEST(GateTest, AVisitLastsAsLongAsItsLastCopy) {
  Gate gate;
  Gate::Pass pass = gate.enter();
  Gate::Pass copy = pass;
  pass.reset();
  std::atomic<bool> alone = false;
  std::thread resetting([&] {
    const Gate::Pass pass = gate.enter_alone(kPatience);
    alone = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(alone);
  copy.reset();
  resetting.join();
  EXPECT_TRUE(alone);
}

TEST(GateTest, WhoWaitsTooLongToBeAloneLetsTheOthersIn) {
  Gate gate;
  Gate::Pass visitor = gate.enter();
  EXPECT_EQ(nullptr, gate.enter_alone(std::chrono::milliseconds(5)));
  EXPECT_NE(nullptr, gate.try_enter());
  visitor.reset();
  EXPECT_NE(nullptr, gate.enter_alone(std::chrono::milliseconds(5)));
}

TEST(GateTest, WhoOnlyTriesDoesNotWait) {
  Gate gate;
  Gate::Pass alone = gate.enter_alone(kPatience);
  EXPECT_EQ(nullptr, gate.try_enter());
  EXPECT_EQ(nullptr, gate.enter_alone(std::chrono::milliseconds(5)));
  alone.reset();
  EXPECT_NE(nullptr, gate.try_enter());
}

}  // namespace
}  // namespace server
