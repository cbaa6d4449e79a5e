#include "engine/worker_pool.h"

#include <spdlog/spdlog.h>

namespace engine {

WorkerPool::~WorkerPool() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  // The filler needs the lock to end; members are destroyed after it is released, the filler first.
}

void WorkerPool::warm_up() {
  const std::lock_guard lock(mutex_);
  if (filling_ || ending_ || idle_.size() >= warm_workers_) return;
  filling_ = true;
  filler_ = std::jthread([this] { fill(); });  // the former one has nothing left to do
}

void WorkerPool::fill() {
  std::unique_lock lock(mutex_);
  while (!ending_ && idle_.size() < warm_workers_) {
    lock.unlock();
    auto started = WorkerProcess::start(options_);
    lock.lock();
    if (!started.ok()) {
      spdlog::error("starting an engine worker: {}", started.error().message);
      break;
    }
    idle_.push_back(*std::move(started));
    changed_.notify_one();
  }
  filling_ = false;
  changed_.notify_all();
}

base::Result<std::unique_ptr<WorkerProcess>> WorkerPool::take() {
  if (auto worker = take_idle()) return worker;
  return WorkerProcess::start(options_);
}

// Whoever finds none but the filler at work waits for it: a start takes milliseconds, and two at once take
// longer.
std::unique_ptr<WorkerProcess> WorkerPool::take_idle() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return !idle_.empty() || !filling_; });
    if (idle_.empty()) return nullptr;
    auto worker = std::move(idle_.back());
    idle_.pop_back();
    if (worker->fit_for_another_run()) return worker;
    lock.unlock();  // ending it takes a moment
    worker.reset();
    lock.lock();
  }
}

void WorkerPool::give_back(std::unique_ptr<WorkerProcess> worker) {
  worker->count_run();
  const std::lock_guard lock(mutex_);
  if (ending_ || idle_.size() >= warm_workers_) return;  // ended by the destructor of the argument
  idle_.push_back(std::move(worker));
  changed_.notify_one();
}

}  // namespace engine
