#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "runtime/memory_bound.h"

namespace runtime {

// What a child process is started with.
struct ChildOptions {
  std::string program;                             // a path
  std::vector<std::string> arguments;              // behind argv[0]
  std::map<std::string, std::string> environment;  // the whole of it: nothing is inherited
  std::vector<std::pair<int, int>> files;  // {ours, the child's number}; all else is closed in the child
  // Called for each line that the child writes to its standard output and error, without the newline, on a
  // thread of the Child's own; none after wait() has returned. Longer lines come in pieces of 64 KiB.
  std::function<void(std::string_view line)> on_line;
};

// How a child ended.
struct ChildEnd {
  int exit_code = 0;  // meaningful when `signal` is 0
  int signal = 0;
  bool out_of_memory = false;  // killed at its memory bound

  bool clean() const { return exit_code == 0 && signal == 0; }
  std::string describe()
      const;  // "was killed by signal 9 (Killed)", "ran out of its 1024 MiB of memory", ...
};

// A supervised child process: spawned (never forked from the threaded server), in a process group of its own,
// dead when its parent dies (the kernel sends SIGKILL), its output read line by line. Whoever it started dies
// with it: its group, those who left the group for as long as their parents live, and all of them where its
// memory is bounded by a control group. The destructor kills and reaps it. Thread-safe.
class Child {
 public:
  static base::Result<std::unique_ptr<Child>> spawn(ChildOptions options);
  ~Child();

  pid_t pid() const;

  // Waits for the end, at most until a stop is requested (then nothing is returned). May be called again.
  std::optional<ChildEnd> wait(std::stop_token stop = {});

  // Waits at most that long.
  std::optional<ChildEnd> wait_for(std::chrono::milliseconds patience);

  // SIGKILL to it and to whoever it started. Harmless when it has ended.
  void kill();

  // Bounds the memory of the child's whole tree from now on; changes an earlier bound. One bounder for a
  // child. An error leaves what was.
  base::Result<void> bound_memory(MemoryBounder& bounder, std::int64_t bytes);

 private:
  struct State;
  explicit Child(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace runtime
