#pragma once

#include "spark/execution_context.h"

namespace spark_door {

// A write of a client, its input resolved: into a folder or a table, by Spark's modes.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#save-modes
base::Result<void> run_write(spark::connect::WriteOperation write, const ExecutionContext& context);

}  // namespace spark_door
