#include "net/thread_pool.h"

#include <system_error>
#include <thread>

#include "base/log.h"

namespace net {

ThreadPool::~ThreadPool() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  work_waits_.notify_all();
  thread_ended_.wait(lock, [&] { return threads_ == 0; });
}

void ThreadPool::submit(std::function<void()> task) {
  std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  work_waits_.notify_one();
  start_thread_if_needed();
}

void ThreadPool::start_thread_if_needed() {
  if (static_cast<int>(tasks_.size()) > idle_ && threads_ - waiting_ < options_.max_threads) start_thread();
}

void ThreadPool::begin_waiting() {
  std::lock_guard lock(mutex_);
  ++waiting_;
  start_thread_if_needed();
}

void ThreadPool::end_waiting() {
  std::lock_guard lock(mutex_);
  --waiting_;
}

void ThreadPool::start_thread() {
  try {
    // Detached, because it may end long before the pool does; the destructor counts instead of joining.
    std::thread([this] { work(); }).detach();
    ++threads_;
  } catch (
      const std::system_error& error) {  // the task waits for a thread that is there, or for the next submit
    spdlog::error("starting a thread for requests: {}; {} are running", error.what(), threads_);
  }
}

int ThreadPool::threads() const {
  std::lock_guard lock(mutex_);
  return threads_;
}

void ThreadPool::work() {
  std::unique_lock lock(mutex_);
  while (threads_ - waiting_ <= options_.max_threads) {  // else others work, now that who waited goes on
    ++idle_;
    const bool found =
        work_waits_.wait_for(lock, options_.idle_time, [&] { return !tasks_.empty() || closing_; });
    --idle_;
    if (!found || tasks_.empty()) break;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // what it holds is freed before the next wait
    lock.lock();
  }
  --threads_;
  thread_ended_.notify_all();  // under the lock: the destructor may go on as soon as it is free
}

}  // namespace net
