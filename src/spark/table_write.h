#pragma once

#include "spark/execution_context.h"
#include "sql/spark_command.h"

namespace spark_door {

// saveAsTable and insertInto: rows into a table of the Data Catalog, its entry and its partitions in the
// transaction that makes the files visible. A new table stands at the option `path`, else below its
// database's location or the server's warehouse (warehouse.h). saveAsTable matches columns by name,
// insertInto by place.
// https://spark.apache.org/docs/latest/sql-data-sources-load-save-functions.html#saving-to-persistent-tables
// A table that is made has these parameters beside its own. An overwrite of some partitions, which a checked
// spec names, leaves the others.
using TableParameters = std::map<std::string, std::string>;
base::Result<void> run_table_write(spark::connect::WriteOperation write, bool dynamic,
                                   const ExecutionContext& context, const TableParameters& parameters = {},
                                   const sql::PartitionSpec& partition = {});

// CREATE TABLE of these columns; `form` says source, partitioning columns and options.
base::Result<void> create_table_without_rows(spark::connect::WriteOperation form,
                                             const sql::TableNameParts& name,
                                             const std::vector<plan::Column>& columns, bool if_not_exists,
                                             const TableParameters& parameters,
                                             const ExecutionContext& context);

}  // namespace spark_door
