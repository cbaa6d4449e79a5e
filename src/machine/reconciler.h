#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "base/result.h"

namespace machine {

// A thread that brings the world in line with the journal, again and again. The body takes no input: it looks
// at what is, so a signal that is lost, doubled or late does no harm. It runs once at the start, after every
// signal (many signals while it runs make one more run), and at least every so often. An error is logged and
// tried again soon. Declare it after all that its body uses: the destructor stops it.
class Reconciler {
 public:
  using Body = std::function<base::Result<void>(std::stop_token)>;
  struct Options {
    std::string name;  // of the thread and in the log
    std::chrono::milliseconds every = std::chrono::seconds(30);
    std::chrono::milliseconds retry_after = std::chrono::seconds(1);
  };

  Reconciler(Options options, Body body);
  ~Reconciler() { stop(); }

  // Returns at once; from any thread, also from the body.
  void signal();

  // Asks the body to end and waits for it; not from the body. A second call does nothing.
  void stop();

 private:
  void loop(std::stop_token stop);
  std::chrono::milliseconds run_body(std::stop_token stop);

  const Options options_;
  const Body body_;
  std::string last_error_;  // logged already; the thread's own
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool signalled_ = false;  // guarded by mutex_
  std::jthread thread_;     // last: it uses all of the above
};

}  // namespace machine
