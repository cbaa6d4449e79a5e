#include "base/deep_thread.h"

#include <gtest/gtest.h>

#include <atomic>

namespace base {
namespace {

// Each call has a page of its own on the stack, and writes to that of its caller.
int descend(int levels, volatile char* above) {
  volatile char page[4096] = {};
  *above = 1;
  return levels == 0 ? 0 : descend(levels - 1, page) + page[0];
}

TEST(DeepThread, HasRoomForARecursionThatNoUsualStackHolds) {
  constexpr int kLevels = 20'000;  // 80 MiB
  int reached = 0;
  DeepThread thread;
  ASSERT_TRUE(thread
                  .start([&] {
                    volatile char top = 0;
                    reached = descend(kLevels, &top);
                  })
                  .ok());
  thread.join();
  EXPECT_EQ(kLevels, reached);
}

TEST(DeepThread, IsJoinedAtItsEnd) {
  std::atomic<bool> done = false;
  {
    DeepThread thread;
    ASSERT_TRUE(thread.start([&] { done = true; }).ok());
  }
  EXPECT_TRUE(done);
}

TEST(DeepThread, NeedNotBeStarted) {
  DeepThread thread;
  thread.join();
}

}  // namespace
}  // namespace base
