// Where control groups are not to be had: the tree's PSS is sampled, and the tree killed when it is beyond
// its bound.
#include <fcntl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/file.h"
#include "base/text.h"
#include "runtime/memory_bound.h"

namespace runtime {
namespace {

using namespace std::chrono_literals;

constexpr auto kPeriod = 20ms;
constexpr int kRestFactor =
    10;  // sampling takes a tenth of a core at most: a large process is slow to measure

std::int64_t pss_bytes(pid_t process) {
  const auto text = base::read_file(fmt::format("/proc/{}/smaps_rollup", process));
  if (!text.ok()) return 0;  // it ended
  for (const std::string_view line : base::split(*text, '\n')) {
    if (!line.starts_with("Pss:")) continue;
    const auto number = base::trim(line.substr(4, line.size() - 4 - std::string_view(" kB").size()));
    return base::parse_int(number).value_or(0) * 1024;
  }
  return 0;
}

std::int64_t tree_pss_bytes(pid_t process) {
  std::int64_t bytes = pss_bytes(process);
  const auto children = base::read_file(fmt::format("/proc/{0}/task/{0}/children", process));
  if (!children.ok()) return bytes;
  for (const std::string_view child : base::split(*children, ' '))
    if (const auto pid = base::parse_int(base::trim(child)))
      bytes += tree_pss_bytes(static_cast<pid_t>(*pid));
  return bytes;
}

class SampledBound final : public MemoryBound {
 public:
  SampledBound(pid_t process, std::int64_t bytes)
      : process_(process), bytes_(bytes), sampler_([this](std::stop_token stop) { sample(stop); }) {}

  bool exceeded() const override { return exceeded_; }
  std::int64_t bytes() const override { return bytes_; }
  std::int64_t peak_bytes() const override { return peak_; }
  base::Result<void> resize(std::int64_t bytes) override {
    bytes_ = bytes;
    return {};
  }

 private:
  void sample(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!stop.stop_requested()) {
      const auto began = std::chrono::steady_clock::now();
      const std::int64_t used = tree_pss_bytes(process_);
      peak_ = std::max(peak_.load(), used);
      if (used > bytes_) {
        exceeded_ = true;
        ::kill(-process_, SIGKILL);
        return;
      }
      const auto cost = std::chrono::steady_clock::now() - began;
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, std::max<std::chrono::steady_clock::duration>(kPeriod, cost * kRestFactor),
                    [] { return false; });
    }
  }

  pid_t process_;
  std::atomic<std::int64_t> bytes_;
  std::atomic<bool> exceeded_ = false;
  std::atomic<std::int64_t> peak_ = 0;
  std::jthread sampler_;
};

class SamplingBounder final : public MemoryBounder {
 public:
  std::string_view method() const override { return "PSS samples"; }
  base::Result<std::unique_ptr<MemoryBound>> bound(pid_t process, std::int64_t bytes) override {
    return std::unique_ptr<MemoryBound>(std::make_unique<SampledBound>(process, bytes));
  }
};

}  // namespace

std::unique_ptr<MemoryBounder> MemoryBounder::sampling() {
  return std::make_unique<SamplingBounder>();
}

}  // namespace runtime
