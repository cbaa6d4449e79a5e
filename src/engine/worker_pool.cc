#include "engine/worker_pool.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace engine {

void WorkerPool::warm_up() {
  const std::lock_guard lock(mutex_);
  if (starting_ || !idle_.empty()) return;
  starting_ = true;
  ensure_keeper();
  changed_.notify_all();
}

base::Result<std::unique_ptr<WorkerProcess>> WorkerPool::take() {
  if (auto worker = take_idle()) return worker;
  return start();
}

// Whoever finds none but the keeper starting one waits for it: a start takes milliseconds, and two at once
// take longer.
std::unique_ptr<WorkerProcess> WorkerPool::take_idle() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return !idle_.empty() || !starting_; });
    if (idle_.empty()) return nullptr;
    auto worker = std::move(idle_.back().worker);
    idle_.pop_back();
    if (worker->fit_for_another_run()) return worker;
    lock.unlock();
    discard(std::move(worker));
    lock.lock();
  }
}

void WorkerPool::give_back(std::unique_ptr<WorkerProcess> worker) {
  worker->count_run();
  if (!worker->fit_for_another_run()) return discard(std::move(worker));
  worker->release_lease();
  const std::lock_guard lock(mutex_);
  add_idle(std::move(worker));
  if (std::ssize(idle_) > options_.most_idle) {
    discarded_.push_back(std::move(idle_.front().worker));
    idle_.erase(idle_.begin());
  }
  ensure_keeper();
}

void WorkerPool::discard(std::unique_ptr<WorkerProcess> worker) {
  const std::lock_guard lock(mutex_);
  discarded_.push_back(std::move(worker));
  ensure_keeper();
  changed_.notify_all();
}

void WorkerPool::add_idle(std::unique_ptr<WorkerProcess> worker) {
  idle_.push_back({std::move(worker), std::chrono::steady_clock::now() + options_.idle_time});
  changed_.notify_all();
}

// With the lock held. A server that never runs anything has no such thread.
void WorkerPool::ensure_keeper() {
  if (!keeper_.joinable()) keeper_ = std::jthread([this](std::stop_token stop) { keep(stop); });
}

// Starts first, as a run may wait for it.
void WorkerPool::keep(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "engine workers");
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto has_work = [&] { return starting_ || !discarded_.empty(); };
    if (starting_) start_one(lock);
    retire_unused();
    if (!discarded_.empty()) {
      end_discarded(lock);
    } else if (idle_.empty()) {
      changed_.wait(lock, stop, [&] { return has_work() || !idle_.empty(); });
    } else {
      const auto until = idle_.front().until;  // a copy: others change `idle_` while this waits
      changed_.wait_until(lock, stop, until, has_work);
    }
  }
}

void WorkerPool::start_one(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  auto started = start();
  lock.lock();
  starting_ = false;
  if (started.ok()) return add_idle(*std::move(started));
  spdlog::error("starting an engine worker: {}", started.error().message);
  changed_.notify_all();
}

void WorkerPool::end_discarded(std::unique_lock<std::mutex>& lock) {
  auto ended = std::exchange(discarded_, {});
  lock.unlock();
  ended.clear();  // takes a moment, the longer the more memory they had
  lock.lock();
}

void WorkerPool::retire_unused() {
  const Time now = std::chrono::steady_clock::now();
  while (!idle_.empty() && idle_.front().until <= now) {
    discarded_.push_back(std::move(idle_.front().worker));
    idle_.erase(idle_.begin());
  }
}

}  // namespace engine
