#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/sources/csv_options.h"
#include "engine/sources/csv_reader.h"
#include "engine/storage/run_storage.h"

namespace engine {

// One pinned file of a Read.
struct SourceFile {
  std::string path;  // as RunStorage names it
  std::string content_id;
  std::int64_t size = 0;
  std::vector<std::optional<std::string>> partition_values;
};

// The CSV files of one Read as one table of texts: which columns it has, and where each file keeps them.
// Immutable once opened, so that any number of threads may scan it.
class CsvTable {
 public:
  struct File {
    SourceFile source;
    std::int64_t data_begin = 0;  // in its text
    bool decoded = false;         // then it is read from the start, by one thread
    std::size_t field_count = 0;  // of a record that is neither short nor long
    std::vector<std::int32_t>
        column_field;  // for each column the number of its field; -1: this file lacks it
  };

  // Reads the head of every file. `columns`: the schema's, when there is one; without, the files' own.
  static base::Result<std::unique_ptr<CsvTable>> open(RunStorage& storage, const CsvOptions& options,
                                                      std::vector<SourceFile> files,
                                                      std::optional<std::vector<std::string>> columns,
                                                      std::vector<std::string> partition_columns,
                                                      std::shared_ptr<ReadCounters> counters);

  RunStorage& storage() const { return storage_; }
  const CsvOptions& options() const { return options_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::string>& partition_columns() const { return partition_columns_; }
  const std::vector<File>& files() const { return files_; }
  ReadCounters& counters() const { return *counters_; }
  std::int64_t total_bytes() const;

  // The parts that threads scan, in the files' order.
  struct Part {
    std::size_t file = 0;
    CsvRange range;
  };
  std::vector<Part> parts() const;
  base::Result<std::unique_ptr<CsvReader>> read(const Part& part) const;

 private:
  CsvTable(RunStorage& storage, const CsvOptions& options) : storage_(storage), options_(options) {}
  base::Result<std::shared_ptr<TextInput>> open_text(const SourceFile& file) const;
  void place_columns(const std::vector<std::vector<std::string>>& file_columns, bool has_schema);

  RunStorage& storage_;
  const CsvOptions options_;
  std::vector<std::string> columns_;
  std::vector<std::string> partition_columns_;
  std::vector<File> files_;
  std::shared_ptr<ReadCounters> counters_;
};

}  // namespace engine
