#include "runtime/cgroup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include "base/file.h"
#include "base/random.h"
#include "base/text.h"

namespace runtime {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "dovetail-";  // then the server's process id

// What the two versions of control groups call the same things.
struct Dialect {
  std::string_view method;
  const char* limit;
  const char* swap_limit;  // best effort: not every kernel accounts swap
  const char* peak;
  const char* events;  // holds "oom_kill N"
};

constexpr Dialect kV2{"cgroup v2", "memory.max", "memory.swap.max", "memory.peak", "memory.events"};
constexpr Dialect kV1{"cgroup v1", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes",
                      "memory.max_usage_in_bytes", "memory.oom_control"};

base::Result<void> write_control(const fs::path& file, const std::string& value) {
  const base::Fd fd = TRY(base::open_file(file, O_WRONLY));
  return base::write_fully(fd.get(), value);
}

std::int64_t read_number(const fs::path& file) {
  const auto text = base::read_file(file);
  return text.ok() ? base::parse_int(base::trim(*text)).value_or(0) : 0;
}

// The number behind a name in a file of "name number" lines.
std::int64_t read_entry(const fs::path& file, std::string_view name) {
  const auto text = base::read_file(file);
  if (!text.ok()) return 0;
  for (const std::string_view line : base::split(*text, '\n'))
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ' ')
      return base::parse_int(line.substr(name.size() + 1)).value_or(0);
  return 0;
}

class CgroupBound final : public MemoryBound {
 public:
  CgroupBound(const Dialect& dialect, fs::path folder, std::int64_t bytes)
      : dialect_(dialect), folder_(std::move(folder)), bytes_(bytes) {}

  // A group goes only when it is empty; whoever is left moves to the group above first.
  ~CgroupBound() override {
    for (int attempt = 0; attempt < 100; ++attempt) {
      if (::rmdir(folder_.c_str()) == 0 || errno == ENOENT) return;
      move_processes_up();
      std::this_thread::sleep_for(
          std::chrono::milliseconds(1));  // the kernel empties a dead process's group late
    }
  }

  bool exceeded() const override { return read_entry(folder_ / dialect_.events, "oom_kill") > 0; }
  std::int64_t bytes() const override { return bytes_; }
  std::int64_t peak_bytes() const override { return read_number(folder_ / dialect_.peak); }

  // Version 1 keeps memory and swap together no smaller than memory, so which goes first depends on the
  // direction.
  base::Result<void> resize(std::int64_t bytes) override {
    if (bytes > bytes_) set_swap_limit(bytes);
    TRY(write_control(folder_ / dialect_.limit, std::to_string(bytes)));
    if (bytes <= bytes_) set_swap_limit(bytes);
    bytes_ = bytes;
    return {};
  }

  // Best effort, as not every kernel accounts swap. v1 wants memory and swap together, v2 swap alone.
  void set_swap_limit(std::int64_t bytes) const {
    (void)write_control(folder_ / dialect_.swap_limit,
                        dialect_.method == kV1.method ? std::to_string(bytes) : "0");
  }

 private:
  void move_processes_up() {
    const auto processes = base::read_file(folder_ / "cgroup.procs");
    if (!processes.ok()) return;
    for (const std::string_view process : base::split(*processes, '\n'))
      if (!process.empty()) (void)write_control(folder_.parent_path() / "cgroup.procs", std::string(process));
  }

  const Dialect& dialect_;
  fs::path folder_;
  std::atomic<std::int64_t> bytes_;
};

class CgroupBounder final : public MemoryBounder {
 public:
  CgroupBounder(const Dialect& dialect, fs::path parent) : dialect_(dialect), parent_(std::move(parent)) {}

  std::string_view method() const override { return dialect_.method; }

  base::Result<std::unique_ptr<MemoryBound>> bound(pid_t process, std::int64_t bytes) override {
    const fs::path folder = parent_ / fmt::format("{}{}-{}", kPrefix, ::getpid(), base::random_hex(4));
    if (::mkdir(folder.c_str(), 0755) != 0)
      return base::errno_failure("making control group {}", folder.string());
    auto made = std::make_unique<CgroupBound>(dialect_, folder, bytes);
    TRY(write_control(folder / dialect_.limit, std::to_string(bytes)));
    made->set_swap_limit(bytes);  // without swap the bound is what it says
    TRY(write_control(folder / "cgroup.procs", std::to_string(process)));
    return std::unique_ptr<MemoryBound>(std::move(made));
  }

  // Whether a group can be made here and has a limit to set.
  bool works() const {
    const fs::path probe = parent_ / fmt::format("dovetail-probe-{}-{}", ::getpid(), base::random_hex(4));
    if (::mkdir(probe.c_str(), 0755) != 0) return false;
    const bool limited = write_control(probe / dialect_.limit, std::to_string(std::int64_t{1} << 30)).ok();
    ::rmdir(probe.c_str());
    return limited;
  }

 private:
  const Dialect& dialect_;
  fs::path parent_;
};

// Where a file system of type `type` whose options hold `option` is mounted.
std::optional<fs::path> mount_point(std::string_view type, std::string_view option) {
  std::ifstream mounts("/proc/self/mounts");
  for (std::string line; std::getline(mounts, line);) {
    const auto fields = base::split(line, ' ');
    if (fields.size() < 4 || fields[2] != type) continue;
    for (const std::string_view present : base::split(fields[3], ','))
      if (option.empty() || present == option) return fs::path(fields[1]);
  }
  return std::nullopt;
}

// This process's group: the path in the line of /proc/self/cgroup whose controllers are `controllers`.
std::optional<std::string> own_group(std::string_view controllers) {
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const auto fields = base::split(line, ':');
    if (fields.size() < 3) continue;
    for (const std::string_view controller : base::split(fields[1], ','))
      if (controller == controllers) return std::string(fields[2]);
  }
  return std::nullopt;
}

// A server that was killed leaves its groups; they are named after it.
void remove_leftovers(const fs::path& parent) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(kPrefix)) continue;
    const auto server = base::parse_int(base::split(std::string_view(name).substr(kPrefix.size()), '-')[0]);
    if (server && ::kill(static_cast<pid_t>(*server), 0) != 0 && errno == ESRCH) ::rmdir(entry.path().c_str());
  }
}

std::unique_ptr<MemoryBounder> bounder_at(const Dialect& dialect, const std::optional<fs::path>& mount,
                                          const std::optional<std::string>& group) {
  if (!mount || !group) return nullptr;
  fs::path parent = *mount / fs::path(*group).relative_path();
  if (::access(parent.c_str(), F_OK) != 0) parent = *mount;  // in a container the path may be the host's
  if (dialect.method == kV2.method) (void)write_control(parent / "cgroup.subtree_control", "+memory");
  remove_leftovers(parent);
  auto bounder = std::make_unique<CgroupBounder>(dialect, parent);
  return bounder->works() ? std::move(bounder) : nullptr;
}

}  // namespace

std::unique_ptr<MemoryBounder> cgroup_v2_bounder() {
  return bounder_at(kV2, mount_point("cgroup2", ""), own_group(""));
}

std::unique_ptr<MemoryBounder> cgroup_v1_bounder() {
  return bounder_at(kV1, mount_point("cgroup", "memory"), own_group("memory"));
}

}  // namespace runtime
