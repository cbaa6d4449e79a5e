#pragma once

#include "spark/statement.h"

namespace spark_door {

// Partitions of tables: ALTER TABLE .. PARTITION, MSCK REPAIR TABLE, TRUNCATE TABLE, SHOW PARTITIONS.
Shown run(const sql::AddPartitionsCommand& command, const Statement& statement);
Shown run(const sql::DropPartitionsCommand& command, const Statement& statement);
Shown run(const sql::RenamePartitionCommand& command, const Statement& statement);
Shown run(const sql::RepairCommand& command, const Statement& statement);
Shown run(const sql::TruncateCommand& command, const Statement& statement);
Shown show_partitions(const sql::ShowCommand& command, const Statement& statement);

// Where the files of one partition are from now on.
base::Result<void> set_partition_location(const sql::SetLocationCommand& command,
                                          const services::glue::StoredTable& table,
                                          const Statement& statement);

}  // namespace spark_door
