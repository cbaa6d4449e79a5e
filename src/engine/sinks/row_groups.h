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

// The values of a partition and, where rows are dealt out to parts (WriteSpec::Parts), the part's number.
using PartitionTexts = std::vector<std::optional<std::string>>;
using RowCollection = duckdb::unique_ptr<duckdb::ColumnDataCollection>;

// Row groups end at so many rows, or at so many bytes of them in memory, whichever comes first.
inline constexpr duckdb::idx_t kRowGroupRows = 122880;
inline constexpr duckdb::idx_t kRowGroupBytes = duckdb::idx_t{64} << 20;

// A file that holds so many bytes takes no more rows: the next ones begin another. So none is larger than
// this and what is written at once (a row group, or the texts of as many rows).
inline constexpr duckdb::idx_t kFileBytes = duckdb::idx_t{128} << 20;

// What one write of files needs to know while it runs.
struct FileBinding final : duckdb::TableFunctionData {
  explicit FileBinding(WriteSpec& the_spec) : spec(the_spec) {}
  WriteSpec& spec;
  std::unique_ptr<FileFormat> format;
  duckdb::vector<duckdb::LogicalType> types;      // of the data columns
  duckdb::vector<duckdb::LogicalType> all_types;  // and of the texts behind them, by which rows are dealt
};

// One file being written. Any thread may append rows. It is closed when it is full and nobody writes to it
// any more, or at the end.
struct OpenFile {
  std::string uri;
  std::unique_ptr<FileFormat::File> file;
  std::atomic<std::int64_t> rows{0};
  std::int64_t room = 0;  // for so many rows more, where their number is bounded; guarded by the sink's lock
  int writers = 0;        // threads that are at it; likewise
  bool full = false;      // likewise
};

// The rows of one file that are not written yet: no more of them than `most_bytes`, and than a row group
// takes.
struct RowBuffer {
  PartitionTexts values;
  duckdb::idx_t most_bytes = kRowGroupBytes;
  RowCollection rows;
  duckdb::ColumnDataAppendState append;
};

// The files that one write has begun.
struct OpenFiles {
  std::mutex mutex;
  std::map<PartitionTexts, std::shared_ptr<OpenFile>> current;
  std::vector<std::shared_ptr<OpenFile>> full;  // that somebody still writes to
  std::map<PartitionTexts, int> begun;          // how many, where names count them
  std::atomic<std::int64_t> pieces{0};          // that were dealt out
};

// How many bytes of rows one of the run's threads may hold.
duckdb::idx_t buffer_budget(duckdb::ClientContext& context);

// The partition's file, which the caller is now one of the writers of.
std::shared_ptr<OpenFile> open_file(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files,
                                    const PartitionTexts& values);
// Writes these rows at once: into Parquet, as a row group. Where files hold so many rows only, into several.
void write_rows(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files,
                const PartitionTexts& values, RowCollection rows);
// All of a partition is written: its file is closed.
void end_partition(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files,
                   const PartitionTexts& values);
// Only at the end, or when it is full.
void close_file(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files,
                const PartitionTexts& values, OpenFile& file);

void append(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files, RowBuffer& buffer,
            duckdb::DataChunk& rows);
// Writes what the buffer holds.
void write_buffer(duckdb::ClientContext& context, FileBinding& binding, OpenFiles& files, RowBuffer& buffer);

}  // namespace engine
