#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/fd.h"
#include "base/file.h"

// dovetail-sandbox FOLDER [PROGRAM ARGUMENT...]: becomes a program that cannot read the folder, for code that
// is the user's own. A mount namespace hides the folder where the kernel allows one; another uid is kept out
// of it else. What neither can be done for is not started. Without a program it tells which of them it would
// be.
namespace {

constexpr uid_t kNobody = 65534;

bool write_text(const char* path, const std::string& text) {
  const auto file = base::open_file(path, O_WRONLY);
  return file.ok() && base::write_fully(file->get(), text).ok();
}

// In a user namespace of its own, so that it needs no privilege, and has none over the server's processes.
bool enter_namespaces() {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  return write_text("/proc/self/setgroups", "deny") &&
         write_text("/proc/self/uid_map", std::to_string(uid) + " " + std::to_string(uid) + " 1") &&
         write_text("/proc/self/gid_map", std::to_string(gid) + " " + std::to_string(gid) + " 1");
}

bool hide(const char* folder) {
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                 "size=4k,mode=000") == 0;
}

// The namespaces' owner could take the cover off again.
bool drop_privileges() {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability)
    if (::prctl(PR_CAPBSET_DROP, capability) != 0 && errno != EINVAL)
      return false;  // one that it does not know
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool become_nobody(const char* folder) {
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0 && ::access(folder, R_OK) != 0 &&
         ::access(folder, X_OK) != 0;
}

// How the process is kept from the folder; null: it is not.
const char* keep_from(const char* folder) {
  if (enter_namespaces() && hide(folder) && drop_privileges()) return "mount namespace";
  if (::geteuid() == 0 && become_nobody(folder) && drop_privileges()) return "another uid";
  return nullptr;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return EXIT_FAILURE;
  const pid_t parent = ::getppid();
  const char* method = keep_from(arguments[1]);
  if (method == nullptr) {
    std::fprintf(stderr,
                 "this kernel allows neither a mount namespace nor another uid, so user code could read %s\n",
                 arguments[1]);
    return EXIT_FAILURE;
  }
  if (count == 2) {
    std::puts(method);
    return EXIT_SUCCESS;
  }
  // The kernel forgets this when credentials change.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent || ::chdir("/") != 0) return EXIT_FAILURE;
  ::execv(arguments[2], arguments + 2);
  std::fprintf(stderr, "starting %s: %s\n", arguments[2], std::strerror(errno));
  return EXIT_FAILURE;
}
