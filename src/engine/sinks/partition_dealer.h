#pragma once

#include "engine/sinks/row_groups.h"

namespace engine {

// Deals the rows of a partitioned write out to their partitions' buffers. Where a thread has no room for one
// more partition, its rows are set aside in buckets by the hash of their keys, which DuckDB spills where it
// must; at the end each bucket is dealt out by itself, into buckets again if it must be. So memory stays
// bounded, whatever the number of partitions and however they are mixed.

// `chunk`: the data columns, then the partition columns as texts.
void deal(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
          duckdb::DataChunk& chunk);

// Sets what a thread may hold. `level`: how often its rows were set aside before.
void set_bounds(duckdb::ClientContext& context, ThreadBuffers& own, std::size_t level);

// Takes over what a thread has set aside.
void combine_spooled(SharedFiles& shared, ThreadBuffers& own);

// At the end: writes what all threads have set aside, each partition with what else is left of it.
void write_spooled(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared);

}  // namespace engine
