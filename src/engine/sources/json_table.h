#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/functions/types.h"
#include "engine/sources/csv_table.h"
#include "engine/sources/json_options.h"
#include "engine/sources/json_records.h"

namespace engine {

// The JSON files of one Read as one table: which columns it has, and which parts of files threads scan.
// Immutable once made, so that any number of threads may scan it.
class JsonTable {
 public:
  JsonTable(RunStorage& storage, JsonOptions options, std::vector<SourceFile> files,
            std::vector<std::string> partition_columns, std::shared_ptr<ReadCounters> counters)
      : storage_(storage),
        options_(std::move(options)),
        files_(std::move(files)),
        partition_columns_(std::move(partition_columns)),
        counters_(std::move(counters)) {}

  void set_columns(std::vector<Field> columns) { columns_ = std::move(columns); }
  // Reads every record of every file for the columns that there are.
  base::Result<void> infer_columns();

  const JsonOptions& options() const { return options_; }
  const std::vector<Field>& columns() const { return columns_; }
  const std::vector<std::string>& partition_columns() const { return partition_columns_; }
  const std::vector<SourceFile>& files() const { return files_; }
  ReadCounters& counters() const { return *counters_; }
  std::int64_t total_bytes() const;

  // The parts that threads scan, in the files' order.
  struct Part {
    std::size_t file = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };
  std::vector<Part> parts() const;
  base::Result<std::unique_ptr<JsonRecords>> open(const Part& part) const;

 private:
  bool is_decoded(const SourceFile& file) const;

  RunStorage& storage_;
  const JsonOptions options_;
  const std::vector<SourceFile> files_;
  const std::vector<std::string> partition_columns_;
  const std::shared_ptr<ReadCounters> counters_;
  std::vector<Field> columns_;
};

}  // namespace engine
