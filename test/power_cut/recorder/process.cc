// What makes the recording whole: children are recorded too, whatever environment they are given, and the one
// way to the disk that no function shows, io_uring, is closed.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "recorder/log.h"

namespace power_cut {
namespace {

// As a kernel without io_uring answers: programs fall back.
void close_io_uring() {
  if (syscall(SYS_io_uring_setup, 0, nullptr) == -1 && errno == ENOSYS) return;
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{.len = sizeof code / sizeof code[0], .filter = code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    append({.kind = Kind::Unseen, .path = "io_uring is open"});
}

// Read before the host can change its environment.
struct Variables {
  std::string preload, folder, log;
};

const Variables& variables() {
  static const Variables values = [] {
    const char* preload = std::getenv("LD_PRELOAD");
    return Variables{.preload = std::string("LD_PRELOAD=") + (preload == nullptr ? "" : preload),
                     .folder = "POWER_CUT_FOLDER=" + folder_path(),
                     .log = "POWER_CUT_LOG=" + log_path()};
  }();
  return values;
}

__attribute__((constructor)) void start() {
  if (!is_active()) return;
  variables();
  char program[PATH_MAX];
  const long length = syscall(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", program, sizeof program);
  append({.kind = Kind::Start,
          .path = std::string_view(program, length < 0 ? 0 : static_cast<std::size_t>(length))});
  close_io_uring();
}

bool has_name_of(const char* entry, const std::string& variable) {
  return std::string_view(entry).starts_with(std::string_view(variable).substr(0, variable.find('=') + 1));
}

std::vector<char*> with_recorder(char* const* environment) {
  std::vector<char*> entries;
  const std::string* ours[] = {&variables().preload, &variables().folder, &variables().log};
  for (char* const* entry = environment; entry != nullptr && *entry != nullptr; ++entry) {
    bool replaced = false;
    for (const std::string* variable : ours) replaced |= is_active() && has_name_of(*entry, *variable);
    if (!replaced) entries.push_back(*entry);
  }
  if (is_active()) {
    for (const std::string* variable : ours) entries.push_back(const_cast<char*>(variable->c_str()));
  }
  entries.push_back(nullptr);
  return entries;
}

using Spawn = int (*)(pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
                      char* const*, char* const*);

Spawn next_spawn(const char* name) {
  return reinterpret_cast<Spawn>(dlsym(RTLD_NEXT, name));
}

}  // namespace
}  // namespace power_cut

using namespace power_cut;

POWER_CUT_EXPORT int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                                 const posix_spawnattr_t* attributes, char* const* arguments,
                                 char* const* environment) {
  return next_spawn("posix_spawn")(pid, path, actions, attributes, arguments,
                                   with_recorder(environment).data());
}
POWER_CUT_EXPORT int posix_spawnp(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                                  const posix_spawnattr_t* attributes, char* const* arguments,
                                  char* const* environment) {
  return next_spawn("posix_spawnp")(pid, path, actions, attributes, arguments,
                                    with_recorder(environment).data());
}
POWER_CUT_EXPORT int execve(const char* path, char* const* arguments, char* const* environment) noexcept {
  return static_cast<int>(syscall(SYS_execve, path, arguments, with_recorder(environment).data()));
}
