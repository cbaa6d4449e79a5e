#include "engine/local_content.h"

#include <fcntl.h>
#include <fmt/format.h>

#include "base/file.h"

namespace engine {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "file:";  // file:CHANGED:SIZE:/path

base::Error changed(std::string_view path, std::string_view what) {
  return base::refusal("FAILED_READ_FILE", 400,
                       fmt::format("[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file "
                                   "file:{}. {} SQLSTATE: KD001",
                                   path, what));
}

}  // namespace

std::string local_content_id(const fs::path& path, std::int64_t size, fs::file_time_type changed_at) {
  return fmt::format("{}{}:{}:{}", kPrefix, changed_at.time_since_epoch().count(), size, path.string());
}

bool is_local_content(std::string_view content_id) {
  return content_id.starts_with(kPrefix);
}

base::Result<base::Fd> open_local_content(std::string_view content_id) {
  const fs::path path = content_id.substr(content_id.find('/'));
  std::error_code error;
  const auto size = static_cast<std::int64_t>(fs::file_size(path, error));
  if (error) return changed(path.string(), "File does not exist.");
  const auto changed_at = fs::last_write_time(path, error);
  if (error || local_content_id(path, size, changed_at) != content_id)
    return changed(path.string(), "The file has changed since the query began.");
  return base::open_file(path, O_RDONLY);
}

}  // namespace engine
