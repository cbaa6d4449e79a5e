#include "namespaces.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>

#include "base/file.h"

namespace sandbox {
namespace {

bool write_text(const std::string& path, const std::string& text) {
  const auto file = base::open_file(path, O_WRONLY);
  return file.ok() && base::write_fully(file->get(), text).ok();
}

// Ids mean inside what they mean outside. Root needs those of all files' owners, and one to become.
std::string identity(const char* path, unsigned own) {
  if (::geteuid() != 0) return fmt::format("{} {} 1\n", own, own);
  std::string map;
  std::ifstream extents(path);
  for (std::uint64_t inside = 0, outside = 0, count = 0; extents >> inside >> outside >> count;)
    map += fmt::format("{} {} {}\n", inside, inside, count);
  return map;
}

// Written from outside, where root is root.
bool map_ids(pid_t process) {
  const std::string folder = fmt::format("/proc/{}/", process);
  if (::geteuid() != 0 && !write_text(folder + "setgroups", "deny")) return false;
  return write_text(folder + "uid_map", identity("/proc/self/uid_map", ::geteuid())) &&
         write_text(folder + "gid_map", identity("/proc/self/gid_map", ::getegid()));
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

bool enter_user_namespace() {
  int ready[2];
  if (::pipe2(ready, O_CLOEXEC) != 0) return false;
  const base::Fd waiting(ready[0]);
  base::Fd telling(ready[1]);
  const pid_t self = ::getpid(), mapper = ::fork();
  if (mapper < 0) return false;
  if (mapper == 0) {
    telling.reset();
    char told = 0;
    const bool entered = ::read(waiting.get(), &told, 1) == 1;
    ::_exit(entered && map_ids(self) ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  const bool entered = ::unshare(CLONE_NEWUSER) == 0 && ::write(telling.get(), "!", 1) == 1;
  telling.reset();
  return wait_for(mapper) == 0 && entered;
}

// As the process that it stands for has ended.
[[noreturn]] void end_as(int status) {
  if (WIFSIGNALED(status)) {
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);  // that is said already
    ::signal(WTERMSIG(status), SIG_DFL);
    ::kill(::getpid(), WTERMSIG(status));
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}

}  // namespace

bool in_namespaces(UserNamespace user, const std::function<int()>& first) {
  if (user == UserNamespace::Own && !enter_user_namespace()) return false;
  if (::unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC) != 0) return false;
  const pid_t process = ::fork();
  if (process < 0) return false;
  if (process == 0) ::_exit(first());
  end_as(wait_for(process));
}

}  // namespace sandbox
