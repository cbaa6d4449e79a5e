#pragma once

#include <filesystem>

#include "base/fd.h"
#include "base/result.h"

namespace store {

// The folder that holds all that a server keeps, and the right to be its only server. Its file `format` names
// the version of what is inside and carries the lock, which lasts as long as this object (or the process).
// Refused: a folder that another process serves, that a newer Dovetail wrote, or that holds something else.
class DataFolder {
 public:
  static constexpr int kFormat = 1;

  // Creates the folder when it is missing.
  static base::Result<DataFolder> open(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path journal_file() const { return path_ / "journal.sqlite"; }

 private:
  DataFolder(std::filesystem::path path, base::Fd format)
      : path_(std::move(path)), format_(std::move(format)) {}
  std::filesystem::path path_;
  base::Fd format_;  // locked
};

}  // namespace store
