#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/channel.h"
#include "runtime/child.h"
#include "runtime/memory_broker.h"

namespace engine {

// One process that runs programs, seen from the server: its channel, its memory bound, and a scratch folder
// that is removed with it. The destructor kills it. kill() may come from any thread, the rest from the one
// that has it.
class WorkerProcess {
 public:
  struct Options {
    std::string program;
    std::filesystem::path scratch_parent;
    runtime::MemoryBounder& bounder;
    std::int64_t idle_memory_bytes = 0;  // its bound until a run sets another, and the most that it may keep
  };
  // Returns as soon as it was executed; it makes itself ready meanwhile.
  static base::Result<std::unique_ptr<WorkerProcess>> start(const Options& options);
  ~WorkerProcess();

  Channel& channel() { return channel_; }
  const std::filesystem::path& scratch_folder() const { return scratch_; }
  pid_t pid() const { return child_->pid(); }
  void kill() { child_->kill(); }

  // Bounds it by a lease and keeps that for as long as it may hold so much: until it is ended, or was found
  // fit for another run. An error leaves the lease where it is: the worker holds more than that.
  base::Result<void> bound_memory(runtime::MemoryLease& lease);
  std::int64_t memory_bytes() const { return memory_bytes_; }  // its bound
  void release_lease() { lease_.reset(); }
  // The most memory it had since this was last asked; 0 when nobody can tell.
  std::int64_t take_peak_memory();

  // Whether it lives and is small enough for one run more.
  bool fit_for_another_run() const;
  void count_run() { ++runs_; }

  // After its channel has ended: how it did, as an error for whoever waits for the run. Out of memory is the
  // caller's fault (the bound was too small), all else is not.
  base::Error describe_death();

 private:
  WorkerProcess(const Options& options, std::filesystem::path scratch, base::Fd socket)
      : bounder_(options.bounder),
        idle_memory_bytes_(options.idle_memory_bytes),
        scratch_(std::move(scratch)),
        channel_(std::move(socket)) {}
  base::Result<void> bound_memory(std::int64_t bytes);
  void take_line(std::string_view line);

  runtime::MemoryBounder& bounder_;
  const std::int64_t idle_memory_bytes_;
  const std::filesystem::path scratch_;
  Channel channel_;
  std::int64_t memory_bytes_ = 0;
  std::optional<runtime::MemoryLease> lease_;  // of the run that it has
  int runs_ = 0;
  std::mutex lines_mutex_;
  std::deque<std::string> last_lines_;     // of its output, for describe_death()
  std::unique_ptr<runtime::Child> child_;  // last: its end comes first, as its output ends in take_line()
};

}  // namespace engine
