#include "engine/local_content.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.h"

namespace engine {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "file:";  // file:CHANGED:SIZE:/path

base::Error unreadable(const fs::path& path, std::string_view what) {
  return base::refusal("FAILED_READ_FILE", 400,
                       fmt::format("[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file "
                                   "file:{}. {} SQLSTATE: KD001",
                                   path.string(), what));
}

fs::file_time_type changed_at(const struct stat& info) {
  const auto since_epoch =
      std::chrono::seconds(info.st_mtim.tv_sec) + std::chrono::nanoseconds(info.st_mtim.tv_nsec);
  return fs::file_time_type::clock::from_sys(std::chrono::sys_time<std::chrono::nanoseconds>(since_epoch));
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto ends = std::ranges::mismatch(folder, path);
  return ends.in1 == folder.end();
}

}  // namespace

std::string local_content_id(const fs::path& path, std::int64_t size, fs::file_time_type changed_at) {
  return fmt::format("{}{}:{}:{}", kPrefix, changed_at.time_since_epoch().count(), size, path.string());
}

bool is_local_content(std::string_view content_id) {
  return content_id.starts_with(kPrefix);
}

// What is opened is asked, not its name, which may mean another file by then.
base::Result<base::Fd> open_local_content(std::string_view content_id, const fs::path& hidden) {
  const fs::path path = content_id.substr(content_id.find('/'));
  auto opened = base::open_file(path, O_RDONLY | O_NONBLOCK);  // nor does a pipe without a writer block
  if (!opened.ok()) return unreadable(path, opened.error().message);
  struct stat info {};
  if (::fstat(opened->get(), &info) != 0 || !S_ISREG(info.st_mode)) return unreadable(path, "It is no file.");
  if (local_content_id(path, info.st_size, changed_at(info)) != content_id)
    return unreadable(path, "The file has changed since the query began.");
  std::error_code error;
  const fs::path real = fs::read_symlink(fmt::format("/proc/self/fd/{}", opened->get()), error);
  if (error || is_below(real, hidden))
    return unreadable(path, "Dovetail's own data are read through its APIs.");
  return opened;
}

}  // namespace engine
