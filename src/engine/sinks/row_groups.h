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
#include "engine/sinks/write_spec.h"

namespace engine {

using PartitionTexts = std::vector<std::optional<std::string>>;

// Row groups end at so many rows, or at so many bytes of them in memory, whichever comes first.
inline constexpr duckdb::idx_t kRowGroupRows = 122880;
inline constexpr duckdb::idx_t kRowGroupBytes = duckdb::idx_t{64} << 20;

// What one write of Parquet files needs to know while it runs.
struct ParquetBinding final : duckdb::TableFunctionData {
  ParquetBinding(WriteSpec& the_spec, duckdb::CopyFunction the_parquet)
      : spec(the_spec), parquet(std::move(the_parquet)) {}
  WriteSpec& spec;
  duckdb::CopyFunction parquet;  // DuckDB's own, which writes each file
  duckdb::unique_ptr<duckdb::FunctionData> parquet_data;
  duckdb::vector<duckdb::LogicalType> types;  // of the data columns
};

// One file being written. Any thread may append a row group; opening and closing are for whoever holds the
// lock of the sink.
struct OpenFile {
  std::string uri;
  duckdb::unique_ptr<duckdb::GlobalFunctionData> state;
  std::atomic<std::int64_t> rows{0};
};

// The rows of one partition that are not written yet.
struct RowBuffer {
  PartitionTexts values;
  duckdb::unique_ptr<duckdb::ColumnDataCollection> rows;
  duckdb::ColumnDataAppendState append;
  duckdb::idx_t bytes = 0;
};

struct SharedFiles final : duckdb::GlobalFunctionData {
  std::mutex mutex;
  std::map<PartitionTexts, std::shared_ptr<OpenFile>> files;
  std::map<PartitionTexts, duckdb::unique_ptr<duckdb::ColumnDataCollection>>
      rest;  // of threads that have ended
};

// The rows that one thread has gathered, by partition. What it holds stays below its share of the run's
// memory: then the largest of its buffers are written early, as smaller row groups.
struct ThreadBuffers final : duckdb::LocalFunctionData {
  std::map<std::string, RowBuffer> partitions;  // by raw key
  duckdb::idx_t bytes = 0;                      // of all of them
  duckdb::idx_t most_bytes = 0;
};

// How many bytes of rows one of the run's threads may hold.
duckdb::idx_t buffer_budget(duckdb::ClientContext& context);

std::shared_ptr<OpenFile> open_file(duckdb::ClientContext& context, ParquetBinding& binding,
                                    SharedFiles& shared, const PartitionTexts& values);
// Writes a row group of these rows.
void write_rows(duckdb::ClientContext& context, ParquetBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, duckdb::unique_ptr<duckdb::ColumnDataCollection> rows);
// Only at the end, or by the one thread of a sorted write.
void close_file(duckdb::ClientContext& context, ParquetBinding& binding, const PartitionTexts& values,
                OpenFile& file);

void start_buffer(duckdb::ClientContext& context, const ParquetBinding& binding, RowBuffer& buffer);
void append(duckdb::ClientContext& context, ParquetBinding& binding, SharedFiles& shared, ThreadBuffers& own,
            RowBuffer& buffer, duckdb::DataChunk& rows);
// Takes over what a thread has left.
void combine_rows(duckdb::ClientContext& context, ParquetBinding& binding, SharedFiles& shared,
                  ThreadBuffers& own);

}  // namespace engine
