#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "engine/session_files.h"
#include "runtime/child.h"

namespace engine {

// What user Python is run with.
struct PythonOptions {
  std::string program = "python3";                    // a path, or a name that PATH knows
  std::filesystem::path library;                      // the folder that holds the package dovetail_worker
  std::filesystem::path sandbox;                      // the program dovetail-sandbox
  std::filesystem::path hidden;                       // the folder that it must not read
  std::int64_t memory_bytes = std::int64_t{1} << 30;  // of the processes of one session together
};

// How it is kept from the hidden folder on this machine ("mount namespace", "another uid"), or why it is not
// run at all.
std::string python_isolation(const PythonOptions& options);

// The host of one session's user Python (python/dovetail_worker/host.py): a process that forks one for each
// stream of calls. The destructor kills it and all that it forked. Thread-safe.
class PythonHost {
 public:
  // Returns once it has loaded its modules, or a stop is requested. Refuses an interpreter that is not there
  // or lacks them.
  static base::Result<std::unique_ptr<PythonHost>> start(const PythonOptions& options,
                                                         runtime::MemoryBounder& bounder,
                                                         std::stop_token stop);

  // What it does not have yet of the session's files: processes that it forks from here on find them.
  base::Result<void> give(const SessionFiles& files);

  // A stream to a new process, and the number by which it is ended.
  struct Stream {
    std::int64_t id = 0;
    base::Fd socket;
  };
  base::Result<Stream> open();
  // Ends those processes that are still there. How the first one did that had ended before, and not well.
  std::optional<std::string> end(const std::vector<std::int64_t>& ids);

  bool is_alive() const { return !child_->wait_for(std::chrono::milliseconds(0)); }

 private:
  explicit PythonHost(base::Fd control) : control_(std::move(control)) {}
  base::Result<void> await_ready(const PythonOptions& options);
  std::optional<std::string> end_some(std::span<const std::int64_t> ids);
  // A host that lets wait longer is killed.
  base::Result<std::string> receive(std::chrono::milliseconds patience);
  base::Error describe_death();
  void take_line(std::string_view line);

  std::mutex mutex_;  // of the conversation
  base::Fd control_;
  std::int64_t next_id_ = 1;
  std::set<std::string> given_;
  std::mutex lines_mutex_;
  std::deque<std::string> last_lines_;     // of its output
  std::unique_ptr<runtime::Child> child_;  // last: its output ends in take_line()
};

}  // namespace engine
