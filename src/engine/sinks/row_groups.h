#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "duckdb/common/types/column/column_data_collection.hpp"
#include "duckdb/function/copy_function.hpp"
#include "engine/sinks/file_format.h"
#include "engine/sinks/write_spec.h"

namespace engine {

using PartitionTexts = std::vector<std::optional<std::string>>;
using RowCollection = duckdb::unique_ptr<duckdb::ColumnDataCollection>;

// Row groups end at so many rows, or at so many bytes of them in memory, whichever comes first.
inline constexpr duckdb::idx_t kRowGroupRows = 122880;
inline constexpr duckdb::idx_t kRowGroupBytes = duckdb::idx_t{64} << 20;

// A file that holds so many bytes takes no more rows: the next ones begin another. So none is larger than
// this and what is written at once (a row group, or the texts of as many rows).
inline constexpr duckdb::idx_t kFileBytes = duckdb::idx_t{128} << 20;

// What the rows of one partition take in memory, however few they are: a block of DuckDB's for values,
// another for texts.
inline constexpr duckdb::idx_t kLeastBufferBytes = duckdb::idx_t{512} << 10;

// What one write of files needs to know while it runs.
struct FileBinding final : duckdb::TableFunctionData {
  explicit FileBinding(WriteSpec& the_spec) : spec(the_spec) {}
  WriteSpec& spec;
  std::unique_ptr<FileFormat> format;
  duckdb::vector<duckdb::LogicalType> types;      // of the data columns
  duckdb::vector<duckdb::LogicalType> all_types;  // and of the partition columns behind them
};

// One file being written. Any thread may append rows. It is closed when it is full and nobody writes to it
// any more, or at the end.
struct OpenFile {
  std::string uri;
  std::unique_ptr<FileFormat::File> file;
  std::atomic<std::int64_t> rows{0};
  int writers = 0;    // threads that are at it; guarded by the sink's lock
  bool full = false;  // likewise
};

// The rows of one partition that are not written yet.
struct RowBuffer {
  PartitionTexts values;
  RowCollection rows;
  duckdb::ColumnDataAppendState append;
  duckdb::idx_t bytes = 0;
};

struct SharedFiles final : duckdb::GlobalFunctionData {
  std::mutex mutex;
  std::map<PartitionTexts, std::shared_ptr<OpenFile>> files;
  std::vector<std::shared_ptr<OpenFile>> full;      // that somebody still writes to
  std::map<PartitionTexts, RowCollection> rest;     // of threads that have ended
  std::vector<std::vector<RowCollection>> spooled;  // likewise: what they have set aside, by bucket
};

// Rows of partitions that a thread has no room for, with their partition columns.
struct SpoolBucket {
  RowCollection rows;
  duckdb::ColumnDataAppendState append;
};

// The rows that one thread has gathered, by partition. What it holds stays below its share of the run's
// memory: then the largest of its buffers are written early, as smaller row groups.
struct ThreadBuffers final : duckdb::LocalFunctionData {
  std::map<std::string, RowBuffer> partitions;  // by raw key
  duckdb::idx_t bytes = 0;                      // of all of them
  duckdb::idx_t most_bytes = 0;
  std::size_t most_partitions = 0;
  std::vector<SpoolBucket> buckets;  // of rows of further partitions
  std::size_t level = 0;             // how often its rows were set aside before
};

// How many bytes of rows one of the run's threads may hold.
duckdb::idx_t buffer_budget(duckdb::ClientContext& context);

// The partition's file, which the caller is now one of the writers of.
std::shared_ptr<OpenFile> open_file(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared,
                                    const PartitionTexts& values);
// Writes these rows at once: into Parquet, as a row group.
void write_rows(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, RowCollection rows);
// Writes a partition's last rows, and closes its file.
void end_partition(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared,
                   const PartitionTexts& values, RowCollection rows);
// Only at the end, or when it is full.
void close_file(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, OpenFile& file);

void start_buffer(duckdb::ClientContext& context, const FileBinding& binding, RowBuffer& buffer);
void append(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
            RowBuffer& buffer, duckdb::DataChunk& rows);
// Takes over what a thread has left.
void combine_rows(duckdb::ClientContext& context, FileBinding& binding, SharedFiles& shared,
                  ThreadBuffers& own);

}  // namespace engine
