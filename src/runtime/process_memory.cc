#include "runtime/process_memory.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <string_view>

#include "base/file.h"
#include "base/text.h"

namespace runtime {
namespace {

// The value of a line such as "VmHWM:     1234 kB".
base::Result<std::int64_t> read_status(pid_t process, std::string_view name) {
  const std::string text = TRY(base::read_file(fmt::format("/proc/{}/status", process)));
  for (std::string_view line : base::split(text, '\n')) {
    if (!line.starts_with(name) || !line.ends_with(" kB")) continue;
    line.remove_prefix(name.size());
    line.remove_suffix(std::string_view(" kB").size());
    if (const auto value = base::parse_int(base::trim(line))) return *value * 1024;
  }
  return base::failure("the status of process {} has no {}", process, name);
}

}  // namespace

base::Result<std::int64_t> resident_memory_bytes(pid_t process) {
  return read_status(process, "VmRSS:");
}

base::Result<std::int64_t> peak_memory_bytes(pid_t process) {
  return read_status(process, "VmHWM:");
}

base::Result<void> reset_peak_memory(pid_t process) {
  const base::Fd file = TRY(base::open_file(fmt::format("/proc/{}/clear_refs", process), O_WRONLY));
  return base::write_fully(file.get(), "5");  // 5: the peak alone
}

}  // namespace runtime
