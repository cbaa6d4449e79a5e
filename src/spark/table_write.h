#pragma once

#include <stop_token>

#include "spark/executor.h"
#include "spark/session.h"

namespace spark_door {

// saveAsTable and insertInto: rows into a table of the Data Catalog, its entry and its partitions in the
// transaction that makes the files visible. A new table stands at the option `path`, else below its
// database's location or the setting spark.sql.warehouse.dir. saveAsTable matches columns by name, insertInto
// by place.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#saving-to-persistent-tables
base::Result<void> run_table_write(spark::connect::WriteOperation write, Executor& executor, Session& session,
                                   bool dynamic, const std::stop_token& stop);

}  // namespace spark_door
