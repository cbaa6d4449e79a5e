#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lake/s3_path.h"
#include "services/glue/written_table.h"
#include "spark/execution_context.h"
#include "sql/spark_command.h"

namespace spark_door {

// The parameters that a table is made with beside its own.
using TableParameters = std::map<std::string, std::string>;

// The table that a statement or a write is to make, or to write to.
struct TableTarget {
  std::string database;  // in lower case, as the name is
  std::string name;
  // Of one that is made.
  services::glue::FileKind kind = services::glue::FileKind::Parquet;
  std::string location;
  bool managed = false;  // its files go with it

  std::string short_name() const;  // `database`.`table`
  std::string whole_name() const;  // with the catalog
};

base::Result<TableTarget> target_named(const sql::TableNameParts& name, Session& session);

// What a table can be written as here.
std::optional<services::glue::FileKind> written_kind(std::string_view source);

// A table of this form is to be made: it gets its kind and its place, which the option `path` says, else the
// database's location or the server's warehouse (warehouse.h).
base::Result<void> choose_kind(TableTarget& target, const spark::connect::WriteOperation& form);
base::Result<void> choose_place(TableTarget& target, spark::connect::WriteOperation& form,
                                const ExecutionContext& context);

// Refused is what is not in S3.
base::Result<lake::S3Path> place_of(const std::string& location);

// Its entry in the Data Catalog.
api::glue::TableInput entry_of(const TableTarget& target, const TableParameters& parameters,
                               std::vector<api::glue::Column> columns, std::vector<api::glue::Column> keys);

}  // namespace spark_door
