#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake {

// Hive keeps the partition of NULL under this name.
inline constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

// The columns that a source of several files gets from their folders, and their values for each file.
struct FolderColumns {
  std::vector<std::string> names;
  std::vector<std::vector<std::optional<std::string>>> values;  // of each file
};

struct PlacedFile {
  std::string_view uri;    // for messages
  std::string_view below;  // the part of it behind the folder that is read
};

// The columns that the folders of files name, as Hive lays out partitions: year=2024/month=01/part-0.parquet.
// They are texts; a folder of Hive's name for NULL gives NULL. Names and values are unescaped. Files whose
// folders name other columns than those of the others are refused, with Spark's words.
base::Result<FolderColumns> hive_folders(const std::vector<PlacedFile>& files);

}  // namespace lake
