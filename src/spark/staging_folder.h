#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/fd.h"
#include "engine/output_folder.h"

namespace spark_door {

// A hidden folder on the machine's own disks, in which what a write makes lies until it is published. A lock
// tells that the writer lives: what one that died has left, the next one in the same place removes. The
// destructor removes it with all that is in it then, be it what was not published or what was overwritten.
// One thread.
class StagingFolder {
 public:
  // In a folder that is there.
  static base::Result<StagingFolder> make(const std::filesystem::path& where);
  StagingFolder(StagingFolder&&) = default;
  ~StagingFolder();

  // What is to be published: files and folders as they will be.
  std::filesystem::path tree() const { return path_ / "out"; }
  // The files in it, as paths below it, in their order.
  base::Result<std::vector<std::filesystem::path>> files() const;

  base::Result<engine::OutputFolder::NewFile> create();
  // A file that was created gets its place in the tree.
  base::Result<void> place(const std::string& id, const std::filesystem::path& below, std::int64_t size);
  base::Result<void> place_empty(const std::filesystem::path& below);
  // All of the tree is on the disk.
  base::Result<void> sync() const;

 private:
  StagingFolder(std::filesystem::path path, base::Fd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::filesystem::path path_;
  base::Fd lock_;
  int created_ = 0;
};

// The regular files below a folder, as paths below it, in their order; what is in `except` is none of them.
base::Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder,
                                                             const std::filesystem::path& except = {});

}  // namespace spark_door
