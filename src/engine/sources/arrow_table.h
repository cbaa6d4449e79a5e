#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/parser/tableref.hpp"
#include "engine/functions/types.h"
#include "engine/storage/input_file.h"

struct ArrowArrayStream;

namespace engine {

// One stream of Arrow's format: a file, or bytes that outlive the table.
struct ArrowSource {
  std::string_view bytes;
  std::unique_ptr<InputFile> file;  // null: the bytes
};

// The rows of streams of one schema, one after another, as DuckDB scans them in place; of a file, a batch at
// a time is in memory. It outlives the scans; any number of threads may scan.
class ArrowTable {
 public:
  // Refuses what is no such stream. The schema is the first one's; a later stream of another is an error of
  // the scan.
  static base::Result<std::unique_ptr<ArrowTable>> open(std::vector<ArrowSource> sources);
  static base::Result<std::unique_ptr<ArrowTable>> open(std::string_view bytes);

  const std::vector<std::string>& names() const { return names_; }
  // A table function that gives the rows.
  duckdb::unique_ptr<duckdb::TableRef> scan() const;

  ArrowArrayStream read() const;  // from the beginning

 private:
  explicit ArrowTable(std::vector<ArrowSource> sources) : sources_(std::move(sources)) {}

  const std::vector<ArrowSource> sources_;  // at least one
  std::vector<std::string> names_;
};

}  // namespace engine
