#include "store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/text.h"

namespace store {
namespace {

// The file's first line names the version and never changes; the second is about the process that has the
// lock.
constexpr std::string_view kVersionPrefix = "dovetail data format ";
constexpr std::string_view kProcessPrefix = "process ";

std::string_view line_of(const std::string& text, std::size_t number) {
  const auto lines = base::split(text, '\n');
  return number < lines.size() ? lines[number] : std::string_view();
}

std::optional<std::int64_t> number_after(std::string_view line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return std::nullopt;
  return base::parse_int(line.substr(prefix.size()));
}

base::Result<void> lock(int fd, const std::filesystem::path& folder) {
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno != EWOULDBLOCK) return base::errno_failure("locking {}", (folder / "format").string());
  const std::string text = TRY(base::read_file(folder / "format"));
  const auto pid = number_after(line_of(text, 1), kProcessPrefix);
  return base::failure(
      "the data folder {} is in use by process {}; stop that server or choose another --data folder",
      folder.string(), pid ? std::to_string(*pid) : "(unknown)");
}

// A new folder may hold what a file system puts there, and an unfinished `format` of a start that was cut
// short.
base::Result<void> require_empty(const std::filesystem::path& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto name = entry.path().filename();
    if (name == "format" || name == "lost+found") continue;
    return base::failure("the folder {} holds files that are not Dovetail's ({}); choose an empty one",
                         folder.string(), name.string());
  }
  if (error) return base::failure("listing {}: {}", folder.string(), error.message());
  return {};
}

// Whether a power cut stopped the first write of `format`: it may have left any beginning of it, and zeros in
// the room of the rest.
bool is_unfinished(std::string_view text) {
  const std::size_t written = text.find_last_not_of('\0') + 1;  // npos + 1 is 0
  return kVersionPrefix.starts_with(text.substr(0, written));
}

base::Result<void> require_known_version(const std::string& text, const std::filesystem::path& folder) {
  const auto version = number_after(line_of(text, 0), kVersionPrefix);
  if (!version || *version < 1) {
    return base::failure("{} does not name a data format; the folder is damaged or not Dovetail's",
                         (folder / "format").string());
  }
  if (*version <= DataFolder::kFormat) return {};
  return base::failure(
      "the data folder {} has format {} and this program knows up to {}; use the newer Dovetail",
      folder.string(), *version, DataFolder::kFormat);
}

// In place, not by rename, since the lock belongs to this file. The first line is written once, so that a
// later write that is torn does not reach it.
base::Result<void> write_format(int fd, std::string_view present) {
  const std::string version = fmt::format("{}{}\n", kVersionPrefix, DataFolder::kFormat);
  const std::string process = fmt::format("{}{}\n", kProcessPrefix, ::getpid());
  const bool has_version = present.starts_with(version);
  if (::lseek(fd, has_version ? static_cast<off_t>(version.size()) : 0, SEEK_SET) < 0)
    return base::errno_failure("rewinding format");
  TRY(base::write_fully(fd, has_version ? process : version + process));
  if (::ftruncate(fd, static_cast<off_t>(version.size() + process.size())) != 0)
    return base::errno_failure("truncating format");
  return base::sync_file(fd);
}

// The folder's own name, also when a start that was killed made it and did not come to this. A parent that we
// may not read was there before us.
base::Result<void> sync_name_of(const std::filesystem::path& folder) {
  if (::access(folder.parent_path().c_str(), R_OK) != 0) return {};
  return base::sync_folder(folder.parent_path());
}

}  // namespace

base::Result<DataFolder> DataFolder::open(std::filesystem::path path) {
  path = std::filesystem::absolute(path).lexically_normal();
  TRY(base::create_folders(path));
  TRY(sync_name_of(path));
  const std::filesystem::path file = path / "format";
  const bool is_new = ::access(file.c_str(), F_OK) != 0;
  if (is_new) TRY(require_empty(path));
  base::Fd format = TRY(base::open_file(file, O_RDWR | O_CREAT));
  TRY(lock(format.get(), path));
  const std::string text = TRY(base::read_file(file));
  TRY(is_unfinished(text) ? require_empty(path) : require_known_version(text, path));
  TRY(write_format(format.get(), text));
  TRY(base::sync_folder(path));
  return DataFolder(std::move(path), std::move(format));
}

}  // namespace store
