#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/statement/copy_statement.hpp"
#include "engine/sinks/write_spec.h"

namespace engine {

// Writes rows as files of a format, one file for each partition or more. Threads buffer rows for each
// partition; a buffer that is full (a row group of Parquet) is encoded by its thread and appended to the
// partition's file, what is left is written at the end. Memory stays bounded, whatever the number of
// partitions (partition_dealer.h).
void register_file_sink(duckdb::ExtensionLoader& loader);

// COPY of the query into the spec's files. `ordered`: in one thread, in the order of the rows.
duckdb::unique_ptr<duckdb::CopyStatement> copy_to_files(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                        WriteSpec& spec, bool ordered);

}  // namespace engine
