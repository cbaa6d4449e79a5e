#include "engine/worker_process.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <map>

#include "base/file.h"
#include "base/random.h"
#include "runtime/process_memory.h"

namespace engine {
namespace {

constexpr std::size_t kLastLines = 5;
constexpr std::chrono::seconds kPatience{1};  // between the end of the channel and that of the process

constexpr int kMostRuns = 200;  // then it is replaced: something unknown may add up

// A worker is our own program: it gets what we got (a library to preload, sanitizers' options).
std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> out;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text(*variable);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

}  // namespace

base::Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const Options& options) {
  const auto scratch = options.scratch_parent / base::random_hex(8);
  TRY(base::create_folders(scratch));
  auto [ours, theirs] = TRY(Channel::socket_pair());
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess(options, scratch, std::move(ours)));
  worker->child_ = TRY(runtime::Child::spawn({
      .program = options.program,
      .arguments = {},
      .environment = own_environment(),
      .files = {{theirs.get(), kChannelFd}},
      .on_line = [self = worker.get()](std::string_view line) { self->take_line(line); },
  }));
  TRY(worker->bound_memory(options.idle_memory_bytes));
  return worker;
}

WorkerProcess::~WorkerProcess() {
  child_.reset();
  std::error_code error;
  std::filesystem::remove_all(scratch_, error);
  if (error) spdlog::warn("removing scratch folder {}: {}", scratch_.string(), error.message());
}

base::Result<void> WorkerProcess::bound_memory(std::int64_t bytes) {
  if (bytes == memory_bytes_) return {};
  TRY(child_->bound_memory(bounder_, bytes));
  memory_bytes_ = bytes;
  return {};
}

base::Result<void> WorkerProcess::bound_memory(runtime::MemoryLease& lease) {
  TRY(bound_memory(lease.bytes()));
  lease_ = std::move(lease);
  return {};
}

std::int64_t WorkerProcess::take_peak_memory() {
  const auto peak = runtime::peak_memory_bytes(child_->pid());
  (void)runtime::reset_peak_memory(child_->pid());  // else the next run's peak is this one's at least
  return peak.ok() ? *peak : 0;
}

bool WorkerProcess::fit_for_another_run() const {
  if (runs_ >= kMostRuns || child_->wait_for(std::chrono::milliseconds(0))) return false;
  const auto resident = runtime::resident_memory_bytes(child_->pid());
  return resident.ok() && *resident <= idle_memory_bytes_;
}

base::Error WorkerProcess::describe_death() {
  auto end = child_->wait_for(kPatience);
  if (!end) {
    child_->kill();
    child_->wait();
    return base::failure("The engine's worker closed its channel before the run had ended.");
  }
  if (end->out_of_memory)
    return base::refusal(
        "OutOfMemory", 400,
        fmt::format("The run needed more than its {} MiB of memory and was ended. Fewer columns or rows at "
                    "once may help.",
                    memory_bytes_ >> 20));
  const std::lock_guard lock(lines_mutex_);
  std::string output;
  for (const std::string& line : last_lines_) output += "\n  " + line;
  return base::failure("The engine's worker {}.{}{}", end->describe(),
                       output.empty() ? "" : " The last it said:", output);
}

void WorkerProcess::take_line(std::string_view line) {
  spdlog::info("engine worker: {}", line);
  const std::lock_guard lock(lines_mutex_);
  last_lines_.emplace_back(line);
  if (last_lines_.size() > kLastLines) last_lines_.pop_front();
}

}  // namespace engine
