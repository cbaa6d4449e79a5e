#include "runtime/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <condition_variable>
#include <csignal>
#include <cstring>
#include <future>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "runtime/line_cutter.h"
#include "runtime/process_tree.h"
#include "runtime/spawn.h"

namespace runtime {

std::string ChildEnd::describe() const {
  if (out_of_memory) return "ran out of its memory";
  if (signal != 0) return fmt::format("was killed by signal {} ({})", signal, ::strsignal(signal));
  return fmt::format("ended with exit code {}", exit_code);
}

struct Child::State {
  ChildOptions options;
  pid_t pid = -1;
  base::Fd process;  // a pidfd: readable once the child has ended
  base::Fd output;   // the reading end of the child's standard output and error

  mutable std::mutex mutex;
  std::condition_variable_any ended;
  std::optional<ChildEnd> end;
  std::unique_ptr<MemoryBound> bound;

  std::thread supervisor;  // starts the child, reads its output, reaps it

  base::Result<void> start();
  void supervise();
  void kill_tree();  // the mutex is held, or nobody else has this yet
  void reap();
};

namespace {

struct Pipe {
  base::Fd reading;
  base::Fd writing;
};

base::Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_failure("making a pipe for a child's output");
  return Pipe{base::Fd(ends[0]), base::Fd(ends[1])};
}

base::Result<base::Fd> open_process(pid_t pid) {
  const auto fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return base::errno_failure("watching child {}", pid);
  return base::Fd(fd);
}

ChildEnd read_status(int status) {
  if (WIFSIGNALED(status)) return {.signal = WTERMSIG(status)};
  return {.exit_code = WEXITSTATUS(status)};
}

}  // namespace

base::Result<void> Child::State::start() {
  Pipe pipe = TRY(make_pipe());
  const base::Fd nothing = TRY(base::open_file("/dev/null", O_RDONLY));
  auto files = options.files;
  files.insert(files.end(), {{nothing.get(), STDIN_FILENO},
                             {pipe.writing.get(), STDOUT_FILENO},
                             {pipe.writing.get(), STDERR_FILENO}});
  pid = TRY(runtime::spawn({options.program, options.arguments, options.environment, files}));
  output = std::move(pipe.reading);
  auto watched = open_process(pid);
  if (!watched.ok()) {  // out of descriptors: a child that nobody can watch does not stay
    kill_tree();
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return std::move(watched).error();
  }
  process = *std::move(watched);
  return {};
}

// Reads output until the child has ended, and then what is left in the pipe. Its end is not waited for: a
// grandchild that got away may hold the pipe open for as long as it likes.
void Child::State::supervise() {
  LineCutter lines(options.on_line);
  bool open = true;
  for (bool over = false; !over;) {
    pollfd watched[] = {{process.get(), POLLIN, 0}, {output.get(), POLLIN, 0}};
    if (::poll(watched, open ? 2 : 1, -1) < 0) continue;  // EINTR
    over = watched[0].revents != 0;
    if (!over) open = lines.read_some(output.get());
  }
  {
    std::lock_guard lock(mutex);
    kill_tree();
  }
  if (open) lines.read_rest(output.get());
  reap();
}

// Both: the bound knows those who left the group, if it is a control group, and is not there at first.
void Child::State::kill_tree() {
  if (bound) bound->kill();
  kill_process_tree(pid);
}

// The pid is not free before waitpid; the bound, which knows the tree by it, goes first.
void Child::State::reap() {
  std::lock_guard lock(mutex);
  const bool exceeded = bound != nullptr && bound->exceeded();
  bound.reset();
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  end = read_status(status);
  end->out_of_memory = end->signal == SIGKILL && exceeded;
  ended.notify_all();
}

base::Result<std::unique_ptr<Child>> Child::spawn(ChildOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  // The kernel's death signal follows the thread that spawned: the supervisor, which lives as long as the
  // child.
  std::promise<base::Result<void>> started;
  state->supervisor = std::thread([&started, state = state.get()] {
    auto result = state->start();
    const bool alive = result.ok();
    started.set_value(std::move(result));
    if (alive) state->supervise();
  });
  auto result = started.get_future().get();
  if (!result.ok()) {
    state->supervisor.join();
    return std::move(result).error();
  }
  return std::unique_ptr<Child>(new Child(std::move(state)));
}

Child::Child(std::unique_ptr<State> state) : state_(std::move(state)) {}

Child::~Child() {
  kill();
  state_->supervisor.join();
}

pid_t Child::pid() const {
  return state_->pid;
}

std::optional<ChildEnd> Child::wait(std::stop_token stop) {
  std::unique_lock lock(state_->mutex);
  if (!state_->ended.wait(lock, stop, [&] { return state_->end.has_value(); })) return std::nullopt;
  return state_->end;
}

std::optional<ChildEnd> Child::wait_for(std::chrono::milliseconds patience) {
  std::unique_lock lock(state_->mutex);
  state_->ended.wait_for(lock, patience, [&] { return state_->end.has_value(); });
  return state_->end;
}

void Child::kill() {
  std::lock_guard lock(state_->mutex);
  if (!state_->end) state_->kill_tree();  // not reaped yet: the number is still this child's
}

// A child that has ended needs none, which is no error: the caller finds out when it waits.
base::Result<void> Child::bound_memory(MemoryBounder& bounder, std::int64_t bytes) {
  std::lock_guard lock(state_->mutex);
  if (state_->end) return {};
  if (state_->bound) return state_->bound->resize(bytes);
  state_->bound = TRY(bounder.bound(state_->pid, bytes));
  return {};
}

}  // namespace runtime
