#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lake/s3_path.h"
#include "plan/catalog.h"
#include "services/glue/written_table.h"

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

// A table of the Data Catalog, in lower case.
struct TableName {
  std::string database;
  std::string name;
};

// Where a target writes, known before anything is read.
struct Target {
  std::string label;               // of the node, for messages
  std::optional<TableName> table;  // whose path, format and keys it has (CatalogTables::resolve)
  lake::S3Path path;
  std::vector<std::string> partition_keys;
  std::optional<CatalogUpdate> catalog;
  std::vector<plan::Column> table_columns;  // but for its keys, when the table is there already
  FileKind files = FileKind::Parquet;
  // How the table that describes files of text is read, and so how they are written; none: there is no table.
  std::optional<plan::StorageFormat> table_storage;
  bool compressed = false;  // the whole files, that is; the others compress inside
};

}  // namespace services::glue::visual
