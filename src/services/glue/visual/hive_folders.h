#pragma once

#include <vector>

#include "base/result.h"
#include "services/glue/visual/source_reader.h"

namespace services::glue::visual {

// The columns that the folders of files name, as Hive lays out partitions: year=2024/month=01/part-0.parquet.
// They are texts, as in a DynamicFrame; a folder of Hive's name for NULL gives NULL. Names and values are
// unescaped. Files whose folders name other columns than those of the others are refused, with Spark's words.
base::Result<FolderColumns> hive_folders(const std::vector<SourceObject>& objects);

}  // namespace services::glue::visual
