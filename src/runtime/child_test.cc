#include "runtime/child.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "runtime/process_memory.h"
#include "runtime/process_tree.h"

namespace runtime {
namespace {

// Collects a child's lines; the child writes them on a thread of its own.
class Lines {
 public:
  std::function<void(std::string_view)> sink() {
    return [this](std::string_view line) {
      std::lock_guard lock(mutex_);
      lines_.emplace_back(line);
    };
  }
  std::vector<std::string> all() {
    std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

std::unique_ptr<Child> run_shell(std::string script, ChildOptions options = {}) {
  options.program = "/bin/sh";
  options.arguments = {"-c", std::move(script)};
  auto child = Child::spawn(std::move(options));
  EXPECT_TRUE(child.ok());
  return *std::move(child);
}

bool is_alive(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

// From here on that system call fails in this process.
void refuse(unsigned call, unsigned error) {
  sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{.len = std::size(steps), .filter = steps};
  ASSERT_EQ(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  ASSERT_EQ(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

TEST(Child, TellsItsExitCodeAndItsLines) {
  Lines lines;
  auto child = run_shell("echo one; echo two >&2; printf three; exit 7", {.on_line = lines.sink()});
  EXPECT_EQ(child->wait()->exit_code, 7);
  EXPECT_THAT(lines.all(), testing::ElementsAre("one", "two", "three"));
}

TEST(Child, SeesOnlyTheEnvironmentAndTheFilesThatItWasGiven) {
  Lines lines;
  const auto file = base::open_file("/dev/null", O_RDONLY);
  const int leaked = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  auto child =
      run_shell("echo $GIVEN $HOME; cd /proc/self/fd; echo *",
                {.environment = {{"GIVEN", "yes"}}, .files = {{file->get(), 5}}, .on_line = lines.sink()});
  EXPECT_TRUE(child->wait()->clean());
  ::close(leaked);
  ASSERT_EQ(lines.all().size(), 2u);
  EXPECT_EQ(lines.all()[0], "yes");
  EXPECT_THAT(lines.all()[1], testing::StartsWith("0 1 2"));
  EXPECT_THAT(lines.all()[1], testing::HasSubstr("5"));
  EXPECT_THAT(lines.all()[1], testing::Not(testing::HasSubstr(std::to_string(leaked) + " ")));
}

TEST(Child, AProgramThatCannotBeStartedIsAnError) {
  const auto child = Child::spawn({.program = "/no/such/program"});
  ASSERT_FALSE(child.ok());
  EXPECT_EQ(child.error().message, "starting /no/such/program: No such file or directory");
}

TEST(Child, KillTakesTheWholeGroup) {
  Lines lines;
  auto child = run_shell("sleep 1000 & echo $!; wait", {.on_line = lines.sink()});
  while (lines.all().empty()) std::this_thread::yield();
  child->kill();
  const auto end = child->wait();
  EXPECT_EQ(end->signal, SIGKILL);
  EXPECT_EQ(end->describe(), "was killed by signal 9 (Killed)");
  const pid_t grandchild = std::stoi(lines.all()[0]);
  while (is_alive(grandchild)) std::this_thread::yield();  // until init has reaped it
}

// A shell that starts a process in a session of its own, which holds the output open as a daemon does. Its
// number is the first line; `then` runs once it is there.
class Escape {
 public:
  explicit Escape(const std::string& then) {
    EXPECT_EQ(::pipe2(ends_, O_CLOEXEC), 0);
    child = run_shell(
        "read go <&3; setsid sh -c 'echo $$ >&4; exec sleep 1000' & read pid <&3; echo $pid; " + then,
        {.files = {{ends_[0], 3}, {ends_[1], 4}}, .on_line = lines.sink()});
  }
  ~Escape() {
    ::kill(pid(), SIGKILL);
    ::close(ends_[0]);
    ::close(ends_[1]);
  }

  pid_t pid() {
    while (lines.all().empty()) std::this_thread::yield();
    return std::stoi(lines.all()[0]);
  }
  void go() { EXPECT_TRUE(base::write_fully(ends_[1], "go\n").ok()); }

  Lines lines;
  std::unique_ptr<Child> child;

 private:
  int ends_[2];
};

TEST(Child, EndsThoughAGrandchildThatGotAwayHoldsItsOutput) {
  Escape escape("printf last");
  escape.go();
  ASSERT_TRUE(escape.child->wait_for(std::chrono::seconds(60)));
  EXPECT_THAT(escape.lines.all(), testing::ElementsAre(std::to_string(escape.pid()), "last"));
  EXPECT_TRUE(is_alive(escape.pid()));
}

TEST(Child, KillTakesAlsoWhoLeftTheGroup) {
  Escape escape("wait");
  escape.go();
  const pid_t grandchild = escape.pid();
  escape.child->kill();
  EXPECT_TRUE(escape.child->wait());
  while (is_alive(grandchild)) std::this_thread::yield();
}

// Where descriptors have run out, watching the child is what fails last.
TEST(Child, OneThatCannotBeWatchedIsKilledAndReaped) {
  const pid_t process = ::fork();
  if (process == 0) {
    refuse(SYS_pidfd_open, EMFILE);
    const auto child = Child::spawn({.program = "/bin/sleep", .arguments = {"1000"}});
    const bool none_left = ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
    const bool says_so = !child.ok() && child.error().message.ends_with(": Too many open files");
    ::_exit(none_left && says_so ? 0 : 1);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Child, AStopEndsTheWaitAndNotTheChild) {
  auto child = run_shell("sleep 1000");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(child->wait(stop.get_token()));
  EXPECT_TRUE(is_alive(child->pid()));
}

// A process of its own starts a child and dies by SIGKILL, as a crashed server does; the child's pid comes by
// a pipe.
TEST(Child, DiesWithItsParent) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const auto child = run_shell("exec sleep 1000");
    const pid_t pid = child->pid();
    (void)!::write(ends[1], &pid, sizeof pid);
    ::kill(::getpid(), SIGKILL);
  }
  pid_t orphan = 0;
  ASSERT_EQ(::read(ends[0], &orphan, sizeof orphan), static_cast<ssize_t>(sizeof orphan));
  ::waitpid(parent, nullptr, 0);
  while (is_alive(orphan)) std::this_thread::yield();
}

// Eats memory until something stops it.
constexpr const char* kHog = "x=0123456789abcdef; while :; do x=$x$x; done";

class MemoryBoundTest : public testing::TestWithParam<std::unique_ptr<MemoryBounder> (*)()> {};

TEST_P(MemoryBoundTest, AHogIsKilledAtItsBoundAndTheEndSaysSo) {
  const auto bounder = GetParam()();
  auto child = run_shell(kHog);
  ASSERT_TRUE(child->bound_memory(*bounder, 64 << 20).ok());
  const auto end = child->wait();
  EXPECT_EQ(end->signal, SIGKILL);
  EXPECT_TRUE(end->out_of_memory);
  EXPECT_EQ(end->describe(), "ran out of its memory");
}

TEST_P(MemoryBoundTest, AModestChildIsLeftAlone) {
  const auto bounder = GetParam()();
  auto child = run_shell("read x; exit 3");
  ASSERT_TRUE(child->bound_memory(*bounder, 64 << 20).ok());
  const auto end = child->wait();
  EXPECT_FALSE(end->out_of_memory);
}

TEST_P(MemoryBoundTest, ABoundCanBeChangedWhileTheChildRuns) {
  const auto bounder = GetParam()();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  auto child = run_shell(fmt::format("read x <&3; {}", kHog), {.files = {{ends[0], 3}}});
  ASSERT_TRUE(child->bound_memory(*bounder, std::int64_t{8} << 30).ok());
  EXPECT_FALSE(child->wait_for(std::chrono::milliseconds(1)));
  ASSERT_TRUE(child->bound_memory(*bounder, 64 << 20).ok());
  ASSERT_TRUE(base::write_fully(ends[1], "go\n").ok());
  EXPECT_TRUE(child->wait()->out_of_memory);
  ::close(ends[0]);
  ::close(ends[1]);
}

INSTANTIATE_TEST_SUITE_P(Best, MemoryBoundTest, testing::Values(&MemoryBounder::best));
INSTANTIATE_TEST_SUITE_P(Sampling, MemoryBoundTest, testing::Values(&MemoryBounder::sampling));

// A daemon that has lost its parent is nobody's child any more; the control group knows it all the same.
TEST(MemoryBound, AControlGroupTakesWhoeverGotAway) {
  const auto bounder = MemoryBounder::best();
  if (!bounder->method().starts_with("cgroup")) GTEST_SKIP() << bounder->method();
  Escape escape("exit 0");
  ASSERT_TRUE(escape.child->bound_memory(*bounder, 64 << 20).ok());
  escape.go();
  const pid_t grandchild = escape.pid();
  EXPECT_TRUE(escape.child->wait()->clean());
  while (is_alive(grandchild)) std::this_thread::yield();
}

// A child's supervisor, not the main thread, is who starts it.
TEST(ProcessTree, HasTheChildrenOfAllThreads) {
  Lines lines;
  auto child = run_shell("sleep 1000 & echo $!; wait", {.on_line = lines.sink()});
  while (lines.all().empty()) std::this_thread::yield();
  EXPECT_THAT(process_tree(::getpid()),
              testing::IsSupersetOf({::getpid(), child->pid(), pid_t{std::stoi(lines.all()[0])}}));
}

TEST(ProcessMemory, ThePeakCanBeReadAndReset) {
  constexpr std::int64_t kLarge = 200 << 20;
  const pid_t self = ::getpid();
  // Mapped, because the heap may keep what is freed.
  void* large =
      ::mmap(nullptr, kLarge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  ASSERT_NE(large, MAP_FAILED);
  const std::int64_t before = resident_memory_bytes(self).value() - kLarge;
  ASSERT_GT(peak_memory_bytes(self).value(), kLarge);
  ::munmap(large, kLarge);
  ASSERT_TRUE(reset_peak_memory(self).ok());
  EXPECT_LT(peak_memory_bytes(self).value(), before + kLarge / 2);
  EXPECT_GT(resident_memory_bytes(self).value(), 0);
}

}  // namespace
}  // namespace runtime
