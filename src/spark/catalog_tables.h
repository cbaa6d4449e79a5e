#pragma once

#include "spark/execution_context.h"
#include "spark/tables.h"

namespace spark_door {

// What spark.catalog changes of tables.

// createTable: with the columns that are said, else with those of the files at its path. Gives the table's
// rows.
base::Result<plan::Relation> create_catalog_table(spark::connect::CreateTable asked, const Tables& tables,
                                                  const ExecutionContext& context);

// The columns of the files at a path, whose folders partition the table that the form is of.
base::Result<std::vector<plan::Column>> columns_of_files(spark::connect::WriteOperation& form,
                                                         const std::string& path, const Tables& tables,
                                                         const ExecutionContext& context);

// Adds the partitions whose folders are there and that the table lacks. `operation`: as errors name it.
base::Result<void> recover_partitions(const std::vector<std::string>& name, const std::string& operation,
                                      const Tables& tables, const ExecutionContext& context);

// Without its rows, but for those of an external table, which are another's.
base::Result<void> truncate_table(const std::vector<std::string>& name, const Tables& tables,
                                  const ExecutionContext& context);

}  // namespace spark_door
