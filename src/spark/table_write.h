#pragma once

#include "spark/table_target.h"

namespace spark_door {

// saveAsTable and insertInto: rows into a table of the Data Catalog, its entry and its partitions in the
// transaction that makes the files visible. A new table stands at the option `path`, else below its
// database's location or the server's warehouse (warehouse.h). saveAsTable matches columns by name,
// insertInto by place.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#saving-to-persistent-tables
// A table that is made has these parameters beside its own. An overwrite of some partitions, which a checked
// spec names, leaves the others.
base::Result<void> run_table_write(spark::connect::WriteOperation write, bool dynamic,
                                   const ExecutionContext& context, const TableParameters& parameters = {},
                                   const sql::PartitionSpec& partition = {});

}  // namespace spark_door
