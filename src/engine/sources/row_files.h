#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/types.h"
#include "engine/sources/csv_table.h"

namespace engine {

// A part of a file that one thread scans: the rows that begin in these bytes of it.
struct FilePart {
  std::size_t file = 0;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// The rows of one part, front to back. One thread. Errors are raised, as DuckDB wants them.
class PartRows {
 public:
  virtual ~PartRows() = default;

  // The next rows, as many as a chunk takes at most: one flat vector for each column that was asked for, in
  // that order. 0: there is none left.
  virtual duckdb::idx_t next(const std::vector<duckdb::Vector*>& into) = 0;
};

// The files of one Read in a format that tells its columns by itself (ORC, Avro) as one table. Immutable once
// it has its columns, so that any number of threads may scan it (row_scan.h).
class RowFiles {
 public:
  RowFiles(RunStorage& storage, std::vector<SourceFile> files, std::vector<std::string> partition_columns,
           std::shared_ptr<ReadCounters> counters)
      : storage_(storage),
        files_(std::move(files)),
        partition_columns_(std::move(partition_columns)),
        counters_(std::move(counters)) {}
  virtual ~RowFiles() = default;

  // The columns that are read: a schema's, or those of infer_columns().
  void set_columns(std::vector<Field> columns) { columns_ = std::move(columns); }
  // Of the first file that has any or, `merge`, of all of them, each column where it was first seen.
  // Names that differ in case alone are refused; so is it when there is no such file
  // (UNABLE_TO_INFER_SCHEMA).
  base::Result<void> infer_columns(bool merge);

  const std::vector<Field>& columns() const { return columns_; }
  const std::vector<std::string>& partition_columns() const { return partition_columns_; }
  const std::vector<SourceFile>& files() const { return files_; }
  ReadCounters& counters() const { return *counters_; }
  std::int64_t total_bytes() const;
  std::vector<FilePart> parts() const;

  // `wanted`: which of the columns. Raises.
  virtual std::unique_ptr<PartRows> open(const FilePart& part,
                                         const std::vector<std::size_t>& wanted) const = 0;

 protected:
  virtual const char* format() const = 0;  // as readers name it
  // What one file holds. Raises.
  virtual std::vector<Field> columns_of(const SourceFile& file) const = 0;
  std::unique_ptr<InputFile> open_file(const SourceFile& file) const;  // raises

 private:
  base::Result<void> merge_columns(const std::vector<const SourceFile*>& files);

  RunStorage& storage_;
  const std::vector<SourceFile> files_;
  const std::vector<std::string> partition_columns_;
  const std::shared_ptr<ReadCounters> counters_;
  std::vector<Field> columns_;
};

// What is wrong with a file, by its name (BadData).
[[noreturn]] void raise_damaged(const InputFile& file, std::string_view what);

// Reads `size` bytes from `offset`, all of them. Raises.
std::string read_bytes(const InputFile& file, std::int64_t offset, std::size_t size);

}  // namespace engine
