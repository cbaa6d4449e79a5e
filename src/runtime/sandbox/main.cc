#include <getopt.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/text.h"
#include "namespaces.h"
#include "view.h"

namespace {

constexpr const char* kHelp = R"(dovetail-sandbox [OPTION...] FOLDER [PROGRAM ARGUMENT...]

Becomes a program that cannot read the folder, for code that is the user's own. Without a program it tells
how that is done on this machine; where it cannot be done, nothing is started. docs/user-python.md says what
each way holds.

  --keep=PATH       a file or folder that the program needs, where it would not be seen; may be repeated
  --wait-for=FD     starts once something has come over this socket
  --method=METHOD   "mount namespace" or "another uid" and no other; without it, the first that works

DOVETAIL_SANDBOX_METHOD in the environment stands for --method.
)";

constexpr uid_t kNobody = 65534;
constexpr const char* kNamespaces = "mount namespace";
constexpr const char* kAnotherUid = "another uid";

struct Options {
  sandbox::View view;
  std::optional<std::string> method;
  int wait_for = -1;
  char** program = nullptr;  // with its arguments; *program null: none
};

bool become_nobody() {
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0;
}

// Whoever made the namespaces could take the covers off again.
bool drop_privileges() {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability)
    if (::prctl(PR_CAPBSET_DROP, capability) != 0 && errno != EINVAL)
      return false;  // one that it does not know
  if (::geteuid() == 0 && !become_nobody()) return false;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return ::syscall(SYS_capset, &header, none) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

int fail(const char* what) {
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  return EXIT_FAILURE;
}

int start(const Options& options) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // the kernel forgets this when credentials change
  if (*options.program == nullptr) return EXIT_SUCCESS;
  if (::chdir("/") != 0) return fail("going to /");
  ::execv(options.program[0], options.program);
  return fail(options.program[0]);
}

// One way to start the program; false: it is not to be had here.
using Method = bool (*)(const Options& options);

template <sandbox::UserNamespace user>
bool by_namespaces(const Options& options) {
  if (user == sandbox::UserNamespace::TheServers && ::geteuid() != 0) return false;
  return sandbox::in_namespaces(user, [&] {
    return sandbox::make_view(options.view) && drop_privileges() ? start(options) : EXIT_FAILURE;
  });
}

bool by_another_uid(const Options& options) {
  const char* folder = options.view.hidden.c_str();
  ::setenv("HOME", "/nonexistent", 1);
  const pid_t parent = ::getppid();
  if (::geteuid() != 0 || !drop_privileges() || ::access(folder, R_OK) == 0 || ::access(folder, X_OK) == 0)
    return false;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::_exit(::getppid() == parent ? start(options) : EXIT_FAILURE);
}

struct Named {
  const char* name;
  Method method;
};
constexpr Named kMethods[] = {{kNamespaces, by_namespaces<sandbox::UserNamespace::Own>},
                              {kNamespaces, by_namespaces<sandbox::UserNamespace::TheServers>},
                              {kAnotherUid, by_another_uid}};

// Tried without the program in a process that ends: half of a method would be in the way of the next.
bool works(Method method, const Options& options) {
  char* none[] = {nullptr};
  Options probe = options;
  probe.program = none;
  const pid_t process = ::fork();
  if (process == 0) ::_exit(method(probe) ? EXIT_SUCCESS : EXIT_FAILURE);
  int status = -1;
  while (process > 0 && ::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0;
}

std::optional<Options> parse(int count, char** arguments) {
  const option known[] = {{"keep", required_argument, nullptr, 'k'},
                          {"method", required_argument, nullptr, 'm'},
                          {"wait-for", required_argument, nullptr, 'w'},
                          {}};
  Options options;
  if (const char* method = std::getenv("DOVETAIL_SANDBOX_METHOD")) options.method = method;
  for (int found = 0; (found = ::getopt_long(count, arguments, "+", known, nullptr)) != -1;) {
    if (found == 'k') options.view.kept.emplace_back(optarg);
    if (found == 'm') options.method = optarg;
    if (found == 'w') options.wait_for = static_cast<int>(base::parse_int(optarg).value_or(-1));
    if (found == '?') return std::nullopt;
  }
  if (optind == count) return std::nullopt;
  options.view.hidden = arguments[optind];
  options.program = arguments + optind + 1;
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const std::optional<Options> options = parse(count, arguments);
  if (!options) {
    std::fputs(kHelp, stderr);
    return EXIT_FAILURE;
  }
  // Waits until the server has bounded this process: what it forks before would go without a bound.
  char told = 0;
  if (options->wait_for >= 0 && ::recv(options->wait_for, &told, 1, 0) != 1) return EXIT_FAILURE;
  for (const auto& [name, method] : kMethods) {
    if ((options->method && *options->method != name) || !works(method, *options)) continue;
    if (*options->program != nullptr) return method(*options) ? EXIT_SUCCESS : EXIT_FAILURE;
    std::puts(name);
    return EXIT_SUCCESS;
  }
  std::fprintf(
      stderr, "this machine allows neither a mount namespace nor another uid%s, so user code could read %s\n",
      options->method ? " as the method says" : "", options->view.hidden.c_str());
  return EXIT_FAILURE;
}
