#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lake/s3_path.h"

namespace services::glue::visual {

// What a target does to the Data Catalog (SchemaChangePolicy). Names in lower case.
struct CatalogUpdate {
  enum class Behavior {
    UpdateInDatabase,  // new columns are added to the table, changed types replaced
    Log,               // the table's columns stay as they are
  };
  std::string database;
  std::string table;
  Behavior behavior = Behavior::UpdateInDatabase;
};

// Where a target writes, known before anything is read.
struct Target {
  std::string label;  // of the node, for messages
  lake::S3Path path;
  std::vector<std::string> partition_keys;
  std::optional<CatalogUpdate> catalog;
};

}  // namespace services::glue::visual
