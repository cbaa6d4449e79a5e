#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "plan/catalog.h"

namespace spark_door {

// What Spark says of tables, views and their columns. Names are as errors show them: in backticks.

base::Error table_exists(const std::string& name);  // TABLE_OR_VIEW_ALREADY_EXISTS
base::Error view_write(const std::string& view);    // VIEW_WRITE_NOT_ALLOWED
// UNSUPPORTED_FEATURE.TABLE_OPERATION
base::Error no_table_operation(const std::string& table, const std::string& operation);
base::Error no_partitioned_table(const std::string& table, const std::string& operation);
base::Error no_truncation(const std::string& table);   // CANNOT_TRUNCATE_EXTERNAL_TABLE
base::Error column_exists(const std::string& column);  // COLUMN_ALREADY_EXISTS; not in backticks yet
base::Error no_column(const std::string& column);      // COLUMN_NOT_FOUND; likewise
base::Error extra_columns(const std::string& table, const std::string& columns);

// LOCATION_ALREADY_EXISTS: files are there that would be the table's rows.
base::Error location_exists(const std::string& table, const std::string& location);

// Properties that say how Spark keeps a table are not the user's to set.
base::Result<void> check_table_property(const std::string& key);

// Each partitioning column is a column of the table, and only one, and there are others.
base::Result<void> check_table_columns(const std::vector<plan::Column>& columns,
                                       const std::vector<std::string>& partitioning,
                                       const std::string& table);

}  // namespace spark_door
