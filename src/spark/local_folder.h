#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "spark/folder_write.h"
#include "spark/staging_folder.h"

namespace spark_door {

// A folder on the machine's own disks that one write goes into. All that it writes lies in a hidden folder
// and is on the disk before publish() shows any of it, so a write that fails, or whose server dies, leaves
// everything as it was, and what is overwritten goes last:
//   a new folder, and one that is overwritten as a whole: one rename, so a reader sees the old or the new.
//     (Where the file system cannot swap folders, or the folder is a mount or its parent is another's: file
//     by file, as what is added to a folder, and the old files go after that.)
//   partitions that are overwritten: one rename each.
//   files that are added: one rename each, _SUCCESS last. One that fails takes the others back; a server that
//     dies in between leaves some.
// Dovetail's own folder is out of reach. What goes wrong is TASK_WRITE_FAILED. One thread.
class LocalFolder final : public engine::OutputFolder {
 public:
  using Overwrites = FolderWrite::Overwrites;
  struct Manner {
    Overwrites overwrites = Overwrites::Nothing;
    bool is_new = false;  // or PATH_ALREADY_EXISTS
  };
  // `uri`: file:/path; `hidden`: Dovetail's folder, without symbolic links.
  static base::Result<std::unique_ptr<LocalFolder>> open(std::string uri, Manner manner,
                                                         const std::filesystem::path& hidden);

  // What the write is to be told as its path.
  const std::string& uri() const { return uri_; }

  base::Result<NewFile> create() override;
  base::Result<void> stage(const std::string& id, const std::string& uri, std::int64_t size) override;
  base::Result<void> publish();

 private:
  LocalFolder(std::string uri, Manner manner, std::filesystem::path target, bool is_inside,
              StagingFolder staging)
      : uri_(std::move(uri)),
        manner_(manner),
        target_(std::move(target)),
        is_inside_(is_inside),
        staging_(std::move(staging)) {}

  base::Result<void> show();
  base::Result<void> become();
  base::Result<void> add_files();
  base::Result<void> replace_files(const std::filesystem::path& below);
  base::Result<void> replace_partitions();

  const std::string uri_;
  const Manner manner_;
  const std::filesystem::path target_;  // without symbolic links
  const bool is_inside_;                // where the staging folder is; else beside it
  StagingFolder staging_;
};

// PATH_ALREADY_EXISTS.
base::Error path_exists(const std::string& uri);

}  // namespace spark_door
