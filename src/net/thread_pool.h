#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace net {

// Threads for blocking work, started when work waits and none is idle, up to a bound; one that stands idle
// ends, so that a quiet server holds none. Tasks start in the order given. Thread-safe. The destructor waits
// for every task. The bound is of threads that work: those that are Waiting come on top, so that slow clients
// keep nobody else from being answered.
class ThreadPool {
 public:
  struct Options {
    int max_threads = 64;
    std::chrono::milliseconds idle_time = std::chrono::seconds(10);
  };
  explicit ThreadPool(Options options) : options_(options) {}
  ~ThreadPool();

  // While it lives, the thread waits for something that only a client can give.
  class Waiting {
   public:
    explicit Waiting(ThreadPool& pool) : pool_(pool) { pool_.begin_waiting(); }
    ~Waiting() { pool_.end_waiting(); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

   private:
    ThreadPool& pool_;
  };

  void submit(std::function<void()> task);
  int threads() const;

 private:
  void start_thread_if_needed();
  void start_thread();
  void begin_waiting();
  void end_waiting();
  void work();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable work_waits_;
  std::condition_variable thread_ended_;
  std::deque<std::function<void()>> tasks_;
  int threads_ = 0;
  int idle_ = 0;
  int waiting_ = 0;
  bool closing_ = false;
};

}  // namespace net
