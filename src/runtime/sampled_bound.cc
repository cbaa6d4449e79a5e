// Where control groups are not to be had: the tree's PSS is sampled, and the tree killed when it is beyond
// its bound.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/file.h"
#include "base/text.h"
#include "runtime/memory_bound.h"
#include "runtime/process_tree.h"

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
  std::int64_t bytes = 0;
  for (const pid_t one : process_tree(process)) bytes += pss_bytes(one);
  return bytes;
}

// Between two looks the tree may go beyond its bound by what it allocates meanwhile. Once killed, it is not
// looked at again.
class SampledBound final : public MemoryBound {
 public:
  SampledBound(pid_t process, std::int64_t bytes)
      : process_(process), bytes_(bytes), sampler_([this](std::stop_token stop) { sample(stop); }) {}

  bool exceeded() const override { return exceeded_; }
  void kill() override { kill_process_tree(process_); }
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
      if (tree_pss_bytes(process_) > bytes_) {
        exceeded_ = true;
        kill();
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
