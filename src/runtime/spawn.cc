#include "runtime/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace runtime {
namespace {

// Everything that the child needs between vfork and exec, made before: it shares the parent's memory until
// then and may call only what is safe in a signal handler.
struct Plan {
  const char* program;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::vector<std::pair<int, int>> files;  // by the child's number, rising
  std::vector<int> aside;                  // where the child parks our numbers first
  pid_t parent;
  sigset_t mask;  // what the parent had blocked
};

Plan make_plan(const SpawnRequest& request, std::vector<std::string>& strings) {
  Plan plan{.program = request.program.c_str(), .files = request.files, .parent = ::getpid()};
  strings.push_back(request.program);
  for (const std::string& argument : request.arguments) strings.push_back(argument);
  for (const auto& [name, value] : request.environment) strings.push_back(name + "=" + value);
  for (std::size_t i = 0; i < strings.size(); ++i)
    (i <= request.arguments.size() ? plan.arguments : plan.environment).push_back(strings[i].data());
  plan.arguments.push_back(nullptr);
  plan.environment.push_back(nullptr);
  std::sort(plan.files.begin(), plan.files.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  plan.aside.resize(plan.files.size());
  return plan;
}

// Puts every file at its number. Ours are first copied out of the way, so that none is overwritten before its
// turn.
bool arrange_files(Plan& plan) {
  const int above = plan.files.empty() ? 0 : plan.files.back().second + 1;
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    plan.aside[i] = ::fcntl(plan.files[i].first, F_DUPFD_CLOEXEC, above);
    if (plan.aside[i] < 0) return false;
  }
  unsigned next = 0;
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    const auto target = static_cast<unsigned>(plan.files[i].second);
    if (target > next) ::close_range(next, target - 1, 0);
    if (::dup2(plan.aside[i], plan.files[i].second) < 0) return false;
    next = target + 1;
  }
  return ::close_range(next, ~0u, 0) == 0;
}

// The server's handlers would run in a program that knows nothing of them.
void restore_signals(const Plan& plan) {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &standard, nullptr);
  ::sigprocmask(SIG_SETMASK, &plan.mask, nullptr);
}

// Runs in the child; gives errno through the memory that it shares, and never returns.
[[noreturn]] void become_program(Plan& plan, volatile int& failure) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const bool orphaned = ::getppid() != plan.parent;  // the parent died before the kernel was told
  if (!orphaned && arrange_files(plan)) {
    restore_signals(plan);
    ::execve(plan.program, plan.arguments.data(), plan.environment.data());
  }
  failure = errno;
  ::_exit(127);
}

}  // namespace

base::Result<pid_t> spawn(const SpawnRequest& request) {
  std::vector<std::string> strings;
  strings.reserve(1 + request.arguments.size() + request.environment.size());  // their addresses are taken
  Plan plan = make_plan(request, strings);
  volatile int failure = 0;

  // No handler of ours may run in the child while it shares our memory.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &plan.mask);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  const pid_t child =
      ::vfork();  // unlike fork: no copy of the server's page tables, no locks of its other threads
#pragma GCC diagnostic pop
  if (child == 0) become_program(plan, failure);
  pthread_sigmask(SIG_SETMASK, &plan.mask, nullptr);

  if (child < 0) return base::errno_failure("starting {}", request.program);
  if (failure != 0) return base::errno_failure_text(failure, fmt::format("starting {}", request.program));
  return child;
}

}  // namespace runtime
