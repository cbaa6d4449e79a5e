#include "spark/local_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>  // renameat2
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "plan/write_failed.h"
#include "spark/file_listing.h"

namespace spark_door {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMarker = "_SUCCESS";

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::ranges::mismatch(folder, path).in1 == folder.end();
}

// The machine's answer, whatever it is, is for the client.
template <typename T>
base::Result<T> told(const std::string& uri, base::Result<T> result) {
  if (result.ok() || result.error().fault == base::Error::Fault::Caller) return result;
  return plan::write_failed(uri, result.error().message);
}

// Those that are missing, each synced into its parent. As the user's other programs make them: the umask says
// who else may what.
base::Result<void> make_folders(const fs::path& folder) {
  if (::access(folder.c_str(), F_OK) == 0) return {};
  TRY(make_folders(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
    return base::errno_failure("creating {}", folder.string());
  return base::sync_folder(folder.parent_path());
}

base::Result<void> rename_to(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return base::errno_failure("renaming to {}", to.string());
  return {};
}

bool exchange(const fs::path& one, const fs::path& other) {
  return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

// EEXIST: something is there.
bool move_to_nothing(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  errno = EEXIST;
  return ::access(to.c_str(), F_OK) != 0 && ::rename(from.c_str(), to.c_str()) == 0;
}

// Renaming works only within one file system, where one may write.
bool may_stage_beside(const fs::path& target) {
  struct stat own {
  }, above{};
  const fs::path parent = target.parent_path();
  return ::stat(target.c_str(), &own) == 0 && ::stat(parent.c_str(), &above) == 0 &&
         own.st_dev == above.st_dev && ::access(parent.c_str(), W_OK | X_OK) == 0;
}

// Itself and those above it, down from the top.
void add_folders(const fs::path& top, const fs::path& below, std::set<fs::path>& folders) {
  folders.insert(top);
  fs::path folder = top;
  for (const fs::path& name : below) folders.insert(folder /= name);
}

base::Result<void> sync_all(const std::set<fs::path>& folders) {
  for (const fs::path& folder : folders) TRY(base::sync_folder(folder));
  return {};
}

// Renames that can be taken back, as long as they are not kept.
class Renames {
 public:
  ~Renames() {
    for (auto done = done_.rbegin(); done != done_.rend(); ++done)
      if (done->swapped)
        exchange(done->from, done->to);
      else
        ::rename(done->to.c_str(), done->from.c_str());
  }
  void add(fs::path from, fs::path to, bool swapped) {
    done_.push_back({std::move(from), std::move(to), swapped});
  }
  void keep() { done_.clear(); }

 private:
  struct Rename {
    fs::path from, to;
    bool swapped = false;
  };
  std::vector<Rename> done_;
};

// Moves the files, which have names that no other has, below another folder; all of them or none.
base::Result<void> move_files(const std::vector<fs::path>& files, const fs::path& from, const fs::path& to) {
  Renames renames;
  std::set<fs::path> folders;
  for (const fs::path& file : files) {
    TRY(make_folders((to / file).parent_path()));
    TRY(rename_to(from / file, to / file));
    renames.add(from / file, to / file, false);
    add_folders(to, file.parent_path(), folders);
  }
  TRY(sync_all(folders));
  renames.keep();
  return {};
}

void remove_files(const std::vector<fs::path>& files, const fs::path& from) {
  std::error_code error;
  for (const fs::path& file : files) {
    fs::remove(from / file, error);
    // Folders that are empty by now.
    for (fs::path folder = file.parent_path(); !folder.empty(); folder = folder.parent_path())
      if (::rmdir((from / folder).c_str()) != 0) break;
  }
}

}  // namespace

base::Error path_exists(const std::string& uri) {
  return base::refusal(
      "PATH_ALREADY_EXISTS", 400,
      fmt::format("[PATH_ALREADY_EXISTS] Path {} already exists. Set mode as \"overwrite\" to overwrite the "
                  "existing path. SQLSTATE: 42K04",
                  uri));
}

base::Result<std::unique_ptr<LocalFolder>> LocalFolder::open(std::string uri, Manner manner,
                                                             const fs::path& hidden) {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(path_of(uri), error);
  if (error) return plan::write_failed(uri, error.message());
  const bool overwrites_all = manner.overwrites == Overwrites::Everything;
  if (is_below(target, hidden) || (overwrites_all && is_below(hidden, target)))
    return plan::write_failed(uri, "Dovetail's own data are written through its APIs.");
  const bool is_there = fs::exists(target, error);
  // Whoever asked whether it is there may have asked too early.
  if (is_there && manner.is_new) return path_exists(uri);
  const bool is_folder = fs::is_directory(target, error);
  if (is_there && !is_folder && !overwrites_all)
    return plan::write_failed(uri, fmt::format("Parent path is not a directory: {}", uri));
  const bool is_inside = is_folder && (!overwrites_all || !may_stage_beside(target));
  const fs::path where = is_inside ? target : target.parent_path();
  TRY(told(uri, make_folders(where)));
  auto staging = TRY(told(uri, StagingFolder::make(where)));
  return std::unique_ptr<LocalFolder>(
      new LocalFolder(std::move(uri), manner, target, is_inside, std::move(staging)));
}

base::Result<engine::OutputFolder::NewFile> LocalFolder::create() {
  return told(uri_, staging_.create());
}

base::Result<void> LocalFolder::stage(const std::string& id, const std::string& uri, std::int64_t size) {
  if (!uri.starts_with(uri_ + "/"))
    return base::failure("the engine's worker wrote to {}, which is not in {}", uri, uri_);
  return told(uri_, staging_.place(id, uri.substr(uri_.size() + 1), size));
}

base::Result<void> LocalFolder::publish() {
  return told(uri_, show());
}

base::Result<void> LocalFolder::show() {
  TRY(staging_.place_empty(kMarker));
  TRY(staging_.sync());
  if (!is_inside_) return become();
  if (manner_.overwrites == Overwrites::Everything) return replace_files("");
  return manner_.overwrites == Overwrites::WrittenPartitions ? replace_partitions() : add_files();
}

// As one rename. What is swapped goes with the staging folder.
base::Result<void> LocalFolder::become() {
  const fs::path tree = staging_.tree();
  if (!move_to_nothing(tree, target_)) {
    if (errno != EEXIST && errno != ENOTEMPTY) return base::errno_failure("renaming to {}", target_.string());
    if (manner_.is_new) return path_exists(uri_);
    if (manner_.overwrites == Overwrites::WrittenPartitions) return replace_partitions();
    if (manner_.overwrites == Overwrites::Nothing) return add_files();
    if (!exchange(tree, target_)) return replace_files("");
  }
  return base::sync_folder(target_.parent_path());
}

base::Result<void> LocalFolder::add_files() {
  auto files = TRY(staging_.files());
  std::erase(files, kMarker);
  TRY(move_files(files, staging_.tree(), target_));
  return rename_to(staging_.tree() / kMarker, target_ / kMarker);
}

// The new ones come before the old ones go: never is there neither.
base::Result<void> LocalFolder::replace_files(const fs::path& below) {
  const fs::path from = below.empty() ? staging_.tree() : staging_.tree() / below;
  const fs::path to = below.empty() ? target_ : target_ / below;
  auto old = TRY(files_below(to, staging_.tree().parent_path()));
  std::erase(old, kMarker);
  auto files = TRY(files_below(from));
  std::erase(files, kMarker);
  TRY(move_files(files, from, to));
  remove_files(old, to);
  if (!below.empty()) return {};
  return rename_to(from / kMarker, to / kMarker);
}

base::Result<void> LocalFolder::replace_partitions() {
  std::set<fs::path> partitions;
  for (const fs::path& file : TRY(staging_.files()))
    if (file.has_parent_path()) partitions.insert(file.parent_path());
  Renames renames;
  std::set<fs::path> folders;
  for (const fs::path& partition : partitions) {
    const fs::path from = staging_.tree() / partition, to = target_ / partition;
    TRY(make_folders(to.parent_path()));
    const bool is_new = move_to_nothing(from, to);
    if (is_new || exchange(from, to))
      renames.add(from, to, !is_new);
    else
      TRY(replace_files(partition));
    add_folders(target_, partition.parent_path(), folders);
  }
  TRY(sync_all(folders));
  TRY(rename_to(staging_.tree() / kMarker, target_ / kMarker));
  renames.keep();
  return {};
}

}  // namespace spark_door
