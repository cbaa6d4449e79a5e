#include "runtime/cgroup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/random.h"
#include "base/text.h"
#include "runtime/cgroup_files.h"
#include "runtime/cgroup_place.h"
#include "runtime/own_cgroup.h"

namespace runtime {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "dovetail-";  // then the server's process id

// What the two versions of control groups call the same things.
struct Dialect {
  std::string_view method;
  const char* limit;
  const char* swap_limit;  // best effort: not every kernel accounts swap
  const char* events;      // holds "oom_kill N"
};

constexpr Dialect kV2{"cgroup v2", "memory.max", "memory.swap.max", "memory.events"};
constexpr Dialect kV1{"cgroup v1", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes",
                      "memory.oom_control"};

base::Result<void> write_control(const fs::path& file, const std::string& value) {
  return KernelCgroupFiles().write(file, value);
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

  void kill() override {
    if (write_control(folder_ / "cgroup.kill", "1").ok()) return;  // version 2, since Linux 5.14
    std::set<pid_t> killed;
    for (bool found = true; found;) {  // who was forked meanwhile is found the next time round
      found = false;
      for (const pid_t process : processes())
        if (killed.insert(process).second) found = ::kill(process, SIGKILL) == 0 || found;
    }
  }

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
  std::vector<pid_t> processes() const {
    std::vector<pid_t> pids;
    const auto text = base::read_file(folder_ / "cgroup.procs");
    if (!text.ok()) return pids;
    for (const std::string_view line : base::split(*text, '\n'))
      if (const auto pid = base::parse_int(line)) pids.push_back(static_cast<pid_t>(*pid));
    return pids;
  }

  void move_processes_up() {
    for (const pid_t process : processes())
      (void)write_control(folder_.parent_path() / "cgroup.procs", std::to_string(process));
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

 private:
  const Dialect& dialect_;
  fs::path parent_;
};

// A server that was killed leaves its groups; they are named after it.
void remove_leftovers(const fs::path& parent) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(kPrefix)) continue;
    const auto server = base::parse_int(base::split(std::string_view(name).substr(kPrefix.size()), '-')[0]);
    if (server && ::kill(static_cast<pid_t>(*server), 0) != 0 && errno == ESRCH)
      ::rmdir(entry.path().c_str());
  }
}

// In version 1 a group may hold processes and groups. So it is this process's own that new ones are made in,
// if it may.
base::Result<void> check_v1(const fs::path& parent) {
  KernelCgroupFiles files;
  const fs::path probe = parent / fmt::format("dovetail-probe-{}-{}", ::getpid(), base::random_hex(4));
  TRY(files.make(probe));
  const auto limited = files.write(probe / kV1.limit, std::to_string(std::int64_t{1} << 30));
  TRY(files.remove(probe));
  return limited;
}

std::unique_ptr<MemoryBounder> bounder_at(const Dialect& dialect, const fs::path& parent) {
  remove_leftovers(parent);
  return std::make_unique<CgroupBounder>(dialect, parent);
}

}  // namespace

base::Result<std::unique_ptr<MemoryBounder>> cgroup_v2_bounder() {
  const auto own = own_cgroup_v2();
  if (!own) return base::failure("version 2 of control groups is not mounted");
  KernelCgroupFiles files;
  return bounder_at(kV2, TRY(find_cgroup_place(files, *own, ::getpid())));
}

base::Result<std::unique_ptr<MemoryBounder>> cgroup_v1_bounder() {
  const auto own = own_cgroup_v1();
  if (!own) return base::failure("version 1 of control groups is not mounted");
  TRY(check_v1(own->group));
  return bounder_at(kV1, own->group);
}

}  // namespace runtime
