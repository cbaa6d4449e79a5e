#pragma once

#include "spark/execution_context.h"
#include "spark/table_write.h"

namespace spark_door {

// A write of a client, its input resolved: into a folder or a table, by Spark's modes.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#save-modes
// A table that is made has these parameters beside its own; of a partitioned one, an overwrite may name those
// partitions that it replaces.
base::Result<void> run_write(spark::connect::WriteOperation write, const ExecutionContext& context,
                             const TableParameters& parameters = {},
                             const sql::PartitionSpec& partition = {});

// The format of what says none.
std::string default_source(Session& session);

}  // namespace spark_door
