#include "lake/shared_sync.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace lake {
namespace {

// Folder syncs that the test lets end one by one.
class SharedSyncs : public ::testing::Test {
 protected:
  base::Result<void> sync() {
    std::unique_lock lock(mutex_);
    ++begun_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return allowed_ > 0; });
    --allowed_;
    return fails_ ? base::Result<void>(base::failure("the disk failed")) : base::Result<void>();
  }

  std::future<base::Result<void>> ask() {
    return std::async(std::launch::async, [this] { return shared_.sync(); });
  }

  void wait_for_begun(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_ == count; });
  }

  void let_end(int count, bool fail = false) {
    std::lock_guard lock(mutex_);
    allowed_ += count;
    fails_ = fail;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_ = 0;
  int allowed_ = 0;
  bool fails_ = false;
  SharedSync shared_{"folder", [this](const auto&) { return sync(); }};
};

TEST_F(SharedSyncs, one_that_runs_already_does_not_serve_who_asks_now) {
  auto first = ask();
  wait_for_begun(1);
  auto late = ask();
  let_end(1);
  EXPECT_TRUE(first.get().ok());
  wait_for_begun(2);
  EXPECT_EQ(late.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  let_end(1);
  EXPECT_TRUE(late.get().ok());
}

TEST_F(SharedSyncs, all_who_wait_share_the_next_one) {
  auto first = ask();
  wait_for_begun(1);
  std::vector<std::future<base::Result<void>>> waiting;
  for (int i = 0; i < 8; ++i) waiting.push_back(ask());
  std::this_thread::sleep_for(
      std::chrono::milliseconds(50));  // so that they wait; one that is later costs one more sync
  let_end(100);
  EXPECT_TRUE(first.get().ok());
  for (auto& one : waiting) EXPECT_TRUE(one.get().ok());
  EXPECT_LT(begun_, 1 + 8);
}

TEST_F(SharedSyncs, one_that_fails_serves_nobody) {
  auto first = ask();
  wait_for_begun(1);
  auto late = ask();
  let_end(1, true);
  EXPECT_FALSE(first.get().ok());
  wait_for_begun(2);
  let_end(1);
  EXPECT_TRUE(late.get().ok()) << "it synced by itself";
}

}  // namespace
}  // namespace lake
