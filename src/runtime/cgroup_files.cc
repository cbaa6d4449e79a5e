#include "runtime/cgroup_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

namespace runtime {

base::Result<std::string> KernelCgroupFiles::read(const std::filesystem::path& file) const {
  return base::read_file(file);
}

bool KernelCgroupFiles::may_write(const std::filesystem::path& file) const {
  return ::access(file.c_str(), W_OK) == 0;
}

// In one write: the kernel takes a value whole or says what is wrong with it.
base::Result<void> KernelCgroupFiles::write(const std::filesystem::path& file, std::string_view value) {
  const base::Fd fd = TRY(base::open_file(file, O_WRONLY));
  if (::write(fd.get(), value.data(), value.size()) < 0)
    return base::errno_failure("writing {} to {}", value, file.string());
  return {};
}

base::Result<void> KernelCgroupFiles::make(const std::filesystem::path& group) {
  if (::mkdir(group.c_str(), 0755) != 0 && errno != EEXIST)
    return base::errno_failure("making control group {}", group.string());
  return {};
}

// By rmdir: its files are the kernel's, and a group that still has a process is refused.
base::Result<void> KernelCgroupFiles::remove(const std::filesystem::path& group) {
  if (::rmdir(group.c_str()) != 0 && errno != ENOENT)
    return base::errno_failure("removing control group {}", group.string());
  return {};
}

}  // namespace runtime
