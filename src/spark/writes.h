#pragma once

#include <stop_token>

#include "spark/executor.h"
#include "spark/session.h"

namespace spark_door {

// A write of a client, its input resolved: into a folder or a table, by Spark's modes.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#save-modes
base::Result<void> run_write(spark::connect::WriteOperation write, Executor& executor, Session& session,
                             const std::stop_token& stop);

}  // namespace spark_door
