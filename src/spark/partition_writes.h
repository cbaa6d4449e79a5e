#pragma once

#include "plan/program.pb.h"
#include "services/glue/written_table.h"
#include "spark/partition_rows.h"

namespace spark_door {

// What a write does to the partitions of its table, in the transaction that makes its files visible.

// Adds those that were written to and are missing. Refused is a write into one that stands elsewhere than
// where the engine writes: its rows would not be found.
base::Result<void> add_partitions(store::Transaction& transaction, const services::glue::StoredTable& table,
                                  services::glue::FileKind kind, const plan::WriteReport& report,
                                  const Storage& storage);

// After an overwrite of the whole table. Every partition goes, as all files did: one that got no rows would
// name an empty folder.
base::Result<void> replace_partitions(store::Transaction& transaction,
                                      const services::glue::StoredTable& table, services::glue::FileKind kind,
                                      const plan::WriteReport& report, const Storage& storage);

// Before an overwrite of those that constants name (INSERT OVERWRITE .. PARTITION): they go with their files.
// The spec is a checked one, and its constants are of the table's first keys.
base::Result<void> remove_overwritten(store::Transaction& transaction,
                                      const services::glue::StoredTable& table,
                                      const sql::PartitionSpec& constants, const Storage& storage);

}  // namespace spark_door
