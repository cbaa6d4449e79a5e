#include "net/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace net {
namespace {

TEST(ThreadPoolTest, StartsNoThreadBeforeThereIsWorkAndNoMoreThanItsBound) {
  ThreadPool pool({.max_threads = 2});
  EXPECT_EQ(0, pool.threads());
  std::atomic<int> running = 0, most = 0, done = 0;
  for (int i = 0; i < 20; ++i)
    pool.submit([&] {
      most = std::max<int>(most, ++running);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      --running;
      ++done;
    });
  EXPECT_LE(pool.threads(), 2);
  while (done < 20) std::this_thread::yield();
  EXPECT_LE(most, 2);
}

TEST(ThreadPoolTest, WhoWaitsForAClientKeepsNobodyFromWorking) {
  ThreadPool pool({.max_threads = 1});
  std::promise<void> client;
  const std::shared_future<void> arrived = client.get_future().share();
  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i)
    pool.submit([&, arrived] {
      const ThreadPool::Waiting waiting(pool);
      arrived.wait();
      ++done;
    });
  pool.submit([&] { client.set_value(); });
  while (done < 3) std::this_thread::yield();
  while (pool.threads() > 1) std::this_thread::yield();
}

TEST(ThreadPoolTest, IdleThreadsEnd) {
  ThreadPool pool({.idle_time = std::chrono::milliseconds(5)});
  pool.submit([] {});
  while (pool.threads() > 0) std::this_thread::yield();
  std::atomic<bool> ran = false;
  pool.submit([&] { ran = true; });
  while (!ran) std::this_thread::yield();
}

TEST(ThreadPoolTest, TheDestructorWaitsForEveryTask) {
  std::atomic<int> done = 0;
  {
    ThreadPool pool({.max_threads = 3});
    for (int i = 0; i < 50; ++i) pool.submit([&] { ++done; });
  }
  EXPECT_EQ(50, done);
}

}  // namespace
}  // namespace net
