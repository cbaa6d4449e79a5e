#include "engine/worker_pool.h"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <set>

#include "engine/worker_protocol.pb.h"
#include "lake/test_lake.h"

// The pool over processes of the fake worker, which wait for runs as the real one does.
namespace engine {
namespace {

using lake::must;
using namespace std::chrono_literals;

bool is_alive(pid_t process) {
  return ::kill(process, 0) == 0;
}

class WorkerPoolTest : public testing::Test {
 protected:
  WorkerPool& pool(std::chrono::milliseconds idle_time = 1h, int most_idle = 2) {
    pool_.emplace(WorkerPool::Options{
        .worker = {.program =
                       std::filesystem::read_symlink("/proc/self/exe").parent_path() / "engine_fake_worker",
                   .scratch_parent = folder_ / "scratch",
                   .bounder = *bounder_,
                   .idle_memory_bytes = runtime::MemoryBroker::kLeast},
        .most_idle = most_idle,
        .idle_time = idle_time});
    return *pool_;
  }

  std::unique_ptr<WorkerProcess> take(std::int64_t memory_bytes = runtime::MemoryBroker::kLeast) {
    auto worker = must(pool_->take());
    auto lease = memory_.lease(memory_bytes);
    must(worker->bound_memory(*lease));
    return worker;
  }

  store::TestFolder folder_;
  const std::unique_ptr<runtime::MemoryBounder> bounder_ = runtime::MemoryBounder::best();
  runtime::MemoryBroker memory_{std::int64_t{8} << 30, 4};
  std::optional<WorkerPool> pool_;
};

TEST_F(WorkerPoolTest, nothing_is_started_before_it_is_asked_for) {
  EXPECT_EQ(pool().idle(), 0);
}

TEST_F(WorkerPoolTest, workers_that_are_busy_at_the_same_time_are_all_kept) {
  pool();
  std::set<pid_t> first, second;
  for (std::set<pid_t>* round : {&first, &second}) {
    auto one = take(), other = take();
    *round = {one->pid(), other->pid()};
    pool_->give_back(std::move(one));
    pool_->give_back(std::move(other));
  }
  EXPECT_EQ(first, second);
}

TEST_F(WorkerPoolTest, no_more_are_kept_than_may_work_at_once) {
  pool(1h, 1);
  auto one = take(), other = take();
  const pid_t ended = one->pid();
  pool_->give_back(std::move(one));
  pool_->give_back(std::move(other));
  EXPECT_EQ(pool_->idle(), 1);
  while (is_alive(ended)) std::this_thread::yield();
}

TEST_F(WorkerPoolTest, one_that_finds_no_use_is_ended) {
  pool(20ms);
  auto worker = take();
  const pid_t process = worker->pid();
  pool_->give_back(std::move(worker));
  while (is_alive(process)) std::this_thread::yield();
  EXPECT_EQ(pool_->idle(), 0);
}

// The first is used again and again; the second was needed once.
TEST_F(WorkerPoolTest, the_one_that_was_used_last_is_used_first) {
  pool();
  auto one = take(), other = take();
  const pid_t last = other->pid();
  pool_->give_back(std::move(one));
  pool_->give_back(std::move(other));
  EXPECT_EQ(take()->pid(), last);
}

TEST_F(WorkerPoolTest, one_that_has_grown_is_not_kept_and_its_memory_is_leased_until_it_is_gone) {
  pool();
  auto worker = take(std::int64_t{2} << 30);
  const pid_t process = worker->pid();
  protocol::ToWorker grow;
  (*grow.mutable_run()->mutable_program()->add_writes()->mutable_options())["behaviour"] = "grow";
  must(worker->channel().send(grow));
  protocol::ToServer answer;
  while (!answer.has_finished()) must(worker->channel().receive(answer));
  pool_->give_back(std::move(worker));
  EXPECT_EQ(pool_->idle(), 0);
  while (memory_.usage().leased_bytes > 0) std::this_thread::yield();
  EXPECT_FALSE(is_alive(process));
}

TEST_F(WorkerPoolTest, one_that_waits_holds_no_lease) {
  pool();
  auto worker = take();
  EXPECT_GT(memory_.usage().leased_bytes, 0);
  pool_->give_back(std::move(worker));
  EXPECT_EQ(memory_.usage().leased_bytes, 0);
}

TEST_F(WorkerPoolTest, whoever_asks_while_one_is_being_started_gets_that) {
  pool().warm_up();
  const auto worker = must(pool_->take());
  EXPECT_EQ(pool_->idle(), 0);
}

TEST_F(WorkerPoolTest, it_goes_while_workers_are_started_and_ended) {
  for (int round = 0; round < 5; ++round) {
    pool().warm_up();
    pool_->discard(must(pool_->start()));
    pool_->warm_up();
    pool_.reset();
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "scratch"));
}

}  // namespace
}  // namespace engine
