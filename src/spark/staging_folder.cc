#include "spark/staging_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/random.h"

namespace spark_door {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".dovetail-write-";
// Not locked yet: nobody takes it for what a dead writer has left.
constexpr std::string_view kNew = ".new";

// As other programs of this user's would make it: the umask says who else may what.
base::Result<void> make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0777) != 0) return base::errno_failure("creating {}", path.string());
  return {};
}

bool take_lock(const base::Fd& folder) {
  return ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0;
}

void remove_dead(const fs::path& where) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(where, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(kPrefix) && !name.ends_with(kNew)) found.push_back(entry->path());
  }
  for (const fs::path& path : found) {
    const auto folder = base::open_file(path, O_RDONLY | O_DIRECTORY);
    if (folder.ok() && take_lock(*folder)) fs::remove_all(path, error);
  }
}

}  // namespace

base::Result<StagingFolder> StagingFolder::make(const fs::path& where) {
  remove_dead(where);
  const fs::path path = where / fmt::format("{}{}", kPrefix, base::random_uuid());
  const fs::path unlocked = path.string() + std::string(kNew);
  TRY(make_folder(unlocked));
  StagingFolder staging(unlocked, TRY(base::open_file(unlocked, O_RDONLY | O_DIRECTORY)));
  if (!take_lock(staging.lock_)) return base::errno_failure("locking {}", unlocked.string());
  TRY(make_folder(staging.tree()));
  if (::rename(unlocked.c_str(), path.c_str()) != 0)
    return base::errno_failure("renaming {}", unlocked.string());
  staging.path_ = path;
  return staging;
}

StagingFolder::~StagingFolder() {
  if (!lock_.valid()) return;  // moved from
  std::error_code error;
  fs::remove_all(path_, error);
  if (error) spdlog::warn("{} is left: {}", path_.string(), error.message());
}

base::Result<std::vector<fs::path>> StagingFolder::files() const {
  return files_below(tree());
}

base::Result<engine::OutputFolder::NewFile> StagingFolder::create() {
  const std::string id = std::to_string(created_++);
  base::Fd file = TRY(base::open_file(path_ / id, O_RDWR | O_CREAT | O_EXCL, 0666));
  return engine::OutputFolder::NewFile{id, std::move(file)};
}

base::Result<void> StagingFolder::place(const std::string& id, const fs::path& below, std::int64_t size) {
  const fs::path from = path_ / fs::path(id).filename();
  const fs::path to = tree() / below;
  std::error_code error;
  const auto found = static_cast<std::int64_t>(fs::file_size(from, error));
  if (error || found != size)
    return base::failure("{} bytes were written to {}, and {} are there", size, below.string(), found);
  fs::create_directories(to.parent_path(), error);
  if (error) return base::failure("creating {}: {}", to.parent_path().string(), error.message());
  if (::rename(from.c_str(), to.c_str()) != 0) return base::errno_failure("renaming {}", from.string());
  return {};
}

base::Result<void> StagingFolder::place_empty(const fs::path& below) {
  TRY(base::open_file(tree() / below, O_WRONLY | O_CREAT | O_EXCL, 0666));
  return {};
}

base::Result<void> StagingFolder::sync() const {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(tree(), error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_directory()) {
      TRY(base::sync_folder(entry->path()));
      continue;
    }
    const base::Fd file = TRY(base::open_file(entry->path(), O_RDONLY));
    TRY(base::sync_file(file.get()));
  }
  if (error) return base::failure("reading {}: {}", tree().string(), error.message());
  return base::sync_folder(tree());
}

base::Result<std::vector<fs::path>> files_below(const fs::path& folder, const fs::path& except) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path() == except)
      entry.disable_recursion_pending();
    else if (entry->is_symlink() || !entry->is_directory())
      files.push_back(entry->path().lexically_relative(folder));
  }
  if (error) return base::failure("reading {}: {}", folder.string(), error.message());
  std::ranges::sort(files);
  return files;
}

}  // namespace spark_door
