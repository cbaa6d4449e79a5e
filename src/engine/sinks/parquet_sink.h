#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/statement/copy_statement.hpp"
#include "engine/sinks/write_spec.h"

namespace engine {

// Writes rows as Parquet, one file for each partition or more. Threads buffer rows for each partition; a
// buffer that fills a row group is encoded by its thread and appended to the partition's file, what is left
// is written at the end. Rows of more than kMaxPartitions partitions in one thread are refused
// (kTooManyPartitions): the write is then tried again with rows sorted by partition, of which one is held at
// a time. So memory stays bounded, whatever the number of partitions.
inline constexpr std::size_t kMaxPartitions = 200;

void register_parquet_sink(duckdb::ExtensionLoader& loader);

// COPY of the query into the spec's files. `ordered`: in one thread, in the order of the rows.
duckdb::unique_ptr<duckdb::CopyStatement> copy_to_parquet(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                          WriteSpec& spec, bool ordered);

}  // namespace engine
